// SPDX-License-Identifier: MIT

/// @file
/// What a user's program looks like: the ten lines, on a free port, and stopped before anybody comes.

#include <cstdio>
#include <parley/parley.hpp>

int main() {
    parley::server<parley::thread_per_client> server({.port = 0});
    server.stop();
    server.run();
    std::printf("parley %s was at %s\n", parley::version, server.address().c_str());
}
