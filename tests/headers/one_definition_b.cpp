// SPDX-License-Identifier: MIT

/// @file
/// The other of two files that include every header.

#include <doctest/doctest.h>
#include <everything.hpp>

const char* version_seen_by_another_file();

TEST_CASE("two files that include every header link, and share what is defined there") {
    CHECK(static_cast<const void*>(version_seen_by_another_file()) == static_cast<const void*>(parley::version));
}
