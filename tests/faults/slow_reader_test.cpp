// SPDX-License-Identifier: MIT

/// @file
/// Rows 1 to 3 of the fault table: those who do not read, or a crumb at a time. What they cost a process:
/// `costs_test.cpp`, and with more traffic `slow_reader_slow_test.cpp`.

#include "slow_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace faults_test;

TEST_CASE_TEMPLATE("row 1: who never reads again is closed at the farewell limit", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home({.outbox_limit = 64 * 1024, .farewell_limit = milliseconds(100)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest& eve = guests.join("eve", stingy);
    eve.reading = false;
    const numbered talk("ann", 1000);
    const listener anns(ann, talk);
    const std::vector<const listener*> readers{&anns};
    CHECK(broadcast(guests, ann, talk, 0, 2000, readers, [] {}));
    CHECK(guests.until([&] { return anns.count(left("eve", "too slow")) != 0; }));
    CHECK(home.forgets_all_but(1));
    CHECK(home.server.statistics().dropped == 1);
    eve.reading = true;
    CHECK(guests.until([&] { return eve.over(); }));
}

TEST_CASE_TEMPLATE("row 1: the only client does not read what it is told", P, PARLEY_MODELS) {
    house<P> home({.outbox_limit = 64 * 1024, .farewell_limit = milliseconds(20'000)});
    auto& guests = home.open().party;
    guest& eve = guests.join("eve", stingy);
    eve.reading = false;
    const numbered talk("eve", 1000);
    std::size_t said = 0;
    // What it says comes back to it. The server reads on until it finds that eve does not.
    CHECK(guests.until([&] {
        if (eve.unsent() == 0 && said != 5000) eve.say(talk.said(said++));
        return home.server.statistics().dropped == 1;
    }));
    const listener eves(eve, talk);
    eve.reading = true;
    CHECK(guests.until([&] { return eve.over(); }));
    CHECK(eve.heard == "");
    CHECK(eves.wrong == "");
    CHECK(eves.rest.ends_with(as_line(too_slow)));
    eve.close();
    CHECK(home.forgets_all_but(0));
}

TEST_CASE_TEMPLATE("row 2: half of two hundred stop to read at once", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    constexpr std::size_t half = many(100, 25);
    REQUIRE(may_open(half * 2 * 3 + 100));
    house<P> home({.outbox_limit = 32 * 1024, .farewell_limit = milliseconds(60'000)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    const auto readers = guests.join_all(half, "reader");
    const auto stalled = guests.join_all(half, "stalled", stingy);
    for (guest* one : stalled) one->reading = false;

    const numbered talk("ann", 1000);
    std::vector<std::unique_ptr<listener>> listeners;
    listeners.push_back(std::make_unique<listener>(ann, talk));
    for (guest* one : readers) listeners.push_back(std::make_unique<listener>(*one, talk));
    CHECK(broadcast(guests, ann, talk, 0, 1000, listeners, [] {}));
    CHECK(guests.until([&] { return home.server.statistics().dropped == half; }));

    ann.say("end\n");
    CHECK(guests.until([&] { return std::none_of(listeners.begin(), listeners.end(), [](auto& one) { return one->wrong.empty(); }); }));
    for (const auto& one : listeners) {
        CHECK(one->heard == 1000);
        CHECK(one->wrong == "ann: end");
    }
    for (guest* one : stalled) {  // each of them left once, and says so
        CHECK(listeners.front()->count(left(one->name, "too slow")) == 1);
        CHECK(listeners.back()->count(left(one->name, "too slow")) == 1);
        one->reading = true;
    }
    CHECK(guests.until([&] { return std::all_of(stalled.begin(), stalled.end(), [](guest* one) { return one->over(); }); }));
    for (guest* one : stalled) {
        CHECK(one->ended);
        CHECK(one->heard.ends_with("\n" + as_line(too_slow)));
        one->close();
    }
    CHECK(home.forgets_all_but(half + 1));
}

TEST_CASE_TEMPLATE("row 3: who reads slowly but reads enough gets everything", P, PARLEY_MODELS) {
    house<P> home({.outbox_limit = 256 * 1024});
    auto& guests = home.open().party;
    guest& eve = guests.join("eve", stingy);
    const numbered talk("eve", 500);
    const listener eves(eve, talk);
    eve.mouthful = 1024;
    std::string said;
    for (std::size_t i = 0; i != 400; ++i) said += talk.said(i);
    eve.say(said);  // less than the limit
    CHECK(guests.until([&] { return eves.heard == 400 || eve.over(); }));
    CHECK(eves.heard == 400);
    CHECK(home.server.statistics().dropped == 0);
}

TEST_CASE_TEMPLATE("row 3: a reader of a kilobyte now and then holds up nobody and gets whole lines", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home({.outbox_limit = 64 * 1024, .farewell_limit = milliseconds(60'000)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    guest& eve = guests.join("eve", stingy);
    const numbered talk("ann", 700);
    const listener anns(ann, talk), bobs(bob, talk), eves(eve, talk);
    eve.reading = false;
    eve.mouthful = 1024;
    const std::vector<const listener*> readers{&anns, &bobs};
    CHECK(broadcast(guests, ann, talk, 0, 3000, readers, [&] { eve.listen(); }));
    CHECK(anns.heard == 3000);
    CHECK(bobs.heard == 3000);
    CHECK(guests.until([&] { return bobs.count(left("eve", "too slow")) != 0; }, seconds(5)));
    eve.reading = true;
    CHECK(guests.until([&] { return eve.over(); }));
    CHECK(eve.ended);
    CHECK(eve.heard == "");
    CHECK(eves.wrong == "");
    CHECK(eves.rest == as_line(too_slow));
}

TEST_CASE_TEMPLATE("row 1: the limit holds for every way of being told something", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home({.outbox_limit = 64 * 1024, .farewell_limit = milliseconds(60'000)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest& eve = guests.join("eve", stingy);
    eve.reading = false;
    const std::string text(500, 'x');
    std::function<void()> tell;
    SUBCASE("speech") { tell = [&] { ann.say(text + "\n"); }; }
    SUBCASE("actions") { tell = [&] { ann.say("/me " + text + "\n"); }; }
    SUBCASE("private messages") { tell = [&] { ann.say("/msg eve " + text + "\n"); }; }
    SUBCASE("comings and goings") { tell = [&] { ann.say("/join #tea\n/join #lobby\n"); }; }
    SUBCASE("new names") { tell = [&] { ann.say("/nick anna\n/nick ann\n"); }; }
    SUBCASE("the program's own words") { tell = [&] { home.server.say(text); }; }
    SUBCASE("answers to its own questions") { tell = [&] { if (eve.unsent() == 0) eve.say("/help\n/who\n/foo\n"); }; }
    std::size_t steps = 0;
    CHECK(guests.until([&] {
        if (ann.unsent() == 0 && ++steps < 100'000) tell();
        return home.server.statistics().dropped == 1;
    }));
    ann.heard.clear();
    eve.reading = true;
    CHECK(guests.until([&] { return eve.over(); }));
    CHECK(eve.ended);
    CHECK(eve.heard.ends_with("\n" + as_line(too_slow)));
    eve.close();
    CHECK(home.forgets_all_but(1));
}
