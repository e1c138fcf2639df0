// SPDX-License-Identifier: MIT

/// @file
/// A client program: it finds a nickname that is free, and greets whoever comes.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>

/// Tries `name`, then `name2`, `name3`, ... True once one of them is ours, false when the server hung up.
bool join(parley::client& connection, std::string& name) {
    const std::string wanted = name;
    for (int number = 2; connection.send_line(name); ++number) {
        const auto answer = connection.read_line();
        if (!answer) return false;
        if (!answer->starts_with("-- ")) return true;
        name = wanted + std::to_string(number);
    }
    return false;
}

/// Greets whoever comes, until it has heard its own greeting.
void greet(parley::client& connection, const std::string& own_name) {
    while (const auto line = connection.read_line()) {
        std::puts(line->c_str());
        if (line->starts_with(own_name + ": Hello")) return;
        const std::size_t end = line->find("' has just connected");
        if (end == line->npos) continue;
        const std::string newcomer = line->substr(1, end - 1);
        if (newcomer != own_name) connection.send_line("Hello, " + newcomer + "!");
    }
}

int main() {
    parley::server<parley::poll_loop> server({.port = 0});  // yours is elsewhere: {.host = "...", .port = 5000}
    server.start();
    parley::client taken({.port = server.port()});
    std::string first = "greeter", second = "greeter";
    join(taken, first);

    parley::client greeter({.port = server.port()});
    join(greeter, second);
    parley::client bob({.port = server.port()});
    bob.send_line("bob");
    greet(greeter, second);
}
