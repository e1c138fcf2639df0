# SPDX-License-Identifier: MIT
#
# How parley's own programs and tests are compiled. Who uses parley never sees these flags.

set(CMAKE_CXX_EXTENSIONS OFF)

add_library(parley_own INTERFACE)
target_link_libraries(parley_own INTERFACE parley::parley)
# Tests and examples may say <examples/terminal/…>, "terminal/…" or, among tests, "net/…".
target_include_directories(parley_own INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/examples)
target_compile_options(parley_own INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
    $<$<BOOL:${PARLEY_WERROR}>:-Werror>)
