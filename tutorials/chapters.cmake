# SPDX-License-Identifier: MIT
#
# parley_chapter(NN-name): what a chapter is made of, found by itself.
#
#   server.cpp, client.cpp, ...   programs, in build/.../tutorials/NN-name/
#   exercise.cpp, check.cpp       what the student completes, and who grades it (without check.cpp: it grades itself):
#                                 `cmake --build build --target check-NN`
#   ../solutions/NN-name/         solution.cpp, and mutant_*.cpp: the classic wrong answers that the grader must catch;
#                                 students may not have it (teachers.md)
#
# `cmake --build build --target chapter-NN` builds what a student starts, and no solutions.

function(parley_chapter chapter)
    string(SUBSTRING ${chapter} 0 2 number)
    set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${chapter})
    set(bin ${CMAKE_CURRENT_BINARY_DIR}/${chapter})
    set(solutions ${CMAKE_CURRENT_SOURCE_DIR}/solutions/${chapter})
    add_custom_target(chapter-${number})
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp ${solutions}/*.cpp)
    foreach(source IN LISTS sources)
        cmake_path(GET source STEM stem)
        add_executable(tutorial_${number}_${stem} ${source})
        set_target_properties(tutorial_${number}_${stem} PROPERTIES OUTPUT_NAME ${stem} RUNTIME_OUTPUT_DIRECTORY ${bin})
        target_link_libraries(tutorial_${number}_${stem} PRIVATE parley_own)
        target_include_directories(tutorial_${number}_${stem} PRIVATE
            ${CMAKE_CURRENT_SOURCE_DIR} ${folder})  # the second for ../sockets.hpp in solutions
        cmake_path(IS_PREFIX folder ${source} given)
        if(given)
            add_dependencies(chapter-${number} tutorial_${number}_${stem})
        endif()
    endforeach()
    if(EXISTS ${folder}/exercise.cpp)
        set(grader ${CMAKE_COMMAND} -E env)
        if(EXISTS ${folder}/check.cpp)
            set(grader $<TARGET_FILE:tutorial_${number}_check>)
        endif()
        add_custom_target(check-${number}
            COMMAND ${grader} $<TARGET_FILE:tutorial_${number}_exercise>
            COMMENT "Looking at tutorials/${chapter}/exercise.cpp" VERBATIM)
    endif()
    if(EXISTS ${solutions}/solution.cpp)
        set(graded "")
        file(GLOB mutants CONFIGURE_DEPENDS ${solutions}/mutant_*.cpp)
        foreach(source IN ITEMS ${folder}/exercise.cpp ${solutions}/solution.cpp LISTS mutants)
            cmake_path(GET source STEM stem)
            list(APPEND graded ${source}=$<TARGET_FILE:tutorial_${number}_${stem}>)
        endforeach()
        add_test(NAME tutorials/${chapter}/grader
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/exercise_test.sh ${graded} -- ${grader})
        set_tests_properties(tutorials/${chapter}/grader PROPERTIES LABELS fast TIMEOUT 300 COST 1)  # it waits a lot
    endif()
    if(EXISTS ${folder}/README.md)
        add_test(NAME tutorials/${chapter}/text COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/quotes.sh ${folder})
        add_test(NAME tutorials/${chapter}/experiments
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/experiments.sh ${folder} ${bin})
        set_tests_properties(tutorials/${chapter}/text tutorials/${chapter}/experiments PROPERTIES
            LABELS fast TIMEOUT 300 COST 1 SKIP_RETURN_CODE 77)
    endif()
endfunction()

file(GLOB chapters CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} [0-9][0-9]-*)
foreach(chapter IN LISTS chapters)
    if(IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${chapter})
        parley_chapter(${chapter})
    endif()
endforeach()
add_test(NAME tutorials/steps COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/steps.sh)
set_tests_properties(tutorials/steps PROPERTIES LABELS fast TIMEOUT 300)
