// SPDX-License-Identifier: MIT

/// @file
/// One of two files that include every header. That they link is most of the test: a function that is not
/// `inline` would be defined twice. Read next: `one_definition_b.cpp`.

#include <everything.hpp>

const char* version_seen_by_another_file() { return parley::version; }
