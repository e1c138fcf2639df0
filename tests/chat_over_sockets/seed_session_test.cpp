// SPDX-License-Identifier: MIT

/// @file
/// The session that the original chat showed, to the letter, and how people leave: with a word, without one, in the
/// middle of a line, with a reset, or by saying all they have to say and half-closing.

#include "served.hpp"

#include <string>

using namespace chat_over_sockets;
using parley::testing::conversation;

TEST_CASE_TEMPLATE("the session of the seed", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& user1 = chat.talk.connect("user1");
    user1.hears_bytes("Pick a nickname: ").says("user1");
    user1.hears_next({"'user1' has just connected to the chat room!", "You are now connected!"});
    auto& user2 = chat.talk.connect("user2");
    user2.hears_bytes("Pick a nickname: ").says("user2");
    user2.hears_next({"'user2' has just connected to the chat room!", "You are now connected!"});
    user1.hears_next("'user2' has just connected to the chat room!");

    user2.says("Hello!");
    conversation::all_hear({&user1, &user2}, {"user2: Hello!"});
    user1.says("Hi!");
    conversation::all_hear({&user1, &user2}, {"user1: Hi!"});
    user1.says("goodbye");
    conversation::all_hear({&user1, &user2}, {"user1: goodbye"});
    user1.hangs_up();
    user2.hears_next("'user1' has left the chat room!");
    user2.says("/who").hears_nothing_before("-- In #lobby: user2.");
}

TEST_CASE_TEMPLATE("alone in the chat", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    ann.says("hello").hears_next("ann: hello");
    ann.says("/quit").is_closed();
    ann.hangs_up();
    auto& again = chat.talk.join("ann");  // the name is free again
    again.says("/who").hears_next("-- In #lobby: ann.");
}

TEST_CASE("under one_at_a_time the second client waits, silent, until the first has left") {
    served<parley::one_at_a_time> chat;
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.connect("bob");
    bob.sends("bob\nis anybody there?\n");
    for (const std::string text : {"one", "two", "three"}) ann.says(text).hears_next("ann: " + text);
    CHECK(bob.has_heard_nothing());
    CHECK(chat.server.statistics().clients == 1);
    ann.says("/quit").is_closed();
    ann.hangs_up();
    bob.hears_bytes("Pick a nickname: ");
    bob.hears_next({"'bob' has just connected to the chat room!", "You are now connected!", "bob: is anybody there?"});
}

TEST_CASE_TEMPLATE("who half-closes gets all that is due to them, then the end", Policy, EVERY_POLICY) {
    served<Policy> chat;  // printf 'ann\nhello\n' | nc -N 127.0.0.1 PORT
    auto& ann = chat.talk.connect("ann");
    ann.sends("ann\nhello\n/who\n").half_closes();
    CHECK(ann.hears_to_the_end() ==
          "Pick a nickname: 'ann' has just connected to the chat room!\nYou are now connected!\nann: hello\n"
          "-- In #lobby: ann.\n");
}

TEST_CASE_TEMPLATE("who half-closes with thousands of lines due gets them all", Policy, EVERY_POLICY) {
    served<Policy> chat({.outbox_limit = 64 << 20});
    auto& ann = chat.talk.connect("ann");
    std::string said = "ann\n",
                due = "Pick a nickname: 'ann' has just connected to the chat room!\nYou are now connected!\n";
    for (int i = 0; i != 5000; ++i) {
        const std::string text = std::to_string(i) + std::string(200, '.');
        said += text + "\n";
        due += "ann: " + text + "\n";
    }
    ann.sends(said).half_closes();
    CHECK((ann.hears_to_the_end() == due));
}

TEST_CASE_TEMPLATE("half-close is announced once, and nothing that comes later is queued", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& bob = chat.talk.join("bob");
    auto& ann = chat.talk.join("ann");
    bob.hears_next("'ann' has just connected to the chat room!");
    ann.says("bye").half_closes();
    bob.hears_next({"ann: bye", "'ann' has left the chat room!"});
    bob.says("is she gone?").hears_next("bob: is she gone?");
    CHECK(ann.hears_to_the_end() == "ann: bye\n");
    ann.hangs_up();
    bob.says("/who").hears_nothing_before("-- In #lobby: bob.");
}

TEST_CASE_TEMPLATE("half a line, then the end: it is not said, and leaving is announced once", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& bob = chat.talk.join("bob");
    auto& ann = chat.talk.join("ann");
    bob.hears_next("'ann' has just connected to the chat room!");
    ann.sends("whole\nhal").half_closes();
    bob.hears_next({"ann: whole", "'ann' has left the chat room!"});
    CHECK(ann.hears_to_the_end() == "ann: whole\n");
    bob.says("/who").hears_nothing_before("-- In #lobby: bob.");
}

TEST_CASE_TEMPLATE("/quit, hanging up and a reset are announced once each", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& bob = chat.talk.join("bob");
    for (int way = 0; way != 3; ++way) {
        auto& ann = chat.talk.join("ann");
        bob.hears_next("'ann' has just connected to the chat room!");
        if (way == 0) ann.says("/quit").is_closed();
        if (way == 1) ann.hangs_up();
        if (way == 2) ann.resets();
        bob.hears_next("'ann' has left the chat room!");
    }
    bob.says("/who").hears_nothing_before("-- In #lobby: bob.");
}

TEST_CASE_TEMPLATE("who leaves before choosing a name is not announced", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& bob = chat.talk.join("bob");
    chat.talk.connect("nobody").hears_bytes("Pick a nickname: ").hangs_up();
    auto& other = chat.talk.connect("nobody else");
    other.hears_bytes("Pick a nickname: ").says("/quit").is_closed();
    bob.says("/who").hears_nothing_before("-- In #lobby: bob.");
}

TEST_CASE_TEMPLATE("when the server closes everybody is told, in the doorway too, and nobody leaves", Policy,
                   EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    auto& newcomer = chat.talk.connect("newcomer");
    newcomer.hears_bytes("Pick a nickname: ");
    ann.hears_next("'bob' has just connected to the chat room!");
    ann.says("last words").hears_next("ann: last words");
    chat.server.stop();
    bob.hears_next({"ann: last words", "-- The server is closing; goodbye."}).is_closed();
    for (auto* one : {&ann, &newcomer}) one->hears_next("-- The server is closing; goodbye.").is_closed();
    chat.server.wait();
}
