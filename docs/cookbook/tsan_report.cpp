// SPDX-License-Identifier: MIT

/// @file
/// A hook that counts, under a policy with threads. With `int` in place of `std::atomic<int>` it is a data race, which
/// ThreadSanitizer reports.

#include <atomic>
#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>

int main() {
    parley::server<parley::thread_per_client> server({.port = 0});
    std::atomic<int> lines = 0;
    server.on_message([&](parley::member&, std::string_view) { ++lines; });
    server.start();
    {
        parley::client ann({.port = server.port()}), bob({.port = server.port()});
        ann.send_line("ann");
        bob.send_line("bob");
        for (int i = 0; i != 100; ++i) {
            ann.send_line("from ann's thread");
            bob.send_line("from bob's thread");
        }
        for (parley::client* one : {&ann, &bob}) {
            one->finish_sending();
            while (one->read_line()) {}
        }
    }
    server.stop();
    server.wait();
    std::printf("%d lines\n", static_cast<int>(lines));
}
