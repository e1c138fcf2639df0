// SPDX-License-Identifier: MIT

/// @file
/// The server runs in a thread of its own; main() waits for its end, and learns whether it was a good one.

#include <cstdio>
#include <exception>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <string>
#include <thread>

int main() {
    parley::server<parley::thread_per_client> server({.port = 0});
    server.command("shutdown", "/shutdown: end the server", [&](parley::member& who, std::string_view) {
        who.tell_room("ann has ended the server.");
        server.stop();  // returns at once; wait() would throw here, since it would wait for this very hook
    });
    server.on_error([](std::exception_ptr) { std::puts("A hook threw."); });
    server.start();

    std::thread somebody([port = server.port()] {
        parley::client ann({.port = port});
        for (const char* line : {"ann", "/shutdown"}) ann.send_line(line);
        while (const auto line = ann.read_line()) std::printf("ann sees: %s\n", line->c_str());
    });
    std::string end = "The server has ended.";
    try {
        server.wait();
    } catch (const std::exception& error) {
        end = std::string("The server could not go on: ") + error.what();
    }
    somebody.join();
    std::puts(end.c_str());
}
