# SPDX-License-Identifier: MIT
#
# `cmake --workflow --preset docs`: the site, in build/docs/html, and what is tested of it. See docs/site/site.sh.

option(PARLEY_DOCS "Make parley's site instead of anything else" OFF)
if(PARLEY_DOCS)
    add_custom_target(docs ALL COMMAND sh ${PROJECT_SOURCE_DIR}/docs/site/site.sh ${PROJECT_BINARY_DIR}
        USES_TERMINAL VERBATIM COMMENT "The site")
endif()
