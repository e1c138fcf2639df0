// SPDX-License-Identifier: MIT

/// @file
/// Rows 19 and 20 of the fault table: those who die in the middle of a broadcast, and those who have said all but
/// want to hear the rest.

#include "slow_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace faults_test;
using lines = std::vector<std::string>;

TEST_CASE_TEMPLATE("row 19: receivers die by a reset in the middle of a broadcast", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    const auto dying = guests.join_all(20, "victim");
    for (std::size_t i = 0; i != dying.size(); i += 2) dying[i]->reading = false;  // half of them with much unread
    const numbered talk("ann", 2000);
    const listener anns(ann, talk), bobs(bob, talk);
    const std::vector<const listener*> readers{&anns, &bobs};
    std::size_t died = 0;
    const auto kill_one = [&] {
        if (died != dying.size()) dying[died++]->reset();
    };
    CHECK(broadcast(guests, ann, talk, 0, 1500, readers, kill_one));
    CHECK(died == dying.size());
    CHECK(home.forgets_all_but(2));
    ann.say("end\n");
    CHECK(guests.until([&] { return !bobs.wrong.empty() && !anns.wrong.empty(); }));
    CHECK(bobs.heard == 1500);
    CHECK(bobs.wrong == "ann: end");
    for (const guest* one : dying) {
        CHECK(bobs.count(left(one->name)) == 1);
        CHECK(anns.count(left(one->name)) == 1);
    }
    CHECK(home.server.statistics().dropped == 0);
}

TEST_CASE_TEMPLATE("row 19: the speaker dies by a reset, in the middle of its own echo", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    for (int round = 0; round != 20; ++round) {
        guest& ann = guests.join("ann");
        ann.say(line_of(200, 'x'));
        for (int i = 0; i != 100; ++i) ann.say("hello\n");
        guests.turn();
        ann.reset();
        REQUIRE(home.forgets_all_but(0));  // and the name is free again
    }
}

TEST_CASE_TEMPLATE("row 20: said, and the sending side shut: every line is processed, all that is due comes, then the end", P,
                   PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.invite();
    ann.say("ann\nhello\n/me waves\n/who\n");
    ann.end_input();
    CHECK(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    CHECK(ann.lines() == lines{joined("ann"), std::string(welcome), "ann: hello", "* ann waves", "-- In #lobby: ann."});
    ann.close();
    CHECK(home.forgets_all_but(0));
}

TEST_CASE_TEMPLATE("row 20: a lot is due to who has shut the sending side", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann", stingy);
    const numbered talk("ann", 500);
    const listener anns(ann, talk);
    for (std::size_t i = 0; i != 1500; ++i) ann.say(talk.said(i));
    ann.end_input();
    bool patient = true;
    SUBCASE("and it reads at once") {}
    SUBCASE("and it reads a crumb at a time") { ann.mouthful = 700; }
    SUBCASE("and it reads when all was heard") {
        patient = guests.until([&] {
            ann.reading = home.server.statistics().messages == 1500;
            return ann.reading;
        });
    }
    CHECK(patient);
    CHECK(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    CHECK(anns.heard == 1500);
    CHECK(anns.wrong == "");
    CHECK(ann.heard == "");
    ann.close();
    CHECK(home.forgets_all_but(0));
}

TEST_CASE_TEMPLATE("row 20: the others hear every line of who has shut the sending side, and one leave notice", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.invite();
    ann.say("ann\nhello\n");
    ann.end_input();
    CHECK(guests.until([&] { return ann.over() && bob.has_heard(left("ann")); }));
    bob.say("end\n");
    CHECK(guests.until([&] { return bob.has_heard("bob: end\n"); }));
    CHECK(bob.lines() == lines{joined("bob"), std::string(welcome), joined("ann"), "ann: hello", left("ann"), "bob: end"});
    CHECK(ann.count("bob: end") == 0);
}

TEST_CASE_TEMPLATE("row 20: a busy room does not keep who has shut the sending side for ever", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join("ann", stingy);
    ann.reading = false;
    const numbered talk("bob", 1000);
    const listener bobs(bob, talk);
    const std::vector<const listener*> readers{&bobs};
    bool shut = false;
    CHECK(broadcast(guests, bob, talk, 0, 500, readers, [&] {
        if (!std::exchange(shut, true)) ann.end_input();
    }));
    CHECK(guests.until([&] { return bobs.count(left("ann")) == 1; }));
    CHECK(broadcast(guests, bob, talk, 500, 1000, readers, [] {}));  // none of this concerns ann
    const listener anns(ann, talk);
    ann.reading = true;
    CHECK(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    CHECK(ann.heard == "");
    CHECK(ann.lines().empty());
    ann.close();
    CHECK(home.forgets_all_but(1));
    CHECK(bobs.count(left("ann")) == 1);
}

TEST_CASE_TEMPLATE("row 20: fifty with all their words in one segment, half-closed", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    std::vector<guest*> all;
    for (int i = 0; i != 50; ++i) {
        guest& one = guests.invite();
        all.push_back(&one);
        party::give_name(one, "g" + std::to_string(i));
        for (int k = 0; k != 20; ++k) one.say(std::to_string(k) + "\n");
        one.end_input();
    }
    CHECK(guests.until([&] {
        for (guest* one : all)
            if (one->over()) one->close();  // the next one's turn, where one is served at a time
        return std::all_of(all.begin(), all.end(), [](guest* one) { return one->over(); });
    }));
    for (guest* one : all) {
        CHECK(one->ended);
        lines expected;
        for (int k = 0; k != 20; ++k) expected.push_back(one->name + ": " + std::to_string(k));
        CHECK(one->lines_from(one->name + ": ") == expected);
    }
    CHECK(home.forgets_all_but(0));
}
