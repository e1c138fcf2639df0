// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>

using parley::later;
using parley::milliseconds;
using parley::never;
using parley::time_point;

namespace {

const std::string login_over = "-- You have not picked a nickname in time; goodbye.\n";

}  // namespace

TEST_CASE("who has no name yet has the login limit to choose one") {
    chat app({.login_limit = milliseconds(3'000)});
    const time_point begin = parley::clock::now();
    client visitor(app);
    CHECK(visitor.session.deadline() >= later(begin, milliseconds(3'000)));
    CHECK(visitor.session.deadline() <= later(parley::clock::now(), milliseconds(3'000)));
}

TEST_CASE("the login limit is over: last words, and the end") {
    chat app({});
    client ann(app, "ann"), visitor(app);
    hush(visitor);
    const time_point over = visitor.session.deadline();
    visitor.session.expire(over);
    CHECK(visitor.gone());
    CHECK(visitor.session.deadline() < over);
    CHECK(visitor.hears() == login_over);
    visitor.says("bob\n");
    CHECK(visitor.hears().empty());
    CHECK(ann.hears().empty());
}

TEST_CASE("a turn before the login limit changes nothing") {
    chat app({});
    client visitor(app);
    hush(visitor);
    const time_point over = visitor.session.deadline();
    visitor.session.expire(over - milliseconds(1));
    CHECK_FALSE(visitor.gone());
    CHECK(visitor.session.deadline() == over);
    CHECK(visitor.hears().empty());
}

TEST_CASE("bytes and bad names do not extend the login limit") {
    chat app({});
    client visitor(app);
    const time_point over = visitor.session.deadline();
    for (int i = 0; i != 10; ++i) visitor.says("-").says("x\n/help\nhalf a na");
    hush(visitor);
    CHECK(visitor.session.deadline() == over);
    visitor.session.expire(over);
    CHECK(visitor.hears() == login_over);
}

TEST_CASE("who has a name has no deadline") {
    chat app({});
    client ann(app);
    const time_point over = ann.session.deadline();
    ann.says("ann\n");
    hush(ann);
    CHECK(ann.session.deadline() == never);
    ann.session.expire(later(over, milliseconds(1)));
    CHECK_FALSE(ann.gone());
    CHECK(ann.session.deadline() == never);
    CHECK(ann.hears().empty());
}

TEST_CASE("a login limit of nothing is none") {
    chat app({.login_limit = milliseconds(0)});
    client visitor(app);
    hush(visitor);
    CHECK(visitor.session.deadline() == never);
    visitor.session.expire(later(parley::clock::now(), milliseconds(3'600'000)));
    CHECK_FALSE(visitor.gone());
    CHECK(visitor.hears().empty());
}

TEST_CASE("the last words to one that was too slow to log in have the farewell limit") {
    chat app({.farewell_limit = milliseconds(2'000)});
    client visitor(app);
    const time_point begin = parley::clock::now();
    visitor.session.expire(visitor.session.deadline());
    const time_point deadline = visitor.session.deadline();
    CHECK(deadline >= later(begin, milliseconds(2'000)));
    CHECK(deadline <= later(parley::clock::now(), milliseconds(2'000)));
    visitor.takes(1);
    CHECK(visitor.session.deadline() == deadline);
}
