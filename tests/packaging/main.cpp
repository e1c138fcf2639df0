// SPDX-License-Identifier: MIT

/// @file
/// What a user's program looks like: the ten lines, on a free port, until somebody has come.

#include <parley/parley.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

int main() {
    parley::server<parley::thread_per_client> server({.port = 0});
    server.start();

    const parley::time_point deadline = parley::clock::now() + std::chrono::seconds(60);
    parley::client visitor({.port = server.port()}, deadline);
    visitor.send_line("ada", deadline);
    std::optional<std::string> line = visitor.read_line(deadline);
    while (line && *line != "You are now connected!") line = visitor.read_line(deadline);

    server.stop();
    server.wait();
    if (line) std::printf("parley %s served at %s\n", parley::version, server.address().c_str());
    return line ? 0 : 1;
}
