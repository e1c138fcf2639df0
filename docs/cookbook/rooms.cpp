// SPDX-License-Identifier: MIT

/// @file
/// Two rooms, and a rule that holds in one of them.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>
#include <string>

/// Prints what somebody hears, up to the line that ends with `last`.
void listen(parley::client& one, const char* name, std::string_view last) {
    while (const auto line = one.read_line()) {
        std::printf("%s sees: %s\n", name, line->c_str());
        if (line->ends_with(last)) return;
    }
}

int main() {
    parley::server<parley::select_loop> server({.port = 0});
    server.on_message([](parley::member& who, std::string_view text) {
        if (who.room() == "#tea" && text.find("coffee") != text.npos) who.tell_room("We do not use that word here.");
    });
    server.start();

    parley::client ann({.port = server.port()}), bob({.port = server.port()});
    ann.send_line("ann");
    listen(ann, "ann", "You are now connected!");
    bob.send_line("bob");
    listen(ann, "ann", "connected to the chat room!");

    for (const char* line : {"/join #tea", "coffee?", "/rooms", "/leave"}) ann.send_line(line);
    listen(ann, "ann", "has come to #lobby.");
    bob.send_line("coffee?");
    listen(bob, "bob", "bob: coffee?");
}
