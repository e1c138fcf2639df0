// SPDX-License-Identifier: MIT

/// @file
/// A server with a bot in it: whoever says "tea?" gets one, and the bot counts.

#include <cstdio>
#include <map>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>
#include <string>

int main() {
    parley::server<parley::select_loop> server({.port = 0});
    std::map<std::string, int> cups;  // one thread, so no lock: the model is select_loop

    server.on_join([](parley::member& who) { who.reply("Say \"tea?\" and you get one."); });
    server.on_message([&](parley::member& who, std::string_view text) {
        if (text != "tea?") return;
        const int number = ++cups[who.nickname()];
        who.tell_room("Here you are, " + who.nickname() + ": cup " + std::to_string(number) + ".");
    });
    server.start();

    parley::client ann({.port = server.port()});
    for (const char* line : {"ann", "good morning", "tea?", "tea?"}) ann.send_line(line);
    ann.finish_sending();
    while (const auto line = ann.read_line()) std::puts(line->c_str());
}
