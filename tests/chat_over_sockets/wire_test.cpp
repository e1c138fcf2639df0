// SPDX-License-Identifier: MIT

/// @file
/// Every row of the protocol with two and three clients: who hears what, to the letter, and that nobody else does.

#include "served.hpp"

#include <string>
#include <tuple>

using namespace chat_over_sockets;
using parley::testing::conversation;

namespace {

/// Ann and Bob, who have heard all there was to hear so far.
template <class Policy>
struct two_people : served<Policy> {
    using served<Policy>::talk;

    explicit two_people(const parley::options& wanted = {}) : served<Policy>(wanted) {
        ann.hears_next("'bob' has just connected to the chat room!");
    }

    parley::testing::speaker& ann = talk.join("ann");
    parley::testing::speaker& bob = talk.join("bob");
};

/// The same and Eve, who should hear only what is for her.
template <class Policy>
struct three_people : two_people<Policy> {
    using two_people<Policy>::talk;

    three_people() {
        for (auto* one : {&this->ann, &this->bob}) one->hears_next("'eve' has just connected to the chat room!");
    }

    parley::testing::speaker& eve = talk.join("eve");
};

}  // namespace

TEST_CASE_TEMPLATE("text and actions are for everybody in the room, private lines for one", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    three_people<Policy> chat;
    const auto [ann, bob, eve] = std::tie(chat.ann, chat.bob, chat.eve);
    ann.says("hello");
    conversation::all_hear({&ann, &bob, &eve}, {"ann: hello"});
    bob.says("/me waves");
    conversation::all_hear({&ann, &bob, &eve}, {"* bob waves"});
    ann.says("/msg bob hi there");
    bob.hears_next("[from ann] hi there");
    ann.hears_next("[to bob] hi there");
    ann.says("/msg BOB and again");
    bob.hears_next("[from ann] and again");
    ann.hears_next("[to bob] and again");
    ann.says("/msg nobody hi").hears_next("-- There is nobody called nobody.");
    ann.says("//me is no command");
    conversation::all_hear({&ann, &bob, &eve}, {"ann: /me is no command"});
    eve.says("/who").hears_nothing_before("-- In #lobby: ann, bob, eve.");
}

TEST_CASE_TEMPLATE("a new nickname is announced, and the old one is free", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    two_people<Policy> chat;
    const auto [ann, bob] = std::tie(chat.ann, chat.bob);
    ann.says("/nick anna");
    conversation::all_hear({&ann, &bob}, {"'ann' is now known as 'anna'."});
    ann.says("hello");
    conversation::all_hear({&ann, &bob}, {"anna: hello"});
    bob.says("/nick Anna").hears_next("-- That nickname is taken.");
    bob.says("/nick -bob").hears_next(
        "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.");
    bob.says("/nick ann");
    conversation::all_hear({&ann, &bob}, {"'bob' is now known as 'ann'."});
    ann.says("/nick ANNA");  // the case of one's own name
    conversation::all_hear({&ann, &bob}, {"'anna' is now known as 'ANNA'."});
}

TEST_CASE_TEMPLATE("rooms: one at a time, each hears its own", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    three_people<Policy> chat;
    const auto [ann, bob, eve] = std::tie(chat.ann, chat.bob, chat.eve);
    ann.says("/rooms").hears_next("-- #lobby (3)");
    ann.says("/join #tea").hears_next("'ann' has come to #tea.");
    conversation::all_hear({&bob, &eve}, {"'ann' has gone to #tea."});
    bob.says("/join #tea");
    conversation::all_hear({&ann, &bob}, {"'bob' has come to #tea."});
    eve.hears_next("'bob' has gone to #tea.");
    bob.says("milk?");
    conversation::all_hear({&ann, &bob}, {"bob: milk?"});
    eve.says("/rooms").hears_nothing_before("-- #lobby (1), #tea (2)");
    ann.says("/who").hears_next("-- In #tea: ann, bob.");
    ann.says("/msg eve psst").hears_next("[to eve] psst");
    eve.hears_next("[from ann] psst");
    ann.says("/leave").hears_next("'ann' has come to #lobby.");
    bob.hears_next("'ann' has gone to #lobby.");
    eve.hears_next("'ann' has come to #lobby.");
    bob.hangs_up();
    ann.says("/leave").hears_nothing_before("-- You are in #lobby already.");
    chat.talk.join("sam").says("/rooms").hears("-- #lobby (3)");  // #tea has ended with its last member
}

TEST_CASE_TEMPLATE("what is said to every room; commands that do not exist, lack a word or list", Policy,
                   EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    two_people<Policy> chat;
    const auto [ann, bob] = std::tie(chat.ann, chat.bob);
    bob.says("/join #tea").hears_next("'bob' has come to #tea.");
    ann.hears_next("'bob' has gone to #tea.");
    REQUIRE(chat.server.say("tea!"));
    conversation::all_hear({&ann, &bob}, {"-- tea!"});
    ann.says("/foo").hears_next("-- Unknown command /foo; try /help.");
    ann.says("/foo bar").hears_next("-- Unknown command /foo; try /help.");
    ann.says("/").hears_next("-- Unknown command /; try /help.");
    ann.says("/join tea").hears_next(
        "-- A room is called # and then 1 to 32 letters, digits, '-', '_' or '.'; for example #tea.");
    for (const std::string command : {"/msg", "/msg bob", "/me"}) {
        CAPTURE(command);
        CHECK(ann.says(command).hears_a_line().starts_with("-- "));
    }
    ann.says("/help").says("/who");
    for (std::string line = ann.hears_a_line(); line != "-- In #lobby: ann."; line = ann.hears_a_line())
        CHECK(line.starts_with("-- "));
    bob.says("/who").hears_nothing_before("-- In #tea: bob.");
}

TEST_CASE_TEMPLATE("an empty line is no message, whatever it was made of", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    ann.sends("\n\r\n\x01\x02\n\x7F\nhello\n").hears_nothing_before("ann: hello");
}

TEST_CASE_TEMPLATE("history is shown to who comes, whole lines, oldest first, each room its own", Policy,
                   EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat({.history = 3});
    auto& ann = chat.talk.join("ann");
    ann.sends("one\ntwo\n/me waves\nthree\n").hears_next({"ann: one", "ann: two", "* ann waves", "ann: three"});
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    bob.hears_next({"ann: two", "* ann waves", "ann: three"});
    bob.says("/join #tea").hears_next("'bob' has come to #tea.");
    bob.says("milk?").hears_next("bob: milk?");
    ann.hears_next("'bob' has gone to #tea.");
    ann.says("/join #tea").hears_next({"'ann' has come to #tea.", "bob: milk?"});
    bob.hears_next("'ann' has come to #tea.");
    bob.says("/leave").hears_next({"'bob' has come to #lobby.", "ann: two", "* ann waves", "ann: three"});
}

TEST_CASE_TEMPLATE("without the option nobody is shown what was said before", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    chat.talk.join("ann").says("before").hears_next("ann: before");
    chat.talk.join("bob").says("/who").hears_nothing_before("-- In #lobby: ann, bob.");
}

TEST_CASE_TEMPLATE("one sender's order is kept, whatever comes in one read", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    two_people<Policy> chat;
    const auto [ann, bob] = std::tie(chat.ann, chat.bob);
    ann.sends("hi\n/msg bob psst\nthere\n/join #tea\nmilk?\n/leave\nback\n/nick anna\nnew\n/quit\nunsaid\n");
    ann.hears_next({"ann: hi", "[to bob] psst", "ann: there", "'ann' has come to #tea.", "ann: milk?",
                    "'ann' has come to #lobby.", "ann: back", "'ann' is now known as 'anna'.", "anna: new"});
    ann.is_closed();
    bob.hears_next({"ann: hi", "[from ann] psst", "ann: there", "'ann' has gone to #tea.", "'ann' has come to #lobby.",
                    "ann: back", "'ann' is now known as 'anna'.", "anna: new", "'anna' has left the chat room!"});
    bob.says("/who").hears_nothing_before("-- In #lobby: bob.");
}
