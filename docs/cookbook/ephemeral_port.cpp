// SPDX-License-Identifier: MIT

/// @file
/// Two tests at once on one machine: each has a server at a port that the system chooses.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>

int main() {
    parley::server<parley::poll_loop> one({.port = 0}), other({.port = 0});
    one.start();
    other.start();

    parley::client ann({.port = one.port()});  // no sleep before it: a server listens as soon as it exists
    ann.send_line("ann");
    ann.finish_sending();
    while (const auto line = ann.read_line()) std::puts(line->c_str());

    std::puts(one.port() != other.port() ? "The ports differ." : "The ports are the same!");
}
