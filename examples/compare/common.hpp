#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the C++ references need and none of them is about: the port that was asked for, a listening socket, the
/// descriptor limit, the end. Each is started and stopped in the same way, so that a comparison measures the model.

#include <arpa/inet.h>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace compare {

/// Connections that may wait until they are accepted: a storm of them is no accident of the queue.
inline constexpr int backlog = 4096;

[[noreturn]] inline void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

/// No arguments: 0, any free port. `--port N`: N. Anything else ends the program with exit code 2.
inline std::uint16_t port_argument(int count, char** values) {
    std::uint16_t port = 0;
    if (count == 1) return port;
    if (count == 3 && std::string_view(values[1]) == "--port") {
        const char* const end = values[2] + std::strlen(values[2]);
        const auto [stopped, error] = std::from_chars(values[2], end, port);
        if (error == std::errc{} && stopped == end) return port;
    }
    std::fprintf(stderr, "usage: %s [--port N]\n", values[0]);
    std::exit(2);
}

/// As many descriptors as the system allows: each client takes one.
inline void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A client that is gone is an error of the next send, not the end of the program.
inline void ignore_sigpipe() { std::signal(SIGPIPE, SIG_IGN); }

/// SIGTERM ends the program well, at once: whoever measures has what they want by then.
inline void end_on_sigterm() {
    std::signal(SIGTERM, [](int) { ::_exit(0); });
}

/// The first line of stdout is where we listen.
inline void print_address(std::uint16_t port) {
    std::printf("127.0.0.1:%u\n", static_cast<unsigned>(port));
    std::fflush(stdout);
}

/// Listens on the loopback interface and prints the address.
inline int listen_and_print_address(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) fail("socket");
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
    if (::listen(listener, backlog) != 0) fail("listen");
    socklen_t length = sizeof address;
    if (::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) fail("getsockname");
    print_address(ntohs(address.sin_port));
    return listener;
}

/// Whoever would have to wait on this descriptor is told so instead.
inline void never_wait_on(int descriptor) {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

/// Short messages leave at once instead of waiting for an acknowledgement (Nagle's algorithm, RFC 896).
inline void send_without_delay(int socket) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace compare
