// SPDX-License-Identifier: MIT

// What an embedding program does with what happens in its chat. Its clients are in the same process: no port is open.

#include <cstdio>
#include <exception>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/server.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

int main() {
    //! [hooks]
    parley::server<parley::poll_loop, parley::net::in_process> server;
    std::string departed;  // hooks run on the server's thread: looked at when that has ended
    server.on_join([](parley::member& who) { who.reply("Be kind, " + who.nickname() + "."); })
        .on_message([](parley::member& who, std::string_view text) {
            if (text == "ping") who.tell_room("pong");
            if (text == "quack") throw std::runtime_error("no ducks here");  // the end of this client, of nobody else
        })
        .on_leave([&](parley::member& who) { departed += who.nickname(); })
        .on_error([](std::exception_ptr) {})
        .command("where", "/where: the room you are in", [](parley::member& who, std::string_view) {
            who.reply(who.room());
        });
    server.start();
    //! [hooks]

    //! [in_process]
    parley::client ann(server.listener().connect());  // from any thread, as long as the server exists
    for (const char* line : {"ann", "ping", "/where", "quack"}) ann.send_line(line);
    while (const auto line = ann.read_line()) std::printf("%s\n", line->c_str());
    //! [in_process]
    server.stop();
    server.wait();
    std::printf("(%s)\n", departed.c_str());

    // Prints:
    // 'ann' has just connected to the chat room!
    // You are now connected!
    // -- Be kind, ann.
    // ann: ping
    // -- pong
    // -- #lobby
    // ann: quack
    // (ann)
}
