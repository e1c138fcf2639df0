#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Small things that several tests of sockets need: a listener with one client, waiting for a descriptor, options of a
/// socket.

#include <doctest/doctest.h>
#include <parley/net/listener.hpp>
#include <string>

#include "native.hpp"

namespace net_test {

inline parley::time_point time_limit() { return parley::later(parley::clock::now(), parley::milliseconds(20'000)); }

/// Waits for a descriptor as long as may be; `at_once` only looks.
inline bool ready(parley::net::native::handle descriptor, short events, parley::time_point deadline = time_limit()) {
    parley::net::native::poll_entry entry{descriptor, events, 0};
    do {
        if (parley::net::native::wait({&entry, 1}, deadline) > 0) return true;
    } while (parley::clock::now() < deadline);
    return false;
}
template <class Socket>
bool readable(const Socket& socket, parley::time_point deadline = time_limit()) {
    return ready(socket.native_handle(), POLLIN, deadline);
}

/// Takes the client that is on its way.
inline parley::net::accepted<parley::net::socket> accept_one(parley::net::listener& from) {
    REQUIRE(readable(from));
    auto one = from.accept();
    REQUIRE(one.status == parley::net::io_status::ok);
    return one;
}

inline int option(const parley::net::socket& socket, int level, int name) {
    return this_system::option(socket.native_handle(), level, name);
}

/// All that comes until the peer half-closes.
inline std::string read_all(parley::net::socket& from) {
    std::string all;
    char buffer[16 * 1024];
    for (;;) {
        REQUIRE(readable(from));
        const auto got = from.receive(buffer);
        if (got.status == parley::net::io_status::closed) return all;
        REQUIRE(got.status == parley::net::io_status::ok);
        all.append(buffer, got.count);
    }
}

/// What a setup that fails says.
template <class Setup>
std::string failure_of(Setup setup) {
    try {
        setup();
    } catch (const parley::setup_error& error) {
        return error.what();
    }
    return "it did not fail";
}

}  // namespace net_test
