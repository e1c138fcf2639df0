// SPDX-License-Identifier: MIT

/// @file
/// Two hundred clients in one process and one thread: one speaks, everybody hears it.

#include <cstdio>
#include <deque>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>

bool hears(parley::client& one, const std::string& wanted) {
    while (const auto line = one.read_line())
        if (*line == wanted) return true;
    return false;
}

int main() {
    constexpr int many = 200;
    parley::server<parley::poll_loop> server({.port = 0});
    server.start();

    std::deque<parley::client> clients;
    for (int i = 0; i != many; ++i) {
        clients.emplace_back(parley::options{.port = server.port()});
        clients.back().send_line("client" + std::to_string(i));
    }
    for (parley::client& one : clients)
        if (!hears(one, "You are now connected!")) return 1;  // from here on everybody is in the room

    clients.front().send_line("Is anybody there?");
    int heard = 0;
    for (parley::client& one : clients) heard += hears(one, "client0: Is anybody there?") ? 1 : 0;
    std::printf("%d of %d clients heard it.\n", heard, many);
    std::printf("%zu clients, %zu thread in the server.\n", server.statistics().clients, server.statistics().threads);
}
