// SPDX-License-Identifier: MIT

/// @file
/// What waiting answers about a peer that will say no more while there is no room for what it is told.

#include <array>
#include <doctest/doctest.h>
#include <parley/net/doorbell.hpp>
#include <string>
#include <string_view>
#include <thread>

#include "net/connection.hpp"

using namespace parley;
using namespace net_test;

namespace {

/// The server cannot say more to ann, who has said all that she will.
struct blocked_connection : connection {
    blocked_connection() {
        const std::string much(std::size_t{1} << 20, 'x');
        const std::string_view text = much;
        while (server.send({&text, 1}).status == net::io_status::ok) {}
        ann.shutdown_send();
        REQUIRE(readable(server));
        char byte;
        REQUIRE(server.receive({&byte, 1}).status == net::io_status::closed);
    }
    net::native::poll_entry asked(short events) const { return {server.native_handle(), events, 0}; }
};

}  // namespace

TEST_CASE("who is half-closed is no news to who did not ask for input: the wait lasts until its deadline") {
    const blocked_connection talk;
    for (const short events : {short{0}, short{POLLOUT}}) {
        net::native::poll_entry one = talk.asked(events);
        const time_point deadline = later(clock::now(), milliseconds(60));
        CHECK(net::native::wait({&one, 1}, deadline) == 0);
        CHECK(clock::now() >= deadline);
        CHECK(one.revents == 0);
        CHECK(one.fd == talk.server.native_handle());
    }
}

TEST_CASE("a doorbell beside who is half-closed wakes at once") {
    const blocked_connection talk;
    net::doorbell bell;
    std::array<net::native::poll_entry, 2> both{talk.asked(POLLOUT), {bell.native_handle(), POLLIN, 0}};
    std::thread ringer([&] { bell.ring(); });
    CHECK(net::native::wait(both, time_limit()) == 1);
    ringer.join();
    CHECK(both[0].revents == 0);
    CHECK(net::native::readable(both[1].revents));
}

TEST_CASE("who is half-closed is news again to who asks for input, and when there is room") {
    blocked_connection talk;
    net::native::poll_entry one = talk.asked(POLLIN);
    CHECK(net::native::wait({&one, 1}, time_limit()) == 1);
    CHECK(net::native::readable(one.revents));
    char buffer[64 * 1024];
    while (talk.ann.receive(buffer).status == net::io_status::ok) {}
    one = talk.asked(POLLOUT);
    CHECK(net::native::wait({&one, 1}, time_limit()) == 1);
    CHECK(net::native::writable(one.revents));
    CHECK_FALSE(net::native::readable(one.revents));  // that would mean that the connection is lost
}
