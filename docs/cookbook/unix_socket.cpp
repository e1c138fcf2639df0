// SPDX-License-Identifier: MIT

/// @file
/// A server that only this user reaches, at a path in place of a port.

#include <cstdio>
#include <filesystem>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>

namespace fs = std::filesystem;

int main() {
    fs::create_directories("sockets");
    fs::permissions("sockets", fs::perms::owner_all);  // who may not enter the folder may not connect
    const char* const path = "sockets/chat.sock";
    {
        parley::server<parley::poll_loop> server({.path = path});
        server.start();
        std::printf("It listens on %s.\n", server.address().c_str());

        parley::client ann({.path = path});
        for (const char* line : {"ann", "/quit"}) ann.send_line(line);
        while (const auto line = ann.read_line()) std::puts(line->c_str());
    }
    std::puts(fs::exists(path) ? "The file is still there." : "The file is gone.");
}
