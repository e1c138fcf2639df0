# SPDX-License-Identifier: MIT
#
# Every build leaves the library in one file behind, build/<preset>/amalgamated/parley.hpp: ready to be copied, or
# attached to a release. It is made by cmake/amalgamate.cmake, and made again when a header has changed.

file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/parley/*.hpp)
set(one_header ${PROJECT_BINARY_DIR}/amalgamated/parley.hpp)
add_custom_command(OUTPUT ${one_header}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${one_header} -P ${PROJECT_SOURCE_DIR}/cmake/amalgamate.cmake
    DEPENDS ${headers} ${PROJECT_SOURCE_DIR}/cmake/amalgamate.cmake
    COMMENT "The library in one file: ${one_header}" VERBATIM)
add_custom_target(one_header ALL DEPENDS ${one_header})
