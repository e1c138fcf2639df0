// SPDX-License-Identifier: MIT

// A client that waits where it stands, and one that never waits.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>

namespace {

/// Waits for the lines that come, one after the other.
void bot(std::uint16_t port) {
    //! [bot]
    parley::client ann({.port = port});
    for (const char* line : {"ann", "hello"}) ann.send_line(line);
    ann.finish_sending();  // half-close: what is due is still heard
    while (const auto line = ann.read_line()) std::printf("%s\n", line->c_str());
    //! [bot]
}

/// Waits in one place, as a program does that has other things to wait for.
void loop(std::uint16_t port) {
    //! [loop]
    parley::client bob({.port = port});
    bob.queue("bob\nhi\n");
    while (!bob.finished()) {
        bob.flush();
        const short output = bob.unsent() == 0 ? short{0} : short{POLLOUT};
        parley::net::native::poll_entry entry{bob.native_handle(), static_cast<short>(POLLIN | output), 0};
        parley::net::native::wait({&entry, 1}, parley::never);
        bob.receive();
        while (const auto line = bob.next_line()) {
            std::printf("%s\n", line->c_str());
            if (line == "bob: hi") bob.finish_sending();
        }
    }
    //! [loop]
}

}  // namespace

int main() {
    parley::server<parley::poll_loop> server({.port = 0});
    server.start();
    bot(server.port());
    loop(server.port());

    // Prints:
    // 'ann' has just connected to the chat room!
    // You are now connected!
    // ann: hello
    // 'bob' has just connected to the chat room!
    // You are now connected!
    // bob: hi
}
