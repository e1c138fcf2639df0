#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The conversations that things go wrong in: three people come, talk in public and in private or in two rooms, one
/// leaves, somebody fresh is served, the server stops. Then the bill: transcripts, threads, descriptors.
/// Read next: `failures/call_failures_test.cpp`.

#include <parley/base/options.hpp>
#include <parley/server.hpp>
#include <string>
#include <utility>

#include "failures/party.hpp"

namespace failures_test {

inline void talk_together(party& all) {
    talker& ann = all.join("ann");
    talker& bob = all.join("bob");
    talker& cleo = all.join("cleo");
    all.tell_all(ann, "hello everybody\n", "ann: hello everybody\n");
    all.tell_all(bob, "one\ntwo\n", "bob: one\nbob: two\n");
    if (!ann.lost()) all.step(cleo, "/msg ann psst\n", {{&ann, "[from cleo] psst\n"}, {&cleo, "[to ann] psst\n"}});
    all.tell_all(bob, "/me waves\n", "* bob waves\n");
    all.quit(bob);
}

/// Two rooms, a half-close, and the program around the server has its say.
template <class Server>
void talk_in_rooms(party& all, Server& server) {
    talker& ann = all.join("ann");
    talker& bob = all.join("bob");
    talker& cleo = all.join("cleo");
    all.step(bob, "/join #tea\n", {{&ann, "'bob' has gone to #tea.\n"}, {&cleo, "'bob' has gone to #tea.\n"}, {&bob, "'bob' has come to #tea.\n"}});
    all.step(cleo, "/join #tea\n", {{&ann, "'cleo' has gone to #tea.\n"}, {&bob, "'cleo' has come to #tea.\n"}, {&cleo, "'cleo' has come to #tea.\n"}});
    all.step(cleo, "in here\n", {{&bob, "cleo: in here\n"}, {&cleo, "cleo: in here\n"}});
    all.step(ann, "out there\n/me looks in\n", {{&ann, "ann: out there\n* ann looks in\n"}});
    if (!ann.lost()) {
        server.say("tea is ready");
        all.tell_all(ann, "", "-- tea is ready\n");
    }
    all.step(bob, "/leave\n", {{&ann, "'bob' has come to #lobby.\n"}, {&cleo, "'bob' has gone to #lobby.\n"}, {&bob, "'bob' has come to #lobby.\n"}});
    all.half_close(cleo, "good night\nhalf a li", "cleo: good night\n");
    all.tell_all(bob, "/me yawns\n", "* bob yawns\n");
    all.quit(bob);
}

/// For a policy that serves one at a time: one after another.
inline void talk_one_by_one(party& all) {
    for (const std::string name : {"ann", "bob", "cleo"}) {
        talker& alone = all.join(name);
        all.tell_all(alone, "is this an echo?\n", name + ": is this an echo?\n");
        all.tell_all(alone, "/msg " + name + " psst\n", "[from " + name + "] psst\n[to " + name + "] psst\n");
        all.quit(alone);
    }
}

/// The server goes on: somebody who comes now is served. The fault may still be to come, but it comes once.
inline void serve_somebody_fresh(party& all) {
    for (const std::string name : {"dora", "emil"}) {
        talker& fresh = all.join(name);
        all.tell_all(fresh, "good morning\n", name + ": good morning\n");
        if (!fresh.lost()) return;
    }
    FAIL("nobody is served any more\n" << all.story());
}

/// The whole evening, at a server of its own, under one policy and one transport; `talk(all, server)` is its middle.
/// `most_lost`: how many clients may lose their connection.
template <class Policy, class Transport, class Connect, class Talk>
void evening(Transport transport, Connect connect, std::size_t most_lost, Talk talk) {
    const baseline before;
    {
        const parley::options wanted{.port = 0, .drain_limit = parley::milliseconds(10'000)};
        parley::server<Policy, Transport> server(wanted, std::move(transport));
        server.start();
        party all([&] { return connect(server); });
        talk(all, server);
        serve_somebody_fresh(all);
        all.close([&] { server.stop(); });
        CHECK_NOTHROW(server.wait());
        check_transcripts(all, most_lost);
        CHECK(server.statistics().clients == 0);
    }
    before.check_restored();
}

template <class Policy, class Transport, class Connect>
void polite_conversation(Transport transport, Connect connect, std::size_t most_lost) {
    evening<Policy>(std::move(transport), connect, most_lost, [](party& all, auto&) {
        Policy::serves_together ? talk_together(all) : talk_one_by_one(all);
    });
}

template <class Policy, class Transport, class Connect>
void conversation_in_rooms(Transport transport, Connect connect, std::size_t most_lost) {
    evening<Policy>(std::move(transport), connect, most_lost, [](party& all, auto& server) { talk_in_rooms(all, server); });
}

}  // namespace failures_test
