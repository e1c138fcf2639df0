#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the programs ask of the operating system about their process, in POSIX's words: standard streams, arguments,
/// Ctrl+C, the limit of descriptors. A twin for Windows has the same names in the same order. Refuses to know what a
/// program does. Read next: `native_windows.hpp`, the twin; `terminal/native_posix.hpp`.

#include <csignal>
#include <fcntl.h>
#include <parley/net/native.hpp>
#include <span>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace program {

/// Descriptors 0, 1 and 2 are taken, whoever started us, so that no socket gets one of these numbers.
inline void open_standard_streams() noexcept {
    int opened = 0;
    while (opened >= 0 && opened <= STDERR_FILENO) opened = ::open("/dev/null", O_RDWR);
    if (opened >= 0) ::close(opened);
}

/// What main() was given, without the program's name. UTF-8 where the user's terminal is.
inline std::span<const char* const> arguments(int count, char** values) {
    return {values + 1, values + (count > 0 ? count : 1)};
}

/// A pipe that nobody reads, a terminal that was paused: a server must not wait for whoever watches it.
inline bool stderr_has_room() noexcept {
    parley::net::native::poll_entry out{STDERR_FILENO, POLLOUT, 0};
    return parley::net::native::wait({&out, 1}, parley::at_once) == 1;
}

/// Ctrl+C, and whoever else asks this program to end, call `asked`, each time; it may do what a signal handler may.
inline void on_termination(void (*asked)(int)) noexcept {
    struct sigaction action {};
    action.sa_handler = asked;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // whoever watched us on stderr may go away; the library raises none
}

/// From a signal handler.
[[noreturn]] inline void end_at_once(int code) noexcept { ::_exit(code); }

/// How many descriptors this process may have; the same number twice when nothing was changed.
struct descriptor_limit {
    unsigned long long before = 0;
    unsigned long long now = 0;
};

/// As many as the system allows.
inline descriptor_limit raise_descriptor_limit() noexcept {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
    const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
    if (before == limit.rlim_max || ::setrlimit(RLIMIT_NOFILE, &limit) != 0) return {before, before};
    return {before, limit.rlim_max};
}

}  // namespace program
