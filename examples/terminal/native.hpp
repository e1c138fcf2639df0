#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Chooses the twin that speaks to this operating system's terminals. Read next: `native_posix.hpp`.

#if defined(_WIN32)
#include "native_windows.hpp"
#include "native_windows_keyboard.hpp"
#include "native_windows_signals.hpp"
#else
#include "native_posix.hpp"
#include "native_posix_signals.hpp"
#endif
