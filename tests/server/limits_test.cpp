// SPDX-License-Identifier: MIT

/// @file
/// The limits of who may come and how long they may take: one client more than the limit, and nobody who never says a
/// name.

#include "../chat_over_sockets/served.hpp"

#include <string>
#include <string_view>
#include <thread>

using namespace chat_over_sockets;
using parley::testing::conversation;

namespace {

constexpr std::string_view full = "-- The server is full; please try again later.";

}  // namespace

TEST_CASE_TEMPLATE("one client more than the limit is told so; the next may come when one has left", Policy,
                   EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat({.client_limit = 2});
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    chat.talk.connect("too many").sends("too many\n").hears_next(full).is_closed();
    bob.hangs_up();
    ann.hears_next("'bob' has left the chat room!");
    while (chat.server.statistics().clients != 1) std::this_thread::yield();
    chat.talk.join("eve").says("hello").hears_next("eve: hello");
}

TEST_CASE_TEMPLATE("who says no name is closed at the login limit, and bytes do not extend it", Policy, EVERY_POLICY) {
    served<Policy> chat({.login_limit = parley::milliseconds(300)});
    auto& silent = chat.talk.connect("silent");
    silent.hears_bytes("Pick a nickname: ");
    silent.hears_next("-- You have not picked a nickname in time; goodbye.").is_closed().hangs_up();
    auto& talker = chat.talk.connect("talker");
    talker.hears_bytes("Pick a nickname: ");
    const parley::time_point deadline = parley::testing::time_limit();
    std::string heard;
    try {
        while (talker.has_heard_nothing() && parley::clock::now() < deadline) talker.sends("x");
        heard = talker.hears_a_line();
    } catch (const parley::testing::broken_promise& broken) {
        heard = broken.what();
    }
    CHECK(heard.starts_with("-- "));
}

TEST_CASE_TEMPLATE("who has a name may be silent for longer; without a limit anybody may", Policy, EVERY_POLICY) {
    served<Policy> chat({.login_limit = parley::milliseconds(300)});
    served<Policy> patient({.login_limit = parley::milliseconds(0)});
    auto& ann = chat.talk.join("ann");
    auto& nobody = patient.talk.connect("nobody");
    nobody.hears_bytes("Pick a nickname: ");
    if (Policy::serves_together)  // time passes for everybody: somebody else is closed by it
        chat.talk.connect("silent")
            .hears_bytes("Pick a nickname: ")
            .hears("-- You have not picked a nickname in time; goodbye.");
    ann.says("/who").hears_nothing_before("-- In #lobby: ann.");
    CHECK(nobody.has_heard_nothing());
}
