// SPDX-License-Identifier: MIT

/// @file
/// A thread of the program's own speaks to everybody, in every room.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>
#include <thread>

bool hears(parley::client& one, std::string_view wanted) {
    while (const auto line = one.read_line())
        if (*line == wanted) return true;
    return false;
}

int main() {
    parley::server<parley::poll_loop> server({.port = 0});
    server.start();
    parley::client ann({.port = server.port()}), bob({.port = server.port()});
    for (const char* line : {"ann", "/join #tea"}) ann.send_line(line);
    bob.send_line("bob");
    if (!hears(ann, "'ann' has come to #tea.") || !hears(bob, "You are now connected!")) return 1;

    std::thread kitchen([&] {
        for (int minutes = 3; minutes != 0; --minutes)
            server.say("Dinner in " + std::to_string(minutes) + " minutes.");
    });
    kitchen.join();
    for (parley::client* one : {&ann, &bob})
        for (const char* minutes : {"3", "2", "1"})
            if (!hears(*one, std::string("-- Dinner in ") + minutes + " minutes.")) return 1;
    std::puts("Both have heard it, in order.");

    server.stop();
    server.wait();
    std::puts(server.say("Too late.") ? "It was said." : "A server that has stopped says nothing.");
}
