// SPDX-License-Identifier: MIT

/// @file
/// A server with a bot in it: it counts what everybody says, and answers "ping". `bot [PORT]`, port 5000 by default.

#include <cstdio>
#include <cstdlib>
#include <map>
#include <parley/parley.hpp>

int main(int count, char** values) {
    const auto port = static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000);
    parley::server<parley::select_loop> server({.port = port});
    std::map<std::string, int> lines;  // one thread, so no lock: the model is select_loop

    server.on_join([&](parley::member& who) { server.say("Everybody welcome " + who.nickname() + "!"); });
    server.on_message([&](parley::member& who, std::string_view text) {
        ++lines[who.nickname()];
        if (text == "ping") who.tell_room("pong, " + who.nickname());
    });
    server.command("lines", "/lines: how much you have said", [&](parley::member& who, std::string_view) {
        who.reply("You have said " + std::to_string(lines[who.nickname()]) + " lines.");
    });

    std::printf("%s\n", server.address().c_str());
    std::fflush(stdout);
    server.run();
}
