// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>

namespace {

const std::string goodbye = "-- You are reading too slowly; goodbye.\n";

/// bob speaks; ann reads `taken` bytes of "bob: first\n..." and then nothing more, until she has passed the limit.
struct blocked {
    chat app{{.outbox_limit = 100}};
    client ann{app, "ann"}, bob{app, "bob"};

    explicit blocked(std::size_t taken) {
        hush(ann, bob);
        bob.says("first line\n").says("second line\n");
        CHECK(ann.takes(taken).size() == taken);
        for (int i = 0; i != 10; ++i) bob.says("more\n");
        bob.hears();
    }
};

const std::string said = "bob: first line\nbob: second line\n";

}  // namespace

TEST_CASE("who does not keep up asks for a turn, and is dropped in it: the room is told why") {
    blocked one(1);
    CHECK(one.ann.session.deadline() == parley::at_once);
    CHECK_FALSE(one.ann.gone());
    CHECK(one.bob.hears().empty());
    one.ann.turn();
    CHECK(one.ann.gone());
    CHECK(one.bob.hears() == "'ann' has left the chat room! (too slow)\n");
    CHECK(one.app.counted.read(0).dropped == 1);
    one.bob.says("/who\n");
    CHECK(one.bob.hears() == "-- In #lobby: bob.\n");
}

TEST_CASE("who was dropped gets the rest of a half-sent line, the notice, and nothing else") {
    for (std::size_t taken = 0; taken != said.size(); ++taken) {
        blocked one(taken);
        one.ann.turn();
        one.bob.says("later\n");
        const bool between_lines = taken == 0 || said[taken - 1] == '\n';
        const std::string rest = between_lines ? "" : said.substr(taken, said.find('\n', taken) + 1 - taken);
        CAPTURE(taken);
        CHECK(one.ann.hears() == rest + goodbye);
    }
}

TEST_CASE("who was dropped has the farewell limit for the notice, and not longer by reading slowly") {
    blocked one(1);
    const auto begin = parley::clock::now();
    one.ann.turn();
    const auto deadline = one.ann.session.deadline();
    CHECK(deadline >= parley::later(begin, parley::milliseconds(5'000)));
    CHECK(deadline <= parley::later(parley::clock::now(), parley::milliseconds(5'000)));
    one.ann.takes(1);
    one.ann.takes(1);
    CHECK(one.ann.session.deadline() == deadline);
}

TEST_CASE("who was dropped is announced once, though it leaves after that") {
    blocked one(1);
    one.ann.turn();
    hush(one.bob);
    one.ann.says("hello\n");
    one.ann.session.end_of_input();
    CHECK(one.bob.hears().empty());
    CHECK(one.app.counted.read(0).dropped == 1);
}

TEST_CASE("others who keep up are not disturbed by one who does not") {
    blocked one(1);
    client eve(one.app, "eve");
    hush(one.bob);
    for (int i = 0; i != 100; ++i) {
        one.bob.says("hello\n");
        CHECK(eve.hears() == "bob: hello\n");
        CHECK(one.bob.hears() == "bob: hello\n");
    }
    CHECK_FALSE(eve.gone());
}

TEST_CASE("one who reads late but in time misses nothing") {
    chat app({.outbox_limit = 1000});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    std::string expected, heard;
    for (int i = 0; i != 300; ++i) {
        const std::string text = std::to_string(i) + "\n";
        bob.says(text);
        expected += "bob: " + text;
        heard += ann.takes(10);
    }
    heard += ann.hears();
    CHECK(heard == expected.substr(0, heard.size()));
    CHECK((heard == expected || ann.session.deadline() == parley::at_once));
    CHECK(bob.hears() == expected);
}

TEST_CASE("a burst is not slowness: who was offered nothing yet is not dropped") {
    chat app({.outbox_limit = 1000});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    std::string expected;
    for (int i = 0; i != 500; ++i) {
        bob.says("hello\n");
        expected += "bob: hello\n";
    }
    ann.turn();
    CHECK(ann.hears() == expected);
    CHECK_FALSE(ann.gone());
}

TEST_CASE("the room is told the reason, too, when one who does not keep up disconnects first") {
    blocked one(1);
    one.ann.session.end_of_input();
    CHECK(one.bob.hears() == "'ann' has left the chat room! (too slow)\n");
}

TEST_CASE("one who does not keep up and half-closes gets the notice, as texts are missing, and is counted") {
    blocked one(1);
    one.ann.session.end_of_input();
    CHECK(one.ann.hears() == "ob: first line\n" + goodbye);
    CHECK(one.app.counted.read(0).dropped == 1);
}

TEST_CASE("a session in the doorway that does not read is dropped, and nobody hears of it") {
    chat app({.outbox_limit = 50});
    client ann(app, "ann"), visitor(app);
    visitor.takes(1);
    for (int i = 0; i != 10; ++i) visitor.says("bad name\n");
    CHECK(visitor.session.deadline() == parley::at_once);
    visitor.turn();
    CHECK(visitor.gone());
    CHECK(visitor.hears() == "ick a nickname: " + goodbye);
    CHECK(ann.hears().empty());
}
