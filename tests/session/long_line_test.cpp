// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>

namespace {

const std::string notice = "-- That line is too long (limit 4096 bytes); it was not sent.\n";
const std::string notice_of_5 = "-- That line is too long (limit 5 bytes); it was not sent.\n";

}  // namespace

TEST_CASE("a line over the limit is told its sender only, and the next line works") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says(std::string(4097, 'x') + "\nnext\n");
    CHECK(ann.hears() == notice + "ann: next\n");
    CHECK(bob.hears() == "ann: next\n");
}

TEST_CASE("a line as long as the limit is said, its end not counted") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says(std::string(4096, 'x') + "\r\n");
    CHECK(bob.hears() == "ann: " + std::string(4096, 'x') + "\n");
}

TEST_CASE("the limit counts bytes before hygiene") {
    chat app({.line_limit = 5});
    client ann(app, "ann");
    ann.says("\a\a\a\axy\n\a\a\a\ax\n");
    CHECK(ann.hears() == notice_of_5 + "ann: x\n");
}

TEST_CASE("the notice comes as soon as the line outgrows the limit, after what was said before, and once") {
    chat app({.line_limit = 5});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("one\n123456");
    CHECK(ann.hears() == "ann: one\n" + notice_of_5);
    for (int i = 0; i != 100; ++i) ann.says("7890");
    CHECK(ann.hears().empty());
    ann.says("\ntwo\n");
    CHECK(ann.hears() == "ann: two\n");
    CHECK(bob.hears() == "ann: one\nann: two\n");
}

TEST_CASE("the limit is that of commands, too") {
    chat app({.line_limit = 5});
    client ann(app, "ann");
    ann.says("/me waves\n/who\n");
    CHECK(ann.hears() == notice_of_5 + "-- In #lobby: ann.\n");
}

TEST_CASE("a name over the limit is told so and asked for again") {
    chat app({.line_limit = 5});
    client visitor(app);
    hush(visitor);
    visitor.says("longname\n");
    CHECK(visitor.hears() == notice_of_5 + prompt);
    visitor.says("ann\n");
    CHECK(visitor.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n");
}

TEST_CASE("after /quit in the same read a long line is told nobody") {
    chat app({.line_limit = 5});
    client ann(app, "ann");
    ann.says("/quit\n1234567\n");
    CHECK(ann.hears().empty());
}
