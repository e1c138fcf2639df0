# SPDX-License-Identifier: MIT
#
# usage: cmake -DUSER=find_package -DSOURCE=… -DBUILD=… -DFOLDER=… -DGENERATOR=… -DCOMPILER=… -P use.cmake
#
# Configures, builds and runs one of the users beside this file, in a clean FOLDER. SOURCE and BUILD are parley's.

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(prefix ${FOLDER}/prefix)
set(options_add_subdirectory -DPARLEY_SOURCE=${SOURCE})
set(options_fetch_content -DFETCHCONTENT_SOURCE_DIR_PARLEY=${SOURCE})
set(options_find_package -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)

file(REMOVE_RECURSE ${FOLDER})
if(USER STREQUAL "find_package")
    run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
endif()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/${USER} -B ${FOLDER}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} ${options_${USER}})
run(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${FOLDER}/build/user)
