#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What tests ask of the operating system beyond what the library does: twins, as `net/native.hpp` chooses them.

#if defined(_WIN32)
#include "native_windows.hpp"
#else
#include "native_posix.hpp"
#endif
