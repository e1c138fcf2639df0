// SPDX-License-Identifier: MIT

/// @file
/// What a user of parley might build first. It must compile, link and run however parley was found.

#include <cstdio>
#include <parley/net/sockets.hpp>
#include <parley/version.hpp>

int main() {
    const auto listener = parley::net::sockets{}.listen({.port = 0});
    std::printf("parley %s listens\n", parley::version);
}
