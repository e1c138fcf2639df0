// SPDX-License-Identifier: MIT

/// @file
/// Two servers in one process, under two models; what is said at one is heard at the other.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <string>

/// Passes on what people say at `from`. What a server says itself is no message, so nothing goes round in circles.
void bridge(auto& from, auto& to) {
    from.on_message([&](parley::member& who, std::string_view text) {
        to.say("(over there) " + who.nickname() + ": " + std::string(text));
    });
}

void hear(parley::client& one, const char* name, std::string_view last) {
    while (const auto line = one.read_line()) {
        std::printf("%s sees: %s\n", name, line->c_str());
        if (*line == last) return;
    }
}

int main() {
    parley::server<parley::thread_per_client> upstairs({.port = 0});
    parley::server<parley::poll_loop> downstairs({.port = 0});
    bridge(upstairs, downstairs);
    bridge(downstairs, upstairs);
    upstairs.start();
    downstairs.start();

    parley::client ann({.port = upstairs.port()}), other_ann({.port = downstairs.port()});
    ann.send_line("ann");
    hear(ann, "ann upstairs", "You are now connected!");
    other_ann.send_line("ann");
    other_ann.send_line("Is this name free?");
    hear(ann, "ann upstairs", "-- (over there) ann: Is this name free?");

    upstairs.stop();
    downstairs.stop();
    upstairs.wait();  // both have ended before one of them is destroyed: each calls the other
    downstairs.wait();
}
