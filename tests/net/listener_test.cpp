// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

TEST_CASE("who has talked already gets the notice too, not a reset") {
    net::listener listener = listen();
    net::socket ann = connect_to(listener);
    const std::string talk(2'000, 'x');
    const std::string_view view = talk;
    REQUIRE(ann.send({&view, 1}).count == talk.size());
    auto one = accept_one(listener);
    REQUIRE(readable(one.client));
    net::turn_away(std::move(one.client), notice);
    CHECK(read_all(ann) == notice);
}

TEST_CASE("closing refuses those who wait, and more than once is once") {
    net::listener listener = listen();
    const std::uint16_t port = listener.where().port();
    net::socket ann = connect_to(listener);
    REQUIRE(readable(listener));
    listener.close();
    listener.close();
    CHECK(listener.native_handle() == net::native::no_handle);
    CHECK(listener.where().port() == port);
    REQUIRE(readable(ann));
    char byte;
    const io_status told = ann.receive({&byte, 1}).status;
    CHECK((told == io_status::failed || (told == io_status::closed && !this_system::reading_tells_of_resets)));
    CHECK(listener.accept().status == io_status::failed);
    CHECK_FALSE(listener.turn_away_one(notice));
    CHECK(failure_of([&] { net::connect_tcp("127.0.0.1", port, time_limit()); }) !=
          "it did not fail");
}

TEST_CASE("who was gone before being accepted harms nobody") {
    net::listener listener = listen();
    {
        net::socket gone = connect_to(listener);
        net::native::reset_on_close(gone.native_handle());
    }
    net::socket ann = connect_to(listener);
    REQUIRE(readable(listener));
    int served = 0;
    for (auto one = listener.accept(); one.status != io_status::would_block; one = listener.accept()) {
        REQUIRE((one.status == io_status::ok || one.status == io_status::failed));
        if (one.status != io_status::ok) continue;
        one.client.send({&notice, 1});  // to the one who is gone, in vain
        one.client.shutdown_send();
        ++served;
    }
    CHECK(served >= 1);
    CHECK(read_all(ann) == notice);
}
