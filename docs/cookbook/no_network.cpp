// SPDX-License-Identifier: MIT

/// @file
/// A chat is tested without a port, a file or a network: clients are connected inside the process.

#include <cstdio>
#include <parley/concurrency/select_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/server.hpp>
#include <parley/testing/conversation.hpp>

int main() {
    parley::server<parley::select_loop, parley::net::in_process> server;
    server.on_message([](parley::member& who, std::string_view text) {
        if (text == "ping") who.tell_room("pong");
    });
    server.start();

    parley::testing::conversation talk([&] { return server.listener().connect(); });
    try {
        auto& ann = talk.join("ann");
        auto& bob = talk.join("bob");
        ann.hears_next("'bob' has just connected to the chat room!");
        bob.says("ping");
        ann.hears_next({"bob: ping", "-- pong"});
        std::puts("The bot answers.\n");

        ann.says("pong?");
        bob.hears_next({"bob: ping", "-- pong", "-- ping"});  // wrong on purpose: bots do not answer "pong?"
    } catch (const parley::testing::broken_promise& broken) {
        std::puts(broken.what());
    }
}
