// SPDX-License-Identifier: MIT

/// @file
/// A server at the IPv6 loopback address, and one that takes both families. Exit code 77: this machine has no IPv6.

#include <cstdio>
#include <parley/base/error.hpp>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>

void talk(const std::string& host, std::uint16_t port) {
    parley::client ann({.host = host, .port = port});
    for (const char* line : {"ann", "/quit"}) ann.send_line(line);
    std::printf("%s: ", host.c_str());
    if (const auto line = ann.read_line()) std::puts(line->c_str());
    while (ann.read_line()) {}
}

int main() {
    try {
        parley::server<parley::poll_loop> loopback({.host = "::1", .port = 0});
        loopback.start();
        std::printf("It listens on %s.\n", loopback.address().substr(0, 6).c_str());  // without the port
        talk("::1", loopback.port());
    } catch (const parley::setup_error& error) {
        std::puts(error.what());
        return 77;
    }
    parley::server<parley::poll_loop> everywhere({.host = "::", .port = 0});  // open to the network, too
    everywhere.start();
    talk("::1", everywhere.port());
    talk("127.0.0.1", everywhere.port());
}
