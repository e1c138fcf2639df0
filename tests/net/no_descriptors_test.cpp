// SPDX-License-Identifier: MIT

/// @file
/// What listeners and doorbells do when the process has no descriptor left.

#include "net/no_descriptors.hpp"

#include <doctest/doctest.h>
#include <parley/net/doorbell.hpp>
#include <parley/net/tcp.hpp>
#include <string_view>

#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

namespace {

constexpr std::string_view notice = "-- The server is full; please try again later.\n";

net::listener listen() { return net::listen_tcp("127.0.0.1", 0, 8); }
net::socket connect_to(const net::listener& listener) {
    return net::connect_tcp("127.0.0.1", listener.where().port(), time_limit());
}

}  // namespace

TEST_CASE("out of descriptors: clients are told one by one, and accepting goes on when there are some again") {
    net::listener listener = listen();
    net::socket ann = connect_to(listener), bob = connect_to(listener), cleo = connect_to(listener);
    REQUIRE(readable(listener));
    {
        const no_descriptors shortage;
        CHECK(listener.accept().status == io_status::exhausted);
        CHECK(listener.turn_away_one(notice));
        CHECK(listener.accept().status == io_status::exhausted);  // the spare one is there again
        CHECK(listener.turn_away_one(notice));
        CHECK(read_all(ann) == notice);
        CHECK(read_all(bob) == notice);
        CHECK(listener.accept().status == io_status::exhausted);
    }
    auto served = accept_one(listener);
    CHECK(served.client.send({&notice, 1}).status == io_status::ok);
    CHECK(listener.accept().status == io_status::would_block);
}

TEST_CASE("nobody to be turned away: that is told, and the spare descriptor is kept") {
    net::listener listener = listen();
    CHECK_FALSE(listener.turn_away_one(notice));
    net::socket ann = connect_to(listener);
    REQUIRE(readable(listener));
    const no_descriptors shortage;
    CHECK(listener.turn_away_one(notice));
    CHECK(read_all(ann) == notice);
}

TEST_CASE("the spare descriptor was lost, and comes back when there is one") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    net::listener listener = listen();
    net::socket ann = connect_to(listener), bob = connect_to(listener);
    REQUIRE(readable(listener));
    {
        const rlimit none{0, before.rlim_max};  // so that even the spare one's number is too high
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
        const bool told = listener.turn_away_one(notice);
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
        CHECK_FALSE(told);
    }
    CHECK(listener.turn_away_one(notice));
    const no_descriptors shortage;
    CHECK(listener.turn_away_one(notice));
    CHECK(read_all(ann) == notice);
    CHECK(read_all(bob) == notice);
}

TEST_CASE("without a descriptor there is no doorbell, and that is told") {
    // UndefinedBehaviorSanitizer needs a descriptor when it meets the first exception of a type: let it be this one.
    CHECK(failure_of([] { net::listen_tcp("no address", 0, 1); }) != "it did not fail");
    const no_descriptors shortage;
    CHECK(failure_of([] { const net::doorbell bell; }) == "open a doorbell: Too many open files; raise `ulimit -n`");
}
