// SPDX-License-Identifier: MIT

/// @file
/// What `event_loop` relies on, of every poller that this system has.

#include <array>
#include <doctest/doctest.h>
#include <parley/concurrency/pollers/poll.hpp>
#include <parley/net/native.hpp>
#include <parley/net/socket.hpp>
#include <parley/parley.hpp>
#include <string_view>

#if __has_include(<sys/epoll.h>)
#define AND_EPOLL , parley::epoll_poller
#else
#define AND_EPOLL
#endif
#if __has_include(<sys/event.h>)
#define AND_KQUEUE , parley::kqueue_poller
#else
#define AND_KQUEUE
#endif
#define EVERY_POLLER parley::poll_poller AND_EPOLL AND_KQUEUE

namespace {

using parley::interest;
namespace net = parley::net;

/// A poller that watches one end of a connection, and the other end.
template <class Poller>
struct watched_connection {
    Poller poller{};
    const net::native::socket_pair ends = net::native::open_pair();
    net::socket here{ends.one}, there{ends.other};
    interest asked{here.native_handle(), &here};

    void ask(bool input, bool output) {
        asked.input = input;
        asked.output = output;
        poller.watch(asked);
    }

    struct answer {
        bool readable = false, writable = false;
        bool operator==(const answer&) const = default;
    };

    /// One look, without waiting. An answer may come in two parts.
    answer look() {
        answer all;
        const int ready = poller.wait(parley::at_once);
        for (int i = 0; i != ready; ++i) {
            const parley::readiness part = poller.ready(i);
            CHECK(part.whom == &here);
            all.readable = all.readable || part.readable;
            all.writable = all.writable || part.writable;
        }
        return all;
    }

    void say(std::string_view text) { CHECK(there.send({&text, 1}).count == text.size()); }
    void take() {
        std::array<char, 100> bytes;
        CHECK(here.receive(bytes).status == net::io_status::ok);
    }
};

}  // namespace

TEST_CASE_TEMPLATE("a poller answers what it was asked last, and answers again until the bytes are taken", Poller, EVERY_POLLER) {
    using connection = watched_connection<Poller>;
    using answer = typename connection::answer;
    constexpr answer nothing{}, readable{true, false}, writable{false, true}, both{true, true};
    connection one;
    CHECK(one.look() == nothing);  // it was asked nothing
    one.ask(true, false);
    CHECK(one.look() == nothing);
    one.say("hello");
    CHECK(one.look() == readable);
    CHECK(one.look() == readable);
    one.ask(true, true);
    CHECK(one.look() == both);
    one.ask(false, true);
    CHECK(one.look() == writable);
    one.ask(false, false);
    CHECK(one.look() == nothing);
    one.ask(true, false);
    CHECK(one.look() == readable);
    one.take();
    CHECK(one.look() == nothing);
}

TEST_CASE_TEMPLATE("what a poller has forgotten it can be asked anew", Poller, EVERY_POLLER) {
    watched_connection<Poller> one;
    one.poller.forget(one.asked);  // it does not know it yet
    one.say("hello");
    one.ask(true, true);
    one.poller.forget(one.asked);
    CHECK(one.asked.known_as < 0);
    CHECK(one.poller.wait(parley::at_once) == 0);
    one.poller.forget(one.asked);
    one.ask(true, false);
    CHECK(one.look().readable);
    CHECK(!one.look().writable);
}

TEST_CASE_TEMPLATE("whoever asked finds out that the other end has gone", Poller, EVERY_POLLER) {
    watched_connection<Poller> one;
    SUBCASE("who asked for input") {
        one.ask(true, false);
        one.there = net::socket();
        CHECK(one.look().readable);
    }
    SUBCASE("who asked for output") {
        one.ask(false, true);
        one.there = net::socket();
        CHECK(one.look().writable);
    }
}

TEST_CASE_TEMPLATE("who asks for a descriptor that there is not is told so, or finds out", Poller, EVERY_POLLER) {
    watched_connection<Poller> another;
    Poller alone;
    for (Poller* const poller : {&alone, &another.poller}) {
        another.ask(true, false);
        interest asked{1'000'000, nullptr, true};
        bool told = false;
        try {
            poller->watch(asked);
            told = poller->wait(parley::at_once) == 1;  // poll(2) says so in its answer
        } catch (const parley::setup_error&) {
            told = true;
            CHECK(asked.known_as <= 0);
        }
        CHECK(told);
    }
}
