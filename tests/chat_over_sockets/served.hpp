#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A server that runs in the background, under any policy, and a narrated conversation with it. Every test of this
/// folder runs under every policy; one that needs two clients served at once says so and is skipped where they are not.
/// Read next: `seed_session_test.cpp`.

#include "every_policy.hpp"

#include <doctest/doctest.h>
#include <parley/parley.hpp>
#include <parley/testing/conversation.hpp>
#include <string>
#include <string_view>
#include <utility>

/// For tests with two clients inside: under `one_at_a_time` the second would wait for the first to leave.
#define NEEDS_TWO_CLIENTS(Policy) \
    if (!Policy::serves_together) return

namespace chat_over_sockets {

/// Any free port of the loopback interface.
inline parley::options any_port(parley::options wanted = {}) {
    wanted.port = 0;
    return wanted;
}

template <class Policy, class Transport = parley::net::sockets>
struct served {
    explicit served(const parley::options& wanted = {}) : server(any_port(wanted)), talk(server.port()) {
        server.start();
    }

    parley::server<Policy, Transport> server;
    parley::testing::conversation talk;  // goes first: nobody is left for the server to wait for
};

/// A promise that was broken is expected, and this is its story.
template <class Act>
std::string story_of(Act&& act) {
    try {
        act();
    } catch (const parley::testing::broken_promise& broken) {
        return broken.what();
    }
    return {};
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace chat_over_sockets
