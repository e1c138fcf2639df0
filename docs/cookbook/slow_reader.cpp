// SPDX-License-Identifier: MIT

/// @file
/// Who reads too slowly? An observer hears it, with the reason; a counter says how many there were.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/observe/none.hpp>
#include <parley/server.hpp>
#include <string>

struct slow_readers : parley::observe::none {
    void left(std::string_view who, std::string_view reason) noexcept {
        if (reason == "too slow") std::printf("%.*s reads too slowly.\n", static_cast<int>(who.size()), who.data());
    }
};

/// The next line that somebody hears; nothing when the connection is over.
std::string next(parley::client& one) { return one.read_line().value_or(""); }

int main() {
    parley::server<parley::select_loop, parley::net::sockets, slow_readers> server(
        {.port = 0, .outbox_limit = 64 * 1024});
    server.start();

    {
        parley::client ann({.port = server.port()}), bob({.port = server.port()});
        bob.send_line("bob");
        while (next(bob) != "You are now connected!") {}  // the last that bob ever reads
        ann.send_line("ann");

        std::string line;
        do {  // until the kernel's buffers are full, and then the outbox
            ann.send_line(std::string(4000, '!'));
            line = next(ann);
        } while (!line.empty() && !line.starts_with("'bob' has left"));
        std::printf("ann sees: %s\n", line.c_str());
    }
    server.stop();
    server.wait();
    std::printf("Dropped: %llu.\n", static_cast<unsigned long long>(server.statistics().dropped));
}
