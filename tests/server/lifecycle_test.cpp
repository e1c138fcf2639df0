// SPDX-License-Identifier: MIT

/// @file
/// A server's life in a program: it listens when it exists, runs once, in this thread or in the background, stops from
/// anywhere, and leaves nothing behind.

#include "../chat_over_sockets/served.hpp"

#include <memory>
#include <optional>
#include <parley/testing/this_process.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace chat_over_sockets;
using parley::testing::conversation;
using parley::testing::footprint;

namespace {

/// Stopping does not wait for clients that stay: for tests that are about something else.
constexpr parley::milliseconds no_time{1};

/// A policy whose run() throws.
struct breaks_down : parley::poll_loop {
    template <class Listener, class App>
    void run(Listener&, App&) {
        throw std::runtime_error("the policy broke down");
    }
};

}  // namespace

TEST_CASE_TEMPLATE("the constructor binds: a taken port throws there, and says what to do", Policy, EVERY_POLICY) {
    parley::server<Policy> first({.port = 0});
    try {
        parley::server<Policy> second({.port = first.port()});
        FAIL("two servers share a port");
    } catch (const parley::setup_error& error) {
        CHECK(error.code() == std::errc::address_in_use);
        CHECK(std::string(error.what())
                  .starts_with("bind 127.0.0.1:" + std::to_string(first.port()) + ": Address already in use; "));
        CHECK(contains(error.what(), "port 0"));
    }
    parley::client early({.port = first.port()});  // it listens already, and serves whoever waited
    first.start();
    while (!early.asked_for_name())
        CHECK_FALSE(early.read_line(parley::later(parley::clock::now(), parley::milliseconds(1))));
}

TEST_CASE_TEMPLATE("run() serves in this thread until stop()", Policy, EVERY_POLICY) {
    parley::server<Policy> server({.port = 0});
    std::thread other([&] {
        conversation talk(server.port());
        talk.join("ann").says("hello").hears_next("ann: hello");
        server.stop();
    });
    server.run();
    other.join();
    server.wait();  // at once
}

TEST_CASE_TEMPLATE("a server runs once", Policy, EVERY_POLICY) {
    parley::server<Policy> server({.port = 0});
    server.wait();  // was never started: at once
    server.start();
    CHECK_THROWS_AS(server.run(), std::logic_error);
    CHECK_THROWS_AS(server.start(), std::logic_error);
    server.stop();
    server.wait();
    server.wait();
    CHECK_THROWS_AS(server.run(), std::logic_error);
    CHECK_THROWS_AS(server.start(), std::logic_error);
}

TEST_CASE("wait() throws what run() threw, to everybody who waits; run() throws it itself") {
    parley::server<breaks_down> server({.port = 0});
    server.start();
    CHECK_THROWS_WITH(server.wait(), "the policy broke down");
    CHECK_THROWS_WITH(server.wait(), "the policy broke down");
    parley::server<breaks_down> other({.port = 0});
    CHECK_THROWS_WITH(other.run(), "the policy broke down");
    parley::server<breaks_down> never_asked({.port = 0});
    never_asked.start();
}

TEST_CASE_TEMPLATE("the destructor of a started server stops it and waits, with clients inside", Policy, EVERY_POLICY) {
    const footprint before;
    {
        std::optional<parley::server<Policy>> server(std::in_place, parley::options{.port = 0});
        server->start();
        conversation talk(server->port());
        auto& ann = talk.join("ann");
        server.reset();
        ann.hears_next("-- The server is closing; goodbye.").is_closed();
    }
    CHECK(before.grown() == "");
}

TEST_CASE_TEMPLATE("one that was never started is destroyed at once", Policy, EVERY_POLICY) {
    //! [footprint]
    const footprint before;
    { parley::server<Policy> server({.port = 0}); }
    {
        parley::server<Policy> server({.port = 0});
        conversation talk(server.port());
        talk.connect("who waits in vain");
    }
    CHECK(before.grown() == "");
    //! [footprint]
}

TEST_CASE_TEMPLATE("two hundred lives, without a client and with one that stays", Policy, EVERY_POLICY) {
    const footprint before;
    for (int i = 0; i != 200; ++i) {
        parley::server<Policy> server({.port = 0, .drain_limit = no_time});
        server.start();
        std::optional<parley::client> ann;
        if (i % 2 == 0) {
            ann.emplace(parley::options{.port = server.port()});
            if (i % 4 == 0) CHECK(ann->send_line("ann", parley::testing::time_limit()));
            if (i % 8 == 0)
                while (ann->read_line(parley::testing::time_limit()) != "You are now connected!") {}
        }
        if (i % 3 == 0) {
            server.stop();
            server.wait();
        }
    }
    CHECK(before.grown() == "");
}

TEST_CASE_TEMPLATE("two servers in one process know nothing of each other", Policy, EVERY_POLICY) {
    served<Policy> one, other;
    auto& ann = one.talk.join("ann");
    auto& other_ann = other.talk.join("ann");
    ann.says("hello").hears_next("ann: hello");
    other_ann.says("/who").hears_nothing_before("-- In #lobby: ann.");
    one.server.stop();
    ann.hears_next("-- The server is closing; goodbye.").is_closed().hangs_up();
    one.server.wait();
    other_ann.says("still here").hears_next("ann: still here");
    CHECK(other.server.statistics().clients == 1);
}

TEST_CASE_TEMPLATE("the port is free at once, though clients were inside", Policy, EVERY_POLICY) {
    std::uint16_t port = 0;
    for (int i = 0; i != 3; ++i) {
        parley::server<Policy> server({.port = port, .drain_limit = no_time});
        port = server.port();
        server.start();
        conversation talk(port);
        talk.join("ann").says("hello").hears_next("ann: hello");
        server.stop();
        server.wait();
    }
}
