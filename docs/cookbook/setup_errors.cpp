// SPDX-License-Identifier: MIT

/// @file
/// The port is taken: what the program is told, and what it may do then.

#include <cstdio>
#include <memory>
#include <parley/base/error.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>

using chat_server = parley::server<parley::poll_loop>;

/// At that port, or at any other if it is taken.
std::unique_ptr<chat_server> listen(std::uint16_t port) {
    try {
        return std::make_unique<chat_server>(parley::options{.port = port});
    } catch (const parley::setup_error& error) {
        std::puts(error.what());
        if (error.code() != std::errc::address_in_use) throw;
        return std::make_unique<chat_server>(parley::options{.port = 0});
    }
}

int main() {
    const auto first = listen(0);
    const auto second = listen(first->port());
    std::puts(second->port() != first->port() ? "The second server has a port of its own." : "?");

    try {
        chat_server nowhere({.host = "192.0.2.1", .port = 0});  // nobody has this address: RFC 5737
    } catch (const parley::setup_error& error) {
        std::puts(error.what());
    }
}
