// SPDX-License-Identifier: MIT

/// @file
/// Ctrl+C says goodbye to everybody before the program ends.

#include <csignal>
#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <thread>

/// Ann connects, and then somebody presses Ctrl+C.
void ann_and_somebody(std::uint16_t port) {
    parley::client ann({.port = port});
    ann.send_line("ann");
    while (const auto line = ann.read_line()) {
        std::printf("ann sees: %s\n", line->c_str());
        if (*line == "You are now connected!") std::raise(SIGINT);
    }
}

int main() {
    static parley::server<parley::thread_per_client> server({.port = 0});  // static: a handler finds it
    std::signal(SIGINT, [](int again) {
        server.stop();
        std::signal(again, SIG_DFL);  // the second time ends the program at once
    });

    std::thread others([] { ann_and_somebody(server.port()); });
    server.run();
    others.join();
    std::puts("run() has returned.");
}
