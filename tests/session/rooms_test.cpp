// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>

namespace {

const std::string refused =
    "-- A room is called # and then 1 to 32 letters, digits, '-', '_' or '.'; for example #tea.\n";

}  // namespace

TEST_CASE("/join: the old room is told where one has gone, the new one who has come") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob"), eve(app, "eve");
    eve.says("/join #tea\n");
    hush(ann, bob, eve);
    ann.says("/join #tea\n");
    CHECK(bob.hears() == "'ann' has gone to #tea.\n");
    CHECK(ann.hears() == "'ann' has come to #tea.\n");
    CHECK(eve.hears() == "'ann' has come to #tea.\n");
}

TEST_CASE("a member is in exactly one room at a time") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("/join #tea\n");
    hush(ann, bob);
    ann.says("in tea\n/me waves\n");
    bob.says("in lobby\n");
    CHECK(ann.hears() == "ann: in tea\n* ann waves\n");
    CHECK(bob.hears() == "bob: in lobby\n");
    CHECK(ann.session.room() == "#tea");
    CHECK(bob.session.room() == "#lobby");
}

TEST_CASE("/leave goes back to the lobby, and both rooms are told") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob"), eve(app, "eve");
    ann.says("/join #tea\n");
    eve.says("/join #tea\n");
    hush(ann, bob, eve);
    ann.says("/leave\n");
    CHECK(eve.hears() == "'ann' has gone to #lobby.\n");
    CHECK(bob.hears() == "'ann' has come to #lobby.\n");
    CHECK(ann.hears() == "'ann' has come to #lobby.\n");
}

TEST_CASE("in the lobby /leave says so") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/leave\n");
    const std::string heard = ann.hears();
    CHECK(heard.substr(0, 3) == "-- ");
    CHECK(heard.find("#lobby") != std::string::npos);
    CHECK(heard.find('\n') == heard.size() - 1);
    CHECK(bob.hears().empty());
}

TEST_CASE("joining the room one is in says so, whatever its case, and nothing happens") {
    chat app({});
    client ann(app, "ann"), eve(app, "eve");
    ann.says("/join #tea\n");
    eve.says("/join #tea\n");
    hush(ann, eve);
    ann.says("/join #TEA\n");
    CHECK(ann.hears() == "-- You are in #tea already.\n");
    CHECK(eve.hears().empty());
}

TEST_CASE("a room's name is the one under which it was opened") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("/join #Tea\n");
    hush(ann, bob);
    bob.says("/join #tEA\n/who\n/rooms\n");
    CHECK(bob.hears() == "'bob' has come to #Tea.\n-- In #Tea: ann, bob.\n-- #lobby (0), #Tea (2)\n");
}

TEST_CASE("a room ends with its last member") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann);
    ann.says("/join #tea\n/join #milk\n/rooms\n");
    CHECK(ann.hears() == "'ann' has come to #tea.\n'ann' has come to #milk.\n-- #lobby (1), #milk (1)\n");
    ann.says("/quit\n");
    hush(bob);
    bob.says("/rooms\n");
    CHECK(bob.hears() == "-- #lobby (1)\n");
}

TEST_CASE("a bad name of a room is refused, and nothing happens") {
    chat app({});
    client ann(app, "ann");
    for (const std::string name : {"", " ", " tea", " #", " #-tea", " ##tea", " #te a", " #tea!"}) {
        CAPTURE(name);
        ann.says("/join" + name + "\n");
        CHECK(ann.hears() == refused);
    }
    ann.says("/join #" + std::string(33, 'x') + "\n/rooms\n");
    CHECK(ann.hears() == refused + "-- #lobby (1)\n");
}

TEST_CASE("leaving from a room tells that room and no other") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob"), eve(app, "eve");
    ann.says("/join #tea\n");
    eve.says("/join #tea\n");
    hush(ann, bob, eve);
    ann.says("/quit\n");
    CHECK(eve.hears() == "'ann' has left the chat room!\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("names are unique in all rooms together, and /nick is told in one's own") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("/join #tea\n");
    hush(ann, bob);
    bob.says("/nick ann\n");
    CHECK(bob.hears() == "-- That nickname is taken.\n");
    ann.says("/nick anna\n");
    CHECK(ann.hears() == "'ann' is now known as 'anna'.\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("who comes is shown the room's last lines, speech and actions, and nobody else is") {
    chat app({.history = 3});
    client ann(app, "ann");
    ann.says("/join #tea\n1\n2\n/me waves\n/msg ann private\n4\n");
    client bob(app, "bob");
    hush(ann, bob);
    bob.says("/join #tea\n");
    CHECK(bob.hears() == "'bob' has come to #tea.\nann: 2\n* ann waves\nann: 4\n");
    CHECK(ann.hears() == "'bob' has come to #tea.\n");
}

TEST_CASE("who enters the lobby is shown its last lines, also when nobody is there any more") {
    chat app({.history = 2});
    {
        client ann(app, "ann");
        ann.says("1\n2\n3\n/quit\n");
    }
    client bob(app);
    bob.says("bob\n");
    CHECK(bob.hears() ==
          prompt + "'bob' has just connected to the chat room!\nYou are now connected!\nann: 2\nann: 3\n");
}

TEST_CASE("a room that ended has no history, and by default no room has") {
    chat remembering({.history = 5}), plain({});
    for (chat* app : {&remembering, &plain}) {
        client ann(*app, "ann");
        ann.says("/join #tea\none\n/leave\n/join #tea\n");
        CHECK(ann.hears() == "'ann' has come to #tea.\nann: one\n'ann' has come to #lobby.\n'ann' has come to #tea.\n");
    }
}
