// SPDX-License-Identifier: MIT

/// @file
/// The side of a server that stands behind a proxy: a socket file for the proxy alone, and limits that suit it.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/observe/console.hpp>
#include <parley/server.hpp>
#include <string>

using namespace std::chrono_literals;

int main() {
    parley::server<parley::poll_loop, parley::net::sockets, parley::observe::console> server(
        {.path = "proxy.sock", .client_limit = 500, .login_limit = 20s}, {}, parley::observe::console(stdout));
    server.start();

    parley::client proxied({.path = "proxy.sock"});  // what the proxy does for each of its clients
    for (const char* line : {"ann", "hello"}) proxied.send_line(line);
    proxied.finish_sending();  // a half-close: a proxy has to hand it on
    std::string heard;
    while (const auto line = proxied.read_line()) heard += "ann sees: " + *line + "\n";

    server.stop();
    server.wait();
    std::fputs(heard.c_str(), stdout);
}
