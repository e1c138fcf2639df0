#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Chooses the twin that speaks to this operating system. Nothing above this line asks which one it was.
/// Read next: `net/native_posix.hpp`.

#if defined(_WIN32)
#include <parley/net/native_winsock.hpp>
#include <parley/net/native_winsock_local.hpp>
#include <parley/net/native_winsock_wait.hpp>
#else
#include <parley/net/native_posix.hpp>
#include <parley/net/native_posix_local.hpp>
#include <parley/net/native_posix_wait.hpp>
#endif
