// SPDX-License-Identifier: MIT

/// @file
/// Rows 12 to 14 of the fault table: one who floods, many who say nothing, many who come and go at once.

#include "models.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

using namespace faults_test;

TEST_CASE_TEMPLATE("row 12: while one client floods, two others talk", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& carl = guests.join("carl");
    guest& flooder = guests.join("flooder");

    // The flood is bounded by who hears it, so that nobody falls behind; it lasts until they have talked.
    constexpr std::size_t least = 60'000, most_ahead = 5'000;
    std::size_t said = 0, heard_by_bob = 0, heard_by_carl = 0, heard_back = 0, talked = 0, most_talked = 0;
    const auto hear_flood = [](std::size_t& heard, std::string_view line) {
        if (line.substr(0, 9) != "flooder: ") return false;
        CHECK(line == "flooder: line " + std::to_string(heard));
        ++heard;
        return true;
    };
    bob.on_line = [&](std::string_view line) {
        if (hear_flood(heard_by_bob, line) || line != "carl: pong " + std::to_string(talked)) return;
        bob.say("ping " + std::to_string(++talked) + "\n");
    };
    carl.on_line = [&](std::string_view line) {
        if (hear_flood(heard_by_carl, line) || line.substr(0, 10) != "bob: ping ") return;
        carl.say("pong " + std::string(line.substr(10)) + "\n");
    };
    flooder.on_line = [&](std::string_view line) { hear_flood(heard_back, line); };
    CAPTURE(said);
    CAPTURE(talked);
    CAPTURE(heard_by_bob);
    CAPTURE(heard_by_carl);
    CAPTURE(heard_back);
    CAPTURE(flooder.unsent());
    CAPTURE(bob.over());
    CAPTURE(carl.over());
    CAPTURE(flooder.over());
    CAPTURE(home.server.statistics().dropped);
    bob.say("ping 0\n");
    constexpr std::size_t enough_talk = 20;
    REQUIRE(guests.until([&] {
        while ((said < least || talked < enough_talk) && said < std::min({heard_by_bob, heard_by_carl, heard_back}) + most_ahead)
            flooder.say("line " + std::to_string(said++) + "\n");
        if (heard_back < said) most_talked = talked;
        return said >= least && talked >= enough_talk && heard_by_bob == said && heard_by_carl == said && heard_back == said;
    }));
    CHECK(most_talked >= enough_talk / 2);  // they did not only talk when the flood was over
    CHECK(home.server.statistics().dropped == 0);
}

TEST_CASE_TEMPLATE("row 12: sixty thousand lines come back, each once and in order", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    std::size_t said = 0, heard = 0;
    ann.on_line = [&](std::string_view line) {
        if (line == "ann: " + std::to_string(heard)) ++heard;
    };
    REQUIRE(guests.until([&] {
        while (said != 60'000 && said < heard + 10'000) ann.say(std::to_string(said++) + "\n");
        return heard == 60'000;
    }));
    CHECK(home.server.statistics().messages == 60'000);
}

TEST_CASE_TEMPLATE("row 13: who picks no name is closed at the login limit, and told why", P, PARLEY_MODELS) {
    house<P> home({.login_limit = milliseconds(150)});
    auto& guests = home.open().party;
    const auto begin = clock::now();
    guest& ann = guests.arrive();
    SUBCASE("saying nothing") {}
    SUBCASE("saying half a name") { ann.say("an"); }
    SUBCASE("saying bad names") { ann.say("two words\nthree words more\n"); }
    SUBCASE("asking for help") { ann.say("/help\n"); }
    REQUIRE(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    CHECK(clock::now() - begin >= milliseconds(145));
    CHECK(ann.heard.ends_with("-- You have not picked a nickname in time; goodbye.\n"));
    ann.close();
    CHECK(home.forgets_all_but(0));
}

TEST_CASE_TEMPLATE("row 13: bytes do not extend the login limit", P, PARLEY_MODELS) {
    house<P> home({.login_limit = milliseconds(150)});
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    // A byte whenever the one before was read: never silent, and never done.
    std::uint64_t read = 0, said = 0;
    REQUIRE(guests.until([&] {
        if (const auto now = home.server.statistics().bytes_received; now != read || said == 0) {
            read = now;
            ann.say(++said % 40 == 0 ? "\n" : " ");
        }
        return ann.over();
    }, seconds(20)));
    CHECK(said > 2);
    CHECK(ann.has_heard("-- You have not picked a nickname in time; goodbye.\n"));
}

TEST_CASE_TEMPLATE("row 13: three hundred who pick no name, and one who does", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    constexpr std::size_t count = many(300, 50);
    REQUIRE(may_open(count * 3 + 100));
    house<P> home({.login_limit = milliseconds(1'000)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    std::vector<guest*> silent;
    for (std::size_t i = 0; i != count; ++i) silent.push_back(&guests.invite());
    REQUIRE(guests.until([&] { return std::all_of(silent.begin(), silent.end(), [](guest* one) { return one->over(); }); }));
    for (guest* one : silent) {
        CHECK(one->ended);
        one->close();
    }
    CHECK(home.forgets_all_but(1));
    ann.say("still here\n");
    CHECK(guests.until([&] { return ann.has_heard("ann: still here\n"); }));
    CHECK(ann.lines().size() == 3);  // those without a name come and go unnoticed
}

TEST_CASE_TEMPLATE("row 13: a name picked in time ends the limit", P, PARLEY_MODELS) {
    house<P> home({.login_limit = milliseconds(150)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    const auto deadline = clock::now() + milliseconds(400);
    CHECK(guests.until([&] { return clock::now() >= deadline || ann.over(); }));
    ann.say("still here\n");
    CHECK(guests.until([&] { return ann.has_heard("ann: still here\n"); }));
}

namespace {

enum class departure { reset, close, name_and_reset, half_a_name };

/// Comes, and is gone at once.
void storm(party& guests, std::size_t count, departure how) {
    for (std::size_t i = 0; i != count; ++i) {
        guest& one = guests.invite();
        // On this machine the kernel connects at once, whether or not the server accepts.
        if (how == departure::name_and_reset) one.say("passer-by" + std::to_string(i) + "\nhello\n");
        if (how == departure::half_a_name) one.say("half a na");
        one.speak();
        how == departure::close ? one.close() : one.reset();
        guests.guests.pop_back();
    }
}

}  // namespace

TEST_CASE_TEMPLATE("row 14: a thousand connects, each hung up at once", P, PARLEY_MODELS) {
    house<P> home;
    const std::size_t threads = running_threads();
    home.open();
    party& guests = home.party;
    guests.join("first").reset();  // by then it has all that it needs itself
    CHECK(home.forgets_all_but(0));
    const std::size_t descriptors = open_descriptors();
    std::size_t count = many(1000, 300);
    SUBCASE("by a reset") { storm(guests, count, departure::reset); }
    SUBCASE("by a close") { storm(guests, count = 200, departure::close); }
    SUBCASE("with a name, by a reset") { storm(guests, count, departure::name_and_reset); }
    SUBCASE("with half a name, by a reset") { storm(guests, count, departure::half_a_name); }

    // The one who comes last is served when all those before were.
    guest& ann = guests.join("ann");
    CHECK(home.forgets_all_but(1));
    ann.say("hello\n");
    CHECK(guests.until([&] { return ann.has_heard("ann: hello\n"); }));
    CHECK(ann.count("ann: hello") == 1);
    CHECK(home.server.statistics().accepted <= count + 2);
    ann.close();
    CHECK(home.forgets_all_but(0));
    CHECK(guests.until([&] { return open_descriptors() == descriptors; }));
    CHECK(guests.until([&] { return running_threads() <= threads + 1; }));
    CHECK(guests.until([&] { return home.server.statistics().threads == 1; }));
}

TEST_CASE_TEMPLATE("row 14: those inside talk while a storm goes on", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join("ann");
    for (int round = 0; round != 10; ++round) {
        storm(guests, many(200, 50), departure::name_and_reset);
        const std::string text = "round " + std::to_string(round);
        ann.say(text + "\n");
        REQUIRE(guests.until([&] { return bob.has_heard("ann: " + text + "\n"); }));
    }
    CHECK(home.forgets_all_but(2));
    CHECK(bob.lines_from("ann: ").size() == 10);
    // Whoever came left, too, and once.
    for (const std::string& one : bob.lines_from("'passer-by")) {
        const std::string name = one.substr(1, one.find('\'', 1) - 1);
        if (one == joined(name)) CHECK(bob.count(joined(name)) == bob.count(left(name)));
    }
}
