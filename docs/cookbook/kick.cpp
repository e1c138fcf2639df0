// SPDX-License-Identifier: MIT

/// @file
/// Some names are not let in, and a moderator can throw people out.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>
#include <set>
#include <string>

/// All that somebody hears who comes under that name, until the server closes.
void visit(std::uint16_t port, const char* name) {
    parley::client guest({.port = port});
    guest.send_line(name);
    while (const auto line = guest.read_line()) std::printf("%s sees: %s\n", name, line->c_str());
}

int main() {
    parley::server<parley::select_loop> server({.port = 0});
    const std::set<std::string, std::less<>> banned = {"mallory"};
    server.on_join([&](parley::member& who) {
        if (banned.contains(who.nickname())) who.close("not welcome here");
    });
    server.command("kick", "/kick NICKNAME: for ann only", [&](parley::member& who, std::string_view whom) {
        if (who.nickname() != "ann") return who.reply("You may not.");
        server.close(whom, "thrown out by ann");
    });
    server.start();

    visit(server.port(), "mallory");
    parley::client ann({.port = server.port()});
    ann.send_line("ann");
    while (ann.read_line() != "You are now connected!") {}
    parley::client bob({.port = server.port()});
    for (const char* line : {"bob", "/kick ann"}) bob.send_line(line);
    while (bob.read_line() != "-- You may not.") {}
    ann.send_line("/kick bob");
    while (const auto line = bob.read_line()) std::printf("bob sees: %s\n", line->c_str());
    ann.send_line("/quit");
    while (const auto line = ann.read_line()) std::printf("ann sees: %s\n", line->c_str());
}
