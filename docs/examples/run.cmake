# SPDX-License-Identifier: MIT
#
# usage: cmake -DPROGRAM=PATH -DSOURCE=PATH -P docs/examples/run.cmake
#
# Runs a program and compares what it prints, to the byte, with the comment "// Prints:" in its source.

file(READ "${SOURCE}" text)
if(NOT text MATCHES "\n *// Prints:\n(( *// [^\n]*\n)+)")
    message(FATAL_ERROR "${SOURCE}: no comment \"// Prints:\" says what it prints")
endif()
string(REGEX REPLACE "(^|\n) *// " "\\1" expected "${CMAKE_MATCH_1}")

execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE printed RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM}: ended with ${result}")
endif()
if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "${SOURCE} says that it prints\n${expected}---- and it printed\n${printed}----")
endif()
