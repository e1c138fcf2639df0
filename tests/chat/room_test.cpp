// SPDX-License-Identifier: MIT

#include <algorithm>
#include <chat/fake_member.hpp>
#include <cstddef>
#include <deque>
#include <doctest/doctest.h>
#include <parley/chat/room.hpp>
#include <random>
#include <string>
#include <vector>

using parley::share;
using room = parley::chat::room<fake_member>;

TEST_CASE("a room has a name and begins empty") {
    room tea("#tea", 0);
    CHECK(tea.name() == "#tea");
    CHECK(tea.members().empty());
    CHECK(*tea.who() == "-- In #tea: .\n");
}

TEST_CASE("everybody in a room is told the same text, once, the speaker too") {
    room tea("#tea", 0);
    fake_member ann("ann"), bob("bob"), eve("eve");
    tea.enter(ann);
    tea.enter(bob);
    const parley::shared_text text = share("hello\n");
    tea.tell(text);
    CHECK(ann.heard == "hello\n");
    CHECK(bob.heard == "hello\n");
    CHECK(eve.heard.empty());
    CHECK(ann.last == text);
    CHECK(bob.last == text);
}

TEST_CASE("who enters has a place, who leaves has none and hears no more") {
    room tea("#tea", 0);
    fake_member ann("ann"), bob("bob");
    CHECK(ann.place.where == nullptr);
    tea.enter(ann);
    tea.enter(bob);
    CHECK(ann.place.where == &tea);
    tea.leave(ann);
    CHECK(ann.place.where == nullptr);
    CHECK(bob.place.where == &tea);
    tea.tell(share("hello\n"));
    CHECK(ann.heard.empty());
    CHECK(bob.heard == "hello\n");
    tea.enter(ann);
    tea.tell(share("again\n"));
    CHECK(ann.heard == "again\n");
}

TEST_CASE("the first, the middle, the last and the only one may leave") {
    for (std::size_t size = 1; size <= 4; ++size)
        for (std::size_t leaver = 0; leaver != size; ++leaver) {
            room tea("#tea", 0);
            std::deque<fake_member> all;
            for (std::size_t i = 0; i != size; ++i) tea.enter(all.emplace_back(std::to_string(i)));
            tea.leave(all[leaver]);
            tea.tell(share("x"));
            for (std::size_t i = 0; i != size; ++i) CHECK(all[i].heard == (i == leaver ? "" : "x"));
            CHECK(tea.members().size() == size - 1);
        }
}

TEST_CASE("coming and going in any order keeps every place right") {
    room tea("#tea", 0);
    std::deque<fake_member> all;
    for (int i = 0; i != 20; ++i) all.emplace_back(std::to_string(i));
    std::mt19937 random(5);
    for (int step = 0; step != 5'000; ++step) {
        fake_member& one = all[random() % all.size()];
        one.place.where == nullptr ? tea.enter(one) : tea.leave(one);
        std::size_t inside = 0;
        for (fake_member& member : all) {
            if (member.place.where == nullptr) continue;
            ++inside;
            REQUIRE(member.place.number < tea.members().size());
            REQUIRE(tea.members()[member.place.number] == &member);
        }
        REQUIRE(tea.members().size() == inside);
    }
}

TEST_CASE("what is said is remembered, what is told is not") {
    room tea("#tea", 2);
    fake_member ann("ann");
    tea.enter(ann);
    tea.say(share("1\n"));
    tea.tell(share("notice\n"));
    tea.say(share("2\n"));
    CHECK(ann.heard == "1\nnotice\n2\n");
    CHECK(*tea.past().replay() == "1\n2\n");
    tea.say(share("3\n"));
    CHECK(*tea.past().replay() == "2\n3\n");
}

TEST_CASE("a room whose history is of no lines remembers nothing") {
    room tea("#tea", 0);
    tea.say(share("1\n"));
    CHECK(tea.past().replay()->empty());
}

TEST_CASE("who is in a room, in alphabetical order") {
    room tea("#tea", 0);
    std::deque<fake_member> all;
    for (const char* name : {"eve", "ann", "bob"}) tea.enter(all.emplace_back(name));
    CHECK(*tea.who() == "-- In #tea: ann, bob, eve.\n");
    tea.leave(all[1]);
    CHECK(*tea.who() == "-- In #tea: bob, eve.\n");
    tea.leave(all[0]);
    CHECK(*tea.who() == "-- In #tea: bob.\n");
    tea.enter(all[1]);
    CHECK(*tea.who() == "-- In #tea: ann, bob.\n");
}

TEST_CASE("the alphabet does not care for case") {
    room tea("#tea", 0);
    std::deque<fake_member> all;
    for (const char* name : {"bob", "Zed", "Ann", "eve"}) tea.enter(all.emplace_back(name));
    CHECK(*tea.who() == "-- In #tea: Ann, bob, eve, Zed.\n");
}

TEST_CASE("who is in a room is written down once, until somebody comes, goes or is renamed") {
    room tea("#tea", 0);
    fake_member ann("ann"), bob("bob");
    tea.enter(ann);
    const parley::shared_text first = tea.who();
    CHECK(tea.who() == first);
    ann.name = "anna";
    tea.forget_names();
    CHECK(*tea.who() == "-- In #tea: anna.\n");
    tea.enter(bob);
    CHECK(*tea.who() == "-- In #tea: anna, bob.\n");
    CHECK(*first == "-- In #tea: ann.\n");
}
