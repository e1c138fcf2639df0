// SPDX-License-Identifier: MIT

/// @file
/// Ctrl+C in telnet: it asks for a timing mark (RFC 860), and shows nothing any more until that is answered.

#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>

namespace {

const std::string ctrl_c = "\xFF\xF4\xFF\xFD\x06";  // IAC IP, IAC DO TIMING-MARK
const std::string answer = "\xFF\xFC\x06";          // IAC WONT TIMING-MARK

}  // namespace

TEST_CASE("a timing mark is answered at once, without a newline, to who asked") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says(ctrl_c);
    CHECK(ann.hears() == answer);
    bob.says("hi\n");
    CHECK(ann.hears() == "bob: hi\n");
    ann.says("there\n");
    CHECK(ann.hears() == "ann: there\n");
    CHECK(bob.hears() == "bob: hi\nann: there\n");
}

TEST_CASE("a timing mark is answered before there is a name, and is no part of it") {
    chat app({});
    client ann(app);
    ann.hears();
    ann.says(ctrl_c);
    CHECK(ann.hears() == answer);
    ann.says("ann\n");
    CHECK(ann.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n");
}

TEST_CASE("a timing mark comes in pieces, and what was said before is told before") {
    chat app({});
    client ann(app, "ann");
    hush(ann);
    for (const char byte : ctrl_c) {
        CHECK(ann.hears().empty());
        ann.says(std::string(1, byte));
    }
    CHECK(ann.hears() == answer);
    ann.says("one\n" + ctrl_c + "two\n");
    CHECK(ann.hears() == "ann: one\nann: two\n" + answer);
}

TEST_CASE("a timing mark of who has quit is not answered") {
    chat app({});
    client ann(app, "ann");
    hush(ann);
    ann.says("/quit\n" + ctrl_c);
    CHECK(ann.hears().empty());
    CHECK(ann.gone());
}

TEST_CASE("a flood of timing marks that does not read its answers is dropped") {
    chat app({.outbox_limit = 1});
    client ann(app, "ann");
    hush(ann);
    std::string marks;
    for (int i = 0; i != 1'000; ++i) marks += "\xFF\xFD\x06";
    for (int i = 0; i != 1'000 && !ann.gone(); ++i) {
        ann.says(marks + "\n");
        ann.turn();
    }
    CHECK(ann.gone());
    CHECK(app.counted.read(0).dropped == 1);
}
