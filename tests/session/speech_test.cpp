// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <cstddef>
#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

TEST_CASE("a line of text goes to everybody in the room, the speaker too, with the speaker's name") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("hello\n");
    CHECK(ann.hears() == "ann: hello\n");
    CHECK(bob.hears() == "ann: hello\n");
}

TEST_CASE("blanks within, before and after a text are kept") {
    chat app({});
    client ann(app, "ann");
    ann.says("  two  words  \n \n");
    CHECK(ann.hears() == "ann:   two  words  \nann:  \n");
}

TEST_CASE("an empty line is no message, nor is one that is empty after hygiene") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("\n\r\n\x07\n\xFF\xFB\x01\n").says(std::string_view("\0\0\n", 3));
    CHECK(ann.hears().empty());
    CHECK(bob.hears().empty());
    CHECK(app.counted.read(0).messages == 0);
}

TEST_CASE("what one types reaches others as text only") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("\x1B[2J\x1B]0;mine\x07" "a\tb\xC2\x9B" "c\rd\b\n\xFF\xFD\x01" "bad \x80 \xED\xA0\x80\n");
    CHECK(bob.hears() == "ann: [2J]0;minea bcd\nann: bad \xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

TEST_CASE("nobody can forge another's prefix or a line of the server's") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("bob: hi\n-- The server is closing; goodbye.\n'bob' has left the chat room!\rbob: hi\n/me\r\n");
    CHECK(bob.hears() == "ann: bob: hi\nann: -- The server is closing; goodbye.\n"
                         "ann: 'bob' has left the chat room!bob: hi\n");
}

TEST_CASE("two slashes say a text that begins with one") {
    chat app({});
    client ann(app, "ann");
    ann.says("//quit\n//\n");
    CHECK(ann.hears() == "ann: /quit\nann: /\n");
    CHECK_FALSE(ann.gone());
}

TEST_CASE("a slash that a control character hides is a slash") {
    chat app({});
    client ann(app, "ann");
    ann.says("\a/who\n");
    CHECK(ann.hears() == "-- In #lobby: ann.\n");
}

TEST_CASE("all the plain lines of one read become one text that all share") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    std::string read, expected;
    for (int i = 0; i != 200; ++i) {
        read += std::to_string(i) + "\n";
        expected += "ann: " + std::to_string(i) + "\n";
    }
    ann.says(read);
    std::array<std::string_view, 8> room;
    const auto for_ann = ann.session.pending(room);
    REQUIRE(for_ann.size() == 1);
    CHECK(for_ann[0] == expected);
    std::array<std::string_view, 8> other_room;
    const auto for_bob = bob.session.pending(other_room);
    REQUIRE(for_bob.size() == 1);
    CHECK(for_bob[0].data() == for_ann[0].data());
    CHECK(bob.waker.woken >= 1);
    CHECK(app.counted.read(0).messages == 200);
}

TEST_CASE("never half a line: what a read leaves unfinished is said with its end") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("one\ntw");
    CHECK(bob.hears() == "ann: one\n");
    bob.says("fast\n");
    ann.says("o\n");
    CHECK(bob.hears() == "bob: fast\nann: two\n");
}

TEST_CASE("one sender's order is kept between speech, private lines and commands of one read") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("hi\n/msg bob psst\nbye\n/me waves\nlast\n/who\n");
    CHECK(bob.hears() == "ann: hi\n[from ann] psst\nann: bye\n* ann waves\nann: last\n");
    CHECK(ann.hears() == "ann: hi\n[to bob] psst\nann: bye\n* ann waves\nann: last\n-- In #lobby: ann, bob.\n");
}

TEST_CASE("what is said before a change of name has the old name, what is said after it the new one") {
    chat app({});
    client ann(app, "ann");
    ann.says("one\n/nick anna\ntwo\n");
    CHECK(ann.hears() == "ann: one\n'ann' is now known as 'anna'.\nanna: two\n");
}

TEST_CASE("what is said before going to another room stays in the old one") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("one\n/join #tea\ntwo\n");
    CHECK(bob.hears() == "ann: one\n'ann' has gone to #tea.\n");
    CHECK(ann.hears() == "ann: one\n'ann' has come to #tea.\nann: two\n");
}

TEST_CASE("what is said before /quit is said, what comes after it is not") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("one\n/quit\ntwo\n/me waves\n");
    CHECK(bob.hears() == "ann: one\n'ann' has left the chat room!\n");
}

TEST_CASE("many short lines in one read arrive whole and in order, however much they grow") {
    chat app({.outbox_limit = 16 << 20});
    const std::string name(32, 'n');
    client ann(app, name), bob(app, "bob");
    hush(ann, bob);
    std::string read, expected;
    for (int i = 0; i != 8000; ++i) {
        read += "x\n";
        expected += name + ": x\n";
    }
    ann.says(read);
    CHECK(bob.hears() == expected);
    CHECK(ann.hears() == expected);
}

TEST_CASE("two who send fragments alternately do not disturb each other's lines") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    const std::string_view from_ann = "first line\nsecond\n", from_bob = "eerste\ntweede regel\n";
    for (std::size_t i = 0; i != from_bob.size(); ++i) {
        ann.says(from_ann.substr(std::min(i, from_ann.size()), 1));
        bob.says(from_bob.substr(i, 1));
    }
    CHECK(ann.hears() == "bob: eerste\nann: first line\nann: second\nbob: tweede regel\n");
}
