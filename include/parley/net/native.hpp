#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Chooses the twin that speaks to this operating system. Nothing above this line asks which one it was.
/// Read next: `net/native_posix.hpp`.

#if defined(_WIN32)
#error "parley needs POSIX sockets so far: Linux, macOS or a BSD. On Windows, build it inside WSL."
#else
#include <parley/net/native_posix.hpp>
#include <parley/net/native_posix_wait.hpp>
#endif
