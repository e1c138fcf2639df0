// SPDX-License-Identifier: MIT

/// @file
/// examples/bot.cpp, run as a user would.

#include <csignal>
#include <doctest/doctest.h>
#include <optional>
#include <parley/client.hpp>
#include <string>

#include "terminal/child.hpp"

namespace {

std::uint16_t port_of(terminal_test::child& server) {
    REQUIRE(server.prints("\n"));
    return static_cast<std::uint16_t>(std::stoul(server.out.substr(server.out.rfind(':') + 1)));
}

}  // namespace

TEST_CASE("the bot welcomes, answers and counts") {
    terminal_test::child server({false, false}, {PARLEY_BOT, "0"});
    parley::client ann({.port = port_of(server)}, terminal_test::time_limit());
    const auto hears = [&](const std::string& line) {
        const std::optional<std::string> heard = ann.read_line(terminal_test::time_limit());
        CHECK(heard.value_or("nothing") == line);
    };
    REQUIRE(ann.send_line("ann"));
    hears("'ann' has just connected to the chat room!");
    hears("You are now connected!");
    hears("-- Everybody welcome ann!");
    REQUIRE(ann.send_line("ping"));
    hears("ann: ping");
    hears("-- pong, ann");
    REQUIRE(ann.send_line("/lines"));
    hears("-- You have said 1 lines.");
    ::kill(server.pid(), SIGTERM);
    CHECK(server.exit_code() == -SIGTERM);  // it installs no handler: nothing of it is the library's doing
}
