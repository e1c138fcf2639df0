// SPDX-License-Identifier: MIT

#include <cerrno>
#include <doctest/doctest.h>
#include <parley/net/keep_alive.hpp>
#include <parley/net/sockets.hpp>
#include <string>
#include <string_view>

#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

namespace {

bool consists_of(const net::keep_alive& one, int silence, int interval, int questions) {
    return one.silence == silence && one.interval == interval && one.questions == questions;
}

/// The server's end of a connection to a server with this limit.
struct accepted_with {
    explicit accepted_with(milliseconds limit)
        : listener(net::sockets{}.listen({.port = 0, .keep_alive_limit = limit})),
          ann(net::connect_tcp("127.0.0.1", listener.where().port(), time_limit())), client(accept_one(listener).client) {}

    net::listener listener;
    net::socket ann, client;
};

}  // namespace

TEST_CASE("a limit becomes silence and questions, which add up to it") {
    CHECK(consists_of(net::keep_alive_within(milliseconds(120'000)), 60, 12, 5));
    CHECK(consists_of(net::keep_alive_within(milliseconds(10'000)), 5, 1, 5));
    CHECK(consists_of(net::keep_alive_within(milliseconds(4'000)), 1, 1, 3));
    for (int seconds = 2; seconds != 4'000; ++seconds) {
        const net::keep_alive made = net::keep_alive_within(milliseconds(seconds * 1000));
        CHECK(made.total() == seconds);
        CHECK(made.silence >= 1);
        CHECK(made.interval >= 1);
        CHECK(made.questions >= 1);
    }
}

TEST_CASE("what is no whole second is rounded up, what is too short or too long is brought into bounds") {
    CHECK(net::keep_alive_within(milliseconds(2'001)).total() == 3);
    CHECK(net::keep_alive_within(milliseconds(1)).total() == 2);
    CHECK(net::keep_alive_within(milliseconds::max()).total() == 32'767);
    CHECK(net::keep_alive_within(milliseconds(0)).total() == 0);
    CHECK(net::keep_alive_within(milliseconds(-1)).total() == 0);
}

TEST_CASE("who is accepted is asked whether it is still there") {
    const accepted_with limit(milliseconds(20'000));
    CHECK(option(limit.client, SOL_SOCKET, SO_KEEPALIVE) != 0);
#if defined(TCP_KEEPIDLE)
    CHECK(option(limit.client, IPPROTO_TCP, TCP_KEEPIDLE) == 10);
#elif defined(TCP_KEEPALIVE)
    CHECK(option(limit.client, IPPROTO_TCP, TCP_KEEPALIVE) == 10);
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
    CHECK(option(limit.client, IPPROTO_TCP, TCP_KEEPINTVL) == 2);
    CHECK(option(limit.client, IPPROTO_TCP, TCP_KEEPCNT) == 5);
#endif
#if defined(TCP_USER_TIMEOUT)
    CHECK(option(limit.client, IPPROTO_TCP, TCP_USER_TIMEOUT) == 20'000);
#endif
    CHECK(option(limit.ann, SOL_SOCKET, SO_KEEPALIVE) == 0);  // the client's end is the client's business
}

TEST_CASE("without the limit nobody is asked; with the default everybody") {
    CHECK(option(accepted_with(milliseconds(0)).client, SOL_SOCKET, SO_KEEPALIVE) == 0);
    CHECK(option(accepted_with(options{}.keep_alive_limit).client, SOL_SOCKET, SO_KEEPALIVE) != 0);
}

#if defined(TCP_USER_TIMEOUT)
TEST_CASE("who leaves no room for what is due to it is lost after the limit, although its machine answers") {
    accepted_with limit(milliseconds(2'000));
    const std::string much(1 << 20, 'x');
    const std::string_view text = much;
    // Until the kernels are full; ann reads nothing.
    net::io_result said;
    do {
        said = limit.client.send({&text, 1});
    } while (said.status == io_status::ok && ready(limit.client.native_handle(), POLLOUT, later(clock::now(), milliseconds(200))));
    char buffer[16];
    net::io_result heard = limit.client.receive(buffer);
    CHECK(heard.status == io_status::would_block);
    REQUIRE(readable(limit.client));  // an error is something to read
    heard = limit.client.receive(buffer);
    CHECK(heard.status == io_status::failed);
    CHECK(heard.error == ETIMEDOUT);
}
#endif
