#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What tests ask of a POSIX system. The twin, `native_windows.hpp`, has the same names in the same order.

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <dirent.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <parley/net/native.hpp>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace this_system {

using parley::net::native::handle;

/// Non-blocking and not inherited?
inline bool is_prepared(handle socket) {
    return (::fcntl(socket, F_GETFL) & O_NONBLOCK) != 0 && (::fcntl(socket, F_GETFD) & FD_CLOEXEC) != 0;
}
inline bool is_open(handle socket) { return ::fcntl(socket, F_GETFD) != -1; }

/// getsockopt(2).
inline int option(handle socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    REQUIRE(::getsockopt(socket, level, name, &value, &size) == 0);
    return value;
}

/// Has a server to ask for its port again while connections of the one before are in TIME_WAIT?
inline constexpr bool restart_needs_an_option = true;

/// Does a read say that the connection was reset, rather than ended?
inline constexpr bool reading_tells_of_resets = true;

/// What sending fails with once the connection was reset and that was told.
inline constexpr std::errc lost_when_sending = std::errc::broken_pipe;

/// Keeps the *server's* kernel from buffering megabytes for this client.
inline void take_small_segments(handle socket, int bytes) {
    parley::net::native::set_option(socket, IPPROTO_TCP, TCP_MAXSEG, bytes);
}

/// Lets this process have as many descriptors as the system allows. Are `wanted` among them?
inline bool may_open(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted;
}

/// Entries of a folder of /proc/self. Linux.
inline std::size_t entries_of(const char* folder) {
    DIR* const opened = ::opendir(folder);
    if (opened == nullptr) FAIL("cannot look into " << folder);
    std::size_t count = 0;
    while (::readdir(opened) != nullptr) ++count;
    ::closedir(opened);
    return count;
}
inline std::size_t threads() { return entries_of("/proc/self/task"); }
inline std::size_t descriptors() { return entries_of("/proc/self/fd"); }

/// Writes a text that a signal handler has to tell.
inline void tell(const char* text, std::size_t length) noexcept {
    [[maybe_unused]] const auto told = ::write(STDERR_FILENO, text, length);
}

/// `rung` is called after so many seconds, whatever the program does; 0: it is not.
inline void set_alarm(unsigned seconds, void (*rung)(int)) {
    if (rung != nullptr) std::signal(SIGALRM, rung);
    ::alarm(seconds);
}

/// Memory of a wanted alignment, and what gives it back.
inline void* allocate_aligned(std::size_t size, std::size_t step) noexcept {
    return std::aligned_alloc(step, (size + step - 1) / step * step);
}
inline void release_aligned(void* memory) noexcept { std::free(memory); }

}  // namespace this_system
