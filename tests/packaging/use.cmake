# SPDX-License-Identifier: MIT
#
# usage: cmake -DWAY=find_package -DSOURCE=… -DBUILD=… -DVERSION=… -DFOLDER=… -DGENERATOR=… -DCOMPILER=… -P use.cmake
#
# Takes parley home in one WAY, builds main.cpp with it in a clean FOLDER, and runs it. SOURCE, BUILD and VERSION are
# parley's. Says "not tested: " and why, where a tool is missing.

cmake_minimum_required(VERSION 3.22)

function(run)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${FOLDER} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Sets `variable` to the program's path, or ends the test here.
macro(need variable name)
    find_program(${variable} ${name})
    if(NOT ${variable})
        message(STATUS "not tested: ${name} is not installed")
        return()
    endif()
endmacro()

# The program has served somebody, and is of this version.
function(run_server program)
    execute_process(COMMAND ${program} OUTPUT_VARIABLE said COMMAND_ECHO STDOUT ECHO_OUTPUT_VARIABLE
        COMMAND_ERROR_IS_FATAL ANY)
    if(NOT said MATCHES "^parley ${VERSION} served at 127\\.0\\.0\\.1:[1-9][0-9]*\n$")
        message(FATAL_ERROR "that is not what main.cpp of parley ${VERSION} says")
    endif()
endfunction()

# Configures, builds and runs the user of that name beside this file.
function(use_cmake user)
    run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/${user} -B ${FOLDER}/build -G ${GENERATOR}
        -DCMAKE_CXX_COMPILER=${COMPILER} ${ARGN})
    run(${CMAKE_COMMAND} --build ${FOLDER}/build)
    run_server(${FOLDER}/build/user)
endfunction()

# Compiles and runs what lies in FOLDER, with the compiler alone.
function(use_compiler)
    run(${COMPILER} -std=c++20 ${ARGN} -o user)
    run_server(${FOLDER}/user)
endfunction()

# Installs, and moves what was installed: nothing in it may name the place where it was.
function(install_to prefix)
    run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/at_first)
    file(RENAME ${FOLDER}/at_first ${prefix})
endfunction()

# FOLDER/`file` is that file of ours, saying "parley.hpp" where it said <parley/parley.hpp>.
function(copy_for_one_header file)
    cmake_path(GET file FILENAME name)
    file(READ ${file} text)
    string(REPLACE "<parley/parley.hpp>" "\"parley.hpp\"" text "${text}")
    string(REPLACE "int main() {\n    parley::server<parley::thread_per_client> server({.port = 5000});"
        "void ten_lines() {\n    parley::server<parley::thread_per_client> server({.port = 5000});" text "${text}")
    file(WRITE ${FOLDER}/${name} "${text}")
endfunction()

set(main ${CMAKE_CURRENT_LIST_DIR}/main.cpp)
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})

if(WAY STREQUAL "add_subdirectory")
    use_cmake(add_subdirectory -DPARLEY_SOURCE=${SOURCE})

elseif(WAY STREQUAL "fetch_content") # from a repository, which has what a user needs and no more
    need(GIT git)
    file(COPY ${SOURCE}/CMakeLists.txt ${SOURCE}/cmake ${SOURCE}/include DESTINATION ${FOLDER}/parley)
    set(git ${GIT} -C parley -c user.name=parley -c user.email=parley@localhost -c commit.gpgsign=false)
    run(${git} init --quiet)
    run(${git} checkout --quiet -b main)
    run(${git} add .)
    run(${git} commit --quiet --message=parley)
    use_cmake(fetch_content -DPARLEY_REPOSITORY=${FOLDER}/parley)

elseif(WAY STREQUAL "fetch_content_offline") # the repository leads nowhere: its folder has to do
    use_cmake(fetch_content -DPARLEY_REPOSITORY=https://nowhere.invalid/parley.git
        -DFETCHCONTENT_SOURCE_DIR_PARLEY=${SOURCE})

elseif(WAY STREQUAL "find_package")
    install_to(${FOLDER}/prefix)
    use_cmake(find_package -DPARLEY_VERSION=${VERSION}
        -DCMAKE_PREFIX_PATH=${FOLDER}/prefix -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)

elseif(WAY STREQUAL "pkg_config")
    need(PKG_CONFIG pkg-config)
    install_to(${FOLDER}/prefix)
    set(ENV{PKG_CONFIG_PATH} ${FOLDER}/prefix/share/pkgconfig)
    run(${PKG_CONFIG} --print-errors "parley = ${VERSION}")
    execute_process(COMMAND ${PKG_CONFIG} "parley > ${VERSION}" RESULT_VARIABLE refused)
    if(refused EQUAL 0)
        message(FATAL_ERROR "pkg-config takes parley ${VERSION} for a newer one")
    endif()
    execute_process(COMMAND ${PKG_CONFIG} --cflags --libs parley OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(flags UNIX_COMMAND "${flags}")
    use_compiler(${main} ${flags})

elseif(WAY STREQUAL "copying") # into a program that does without RTTI, as docs/promises.md says it may
    file(COPY ${SOURCE}/include/parley DESTINATION ${FOLDER})
    use_compiler(-I. -fno-rtti ${main})

elseif(WAY STREQUAL "amalgamated") # two files that include it: the README's ten lines, compiled only, and main.cpp
    run(${CMAKE_COMMAND} -DOUTPUT=${FOLDER}/parley.hpp -P ${SOURCE}/cmake/amalgamate.cmake)
    run(${CMAKE_COMMAND} -E compare_files ${FOLDER}/parley.hpp ${BUILD}/amalgamated/parley.hpp) # what the build leaves
    include(${CMAKE_CURRENT_LIST_DIR}/amalgamated.cmake)
    copy_for_one_header(${main})
    copy_for_one_header(${SOURCE}/tests/ten_lines/hello.cpp)
    set(warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
    use_compiler(${warnings} main.cpp hello.cpp)
    find_program(CLANG clang++)
    if(CLANG AND NOT COMPILER MATCHES "clang")
        run(${CLANG} -std=c++20 ${warnings} -fsyntax-only hello.cpp)
    endif()

else()
    message(FATAL_ERROR "no such way: ${WAY}")
endif()
