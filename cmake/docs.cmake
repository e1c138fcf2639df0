# SPDX-License-Identifier: MIT
#
# `cmake --workflow --preset docs`: the site, in build/docs/html, and its tests. docs/site/site.sh makes it.

option(PARLEY_DOCS "Make parley's site" OFF)
if(PARLEY_DOCS)
    add_custom_target(docs ALL COMMAND sh ${PROJECT_SOURCE_DIR}/docs/site/site.sh ${PROJECT_BINARY_DIR}
        USES_TERMINAL VERBATIM COMMENT "The site")
endif()
if((PARLEY_DOCS OR PARLEY_TESTS) AND NOT WIN32) # the tests are scripts
    enable_testing()
    if(PARLEY_TESTS)
        add_subdirectory(docs/diagrams)
    endif()
    add_subdirectory(tests/docs)
endif()
