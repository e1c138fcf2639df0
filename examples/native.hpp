#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Chooses the twin that speaks to this operating system, for the programs. Read next: `native_posix.hpp`.

#if defined(_WIN32)
#include "native_windows.hpp"
#else
#include "native_posix.hpp"
#endif
