// SPDX-License-Identifier: MIT

/// @file
/// A conversation whose other side the test plays: what is expected is found, and what is not is told as a story, with
/// the bytes that came and the likely causes.

#include "native.hpp"

#include <doctest/doctest.h>
#include <parley/net/native.hpp>
#include <parley/testing/connection.hpp>
#include <parley/testing/conversation.hpp>
#include <parley/testing/likely_causes.hpp>
#include <string>
#include <string_view>

using parley::testing::broken_promise;
using parley::testing::conversation;
using parley::testing::speaker;

namespace {

/// Ann, and the socket at her other end.
struct stage {
    parley::net::socket server{};
    conversation talk{[this] { return connect(); }};
    speaker& ann = talk.connect("ann");

    void say(std::string_view bytes) {
        const auto sent = server.send({&bytes, 1});
        REQUIRE(sent.count == bytes.size());
    }
    void close() { server = parley::net::socket(); }

    std::string heard() {
        char buffer[4096];
        return {buffer, server.receive(buffer).count};
    }

private:
    parley::net::socket connect() {
        const parley::net::native::socket_pair ends = parley::net::native::open_pair();
        REQUIRE(ends.one != parley::net::native::no_handle);
        server = parley::net::socket(ends.one);
        return parley::net::socket(ends.other);
    }
};

/// What an expectation that fails says.
template <class Act>
std::string story_of(Act&& act) {
    try {
        act();
    } catch (const broken_promise& broken) {
        return broken.what();
    }
    return "nothing was broken";
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("what is said goes out as it is") {
    stage play;
    play.ann.says("hello").sends("a\r").half_closes();
    CHECK(play.heard() == "hello\na\r");
    char byte[1];
    CHECK(play.server.receive(byte).status == parley::net::io_status::closed);
}

TEST_CASE("lines and bytes are expected in order, however they come") {
    stage play;
    play.say("Pick a nickname: one\ntwo\nthr");
    play.ann.hears_bytes("Pick a nickname: ").hears_next({"one", "two"});
    CHECK_FALSE(play.ann.has_heard_nothing());
    play.say("ee\nfour\nfive\n");
    play.ann.hears("four").hears_nothing_before("five");
    CHECK(play.ann.has_heard_nothing());
    play.say("rest");
    play.close();
    CHECK(play.ann.hears_to_the_end() == "rest");
    CHECK_FALSE(play.ann.has_heard_nothing());
}

TEST_CASE("a failed expectation tells the story, what was expected and what came as bytes") {
    stage play;
    play.ann.says("hello");
    play.say("one\nann: h\x1b[31mi\n");
    play.ann.hears_next("one");
    const std::string story = story_of([&] { play.ann.hears_next("ann: hello"); });
    CHECK(contains(story, "  1. ann connects\n  2. ann says \"hello\\n\"\n  3. ann hears \"one\\n\"\n"));
    CHECK(contains(story, "expected: ann hears next \"ann: hello\\n\"\n"));
    CHECK(contains(story, "came as bytes: \"ann: h\\x1b[31mi\\n\"\n"));
    CHECK(contains(story, "likely causes:\n  - "));
}

TEST_CASE("likely causes fit what came") {
    stage play;
    const auto cause_of = [&](std::string_view came, std::string_view expected) {
        play.say(came);
        std::string story = story_of([&] { play.ann.hears_next(expected); });
        play.ann.hears_bytes(came);
        return story.substr(story.find("likely causes:"));
    };
    CHECK(contains(cause_of("b'ann' has joined\n", "'ann' has joined"), "as Python shows them"));
    CHECK(contains(cause_of("ann: hiann: ho\n", "ann: hi"), "glued or split"));
    CHECK(contains(cause_of("ann: hi\r\n", "ann: hi"), "CR"));
    play.say("one\n");
    play.ann.hears_next("one");
    CHECK(contains(cause_of("one\n", "two"), "told twice"));
    CHECK(contains(cause_of("bob: ho\n", "ann: ho"), "not for them"));
}

TEST_CASE("a server that closes too early, or with a reset") {
    stage play;
    play.close();
    CHECK(contains(story_of([&] { play.ann.hears_next("hello"); }), "but the server has closed the connection"));
    play.ann.is_closed();

    auto door = parley::net::listen_tcp("127.0.0.1", 0, 8);
    conversation talk(door.where().port());
    speaker& bob = talk.connect("bob");
    bob.says("unread");
    parley::net::native::poll_entry entry{door.native_handle(), POLLIN, 0};
    REQUIRE(parley::net::native::wait({&entry, 1}, parley::later(parley::clock::now(), parley::testing::patience)) ==
            1);
    {
        auto one = door.accept();
        parley::net::native::poll_entry input{one.client.native_handle(), POLLIN, 0};
        REQUIRE(parley::net::native::wait({&input, 1},
                                          parley::later(parley::clock::now(), parley::testing::patience)) == 1);
    }
    const std::string story = story_of([&] { bob.is_closed(); });
    if (this_system::reading_tells_of_resets) {
        CHECK(contains(story, "but the connection was reset"));
        CHECK(contains(story, "closed with input unread"));
    }
    CHECK_NOTHROW(bob.is_gone());
}

TEST_CASE("something that comes before the end, and a line that does not come at all") {
    stage play;
    play.say("one more\n");
    play.close();
    CHECK(
        contains(story_of([&] { play.ann.is_closed(); }), "but something came before; came as bytes: \"one more\\n\""));
    CHECK(contains(story_of([&] { play.ann.hears("hello"); }),
                   "but the server has closed the connection; nothing is left"));
}

TEST_CASE("a long story is told from its end") {
    stage play;
    for (int i = 0; i != 100; ++i) {
        play.ann.says("line " + std::to_string(i));
        play.heard();
    }
    CHECK(contains(play.talk.told(), "  ... 41 earlier events\n"));
    CHECK(contains(play.talk.told(), "  101. ann says \"line 99\\n\"\n"));
    CHECK_FALSE(contains(play.talk.told(), "line 39\\n"));
}

TEST_CASE("a connection waits for what comes, and no longer than it is told to") {
    const parley::net::native::socket_pair ends = parley::net::native::open_pair();
    REQUIRE(ends.one != parley::net::native::no_handle);
    parley::net::socket server(ends.one);
    char buffer[16];
    const std::string_view answer = "hi";
    //! [connection]
    parley::testing::connection ann{parley::net::socket(ends.other)};
    std::string_view words = "hello";
    while (!words.empty()) REQUIRE(ann.send_some(words, true, parley::testing::time_limit()));
    CHECK(server.receive(buffer).count == 5);
    CHECK_FALSE(ann.read(parley::clock::now()));  // nobody has answered
    CHECK(server.send({&answer, 1}).count == 2);
    CHECK(ann.read(parley::testing::time_limit()));
    CHECK(ann.heard == "hi");
    server = {};  // hangs up
    CHECK_FALSE(ann.read(parley::testing::time_limit()));
    CHECK((ann.over() && !ann.was_reset()));
    //! [connection]
}

TEST_CASE("the surest guess about what is known of a failure comes first; none may fit") {
    //! [failure]
    parley::testing::story told;
    told.add(parley::testing::story::kind::heard, "ann", "hears", "bob: hi\n");
    const parley::testing::failure failed{.told = told,
                                          .who = "ann",
                                          .wanted = "bob: ho\n",
                                          .happened = "something else came",
                                          .came = "bob: hi\n"};
    CHECK(failed.other_line());
    CHECK(parley::testing::likely_causes(failed).starts_with("  - the same text was told twice: "));
    //! [failure]
    for (const parley::testing::cause& one : parley::testing::known_causes) CHECK_FALSE(one.text.ends_with("."));
    const parley::testing::failure kept{told, "ann", "bob: ho\n", "something else came", ""};
    CHECK(parley::testing::likely_causes(kept) == "  - none that is known\n");
}

TEST_CASE("slips are told of the promise that they break, and of no other") {
    //! [slip]
    const parley::testing::slip& one = parley::testing::known_slips[0];
    CHECK(contains(parley::testing::likely_slips(one.promise, false), one.text));
    CHECK(parley::testing::likely_slips("a promise that nobody has slipped on", false) == "");
    //! [slip]
    CHECK(contains(parley::testing::likely_slips("", true), "run() returned before stop()"));
}
