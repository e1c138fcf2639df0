#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What tests ask of Windows: the twin of `native_posix.hpp`. What it does not tell is not checked there: the number of
/// threads and handles, and whether a socket blocks.

#include <cstddef>
#include <cstdio>
#include <doctest/doctest.h>
#include <malloc.h>
#include <parley/net/native.hpp>
#include <system_error>

namespace this_system {

using parley::net::native::handle;

/// Not inherited? (Whether it blocks cannot be asked.)
inline bool is_prepared(handle socket) {
    unsigned long flags = 0;
    REQUIRE(::GetHandleInformation(reinterpret_cast<HANDLE>(socket), &flags) != 0);
    return (flags & HANDLE_FLAG_INHERIT) == 0;
}
inline bool is_open(handle socket) {
    int type = 0;
    socklen_t size = sizeof type;
    return ::getsockopt(socket, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size) == 0;
}

inline int option(handle socket, int level, int name) {
    int value = 0;  // some are one byte long
    socklen_t size = sizeof value;
    REQUIRE(::getsockopt(socket, level, name, reinterpret_cast<char*>(&value), &size) == 0);
    return value;
}

inline constexpr bool restart_needs_an_option = false;

inline constexpr bool reading_tells_of_resets = false;  // Windows does; wine (8.0) says that it has ended

/// What sending fails with once the connection was reset and that was told.
inline constexpr std::errc lost_when_sending = std::errc::connection_reset;

inline void take_small_segments(handle, int) {}

inline bool may_open(std::size_t) { return true; }

inline std::size_t threads() { return 0; }
inline std::size_t descriptors() { return 0; }

inline void tell(const char* text, std::size_t length) noexcept { std::fwrite(text, 1, length, stderr); }

/// There is no alarm: who runs the tests has a limit of his own.
inline void set_alarm(unsigned, void (*)(int)) {}

inline void* allocate_aligned(std::size_t size, std::size_t step) noexcept { return ::_aligned_malloc(size, step); }
inline void release_aligned(void* memory) noexcept { ::_aligned_free(memory); }

}  // namespace this_system
