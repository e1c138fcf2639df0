// SPDX-License-Identifier: MIT

/// @file
/// The version is written in three places; they agree.

#include <doctest/doctest.h>
#include <parley/version.hpp>
#include <string>

TEST_CASE("the version for the preprocessor, for people and for CMake is one version") {
    const std::string from_macros = std::to_string(PARLEY_VERSION_MAJOR) + '.' +
                                    std::to_string(PARLEY_VERSION_MINOR) + '.' +
                                    std::to_string(PARLEY_VERSION_PATCH);
    CHECK(parley::version == from_macros);
    CHECK(parley::version == std::string(PARLEY_CMAKE_VERSION));
}
