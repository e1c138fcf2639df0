# SPDX-License-Identifier: MIT
#
# The test framework: the system's (Debian and Ubuntu: doctest-dev), else downloaded.

find_package(doctest 2.4 CONFIG QUIET)
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
