#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which parley this is, for the preprocessor and for people. CMakeLists.txt says the same; a test compares them.
/// Read next: `base/cpp20.hpp`, which C++ it needs.

/// @{ The same in numbers, for `#if`.
#define PARLEY_VERSION_MAJOR 0
#define PARLEY_VERSION_MINOR 1
#define PARLEY_VERSION_PATCH 0
/// @}

namespace parley {

/// "major.minor.patch", as in semantic versioning.
inline constexpr char version[] = "0.1.0";

}  // namespace parley
