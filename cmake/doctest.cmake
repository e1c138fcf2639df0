# SPDX-License-Identifier: MIT
#
# The test framework: the system's (Debian and Ubuntu: doctest-dev), else downloaded.

find_package(doctest 2.4 CONFIG QUIET)
find_file(doctest_header doctest/doctest.h NO_CMAKE_FIND_ROOT_PATH)
if(NOT TARGET doctest::doctest AND CMAKE_CROSSCOMPILING AND doctest_header)
    # The same header serves every system; the folder that it is in is full of what does not.
    file(COPY ${doctest_header} DESTINATION ${PROJECT_BINARY_DIR}/doctest/doctest)
    add_library(doctest::doctest INTERFACE IMPORTED)
    target_include_directories(doctest::doctest SYSTEM INTERFACE ${PROJECT_BINARY_DIR}/doctest)
endif()
if(NOT TARGET doctest::doctest)
    message(STATUS "doctest is not installed: downloading it")
    include(FetchContent)
    # SOURCE_SUBDIR names a folder without a CMakeLists.txt: only the header is wanted, not doctest's own build.
    FetchContent_Declare(doctest
        GIT_REPOSITORY https://github.com/doctest/doctest.git
        GIT_TAG v2.4.11
        GIT_SHALLOW TRUE
        SOURCE_SUBDIR doctest)
    FetchContent_MakeAvailable(doctest)
    add_library(doctest::doctest INTERFACE IMPORTED)
    target_include_directories(doctest::doctest SYSTEM INTERFACE ${doctest_SOURCE_DIR})
endif()
