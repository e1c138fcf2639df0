// SPDX-License-Identifier: MIT

/// @file
/// The door: which nicknames are refused and why, that the connection stays, and that two never share one.

#include "served.hpp"

#include <string>
#include <thread>
#include <vector>

using namespace chat_over_sockets;

namespace {

constexpr std::string_view taken = "-- That nickname is taken.";
constexpr std::string_view refused =
    "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.";

}  // namespace

TEST_CASE_TEMPLATE("a bad nickname is refused with the reason, and asked for again", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.connect("ann");
    ann.hears_bytes("Pick a nickname: ");
    const std::vector<std::string> bad{"",
                                       " ",
                                       "two words",
                                       std::string(33, 'a'),
                                       "-- tea!",
                                       "'ann'",
                                       "*",
                                       "[bob]",
                                       "-ann",
                                       "_ann",
                                       ".ann",
                                       "ann:",
                                       "\x1b[31mann",
                                       "a\tb",
                                       "a\xC2\xA0"
                                       "b",
                                       "a\xE2\x80\x8B",
                                       "/nick ann"};
    for (const std::string& name : bad) ann.says(name).hears_next(refused).hears_bytes("Pick a nickname: ");
    ann.says("ann").hears_next({"'ann' has just connected to the chat room!", "You are now connected!"});
}

TEST_CASE_TEMPLATE("good nicknames: UTF-8, punctuation inside, 32 code points, CRLF", Policy, EVERY_POLICY) {
    served<Policy> chat;
    const std::vector<std::string> good{"A", "7", "a-b_c.d", std::string(32, 'a'), "\xC3\x84nne", "\xF0\x9F\x98\x80"};
    for (const std::string& name : good) {
        auto& one = chat.talk.connect(name);
        one.hears_bytes("Pick a nickname: ").sends(name + "\r\n");
        one.hears_next({"'" + name + "' has just connected to the chat room!", "You are now connected!"}).hangs_up();
    }
}

TEST_CASE_TEMPLATE("/help works before a name is chosen; everything else is taken for a name", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.connect("ann");
    ann.hears_bytes("Pick a nickname: ").sends("/help\nhello everybody\n/who\nann\n/who\n");
    std::string line;
    while ((line = ann.hears_a_line()).starts_with("-- /")) {}
    CHECK(line == "Pick a nickname: " + std::string(refused));
    ann.hears_bytes("Pick a nickname: ").hears_next(refused);
    ann.hears_bytes("Pick a nickname: ");
    ann.hears_next({"'ann' has just connected to the chat room!", "You are now connected!", "-- In #lobby: ann."});
}

TEST_CASE_TEMPLATE("a taken nickname is refused, but for case too, until it is free", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    auto& other = chat.talk.connect("other");
    other.hears_bytes("Pick a nickname: ");
    for (const std::string name : {"ann", "Ann", "ANN"})
        other.says(name).hears_next(taken).hears_bytes("Pick a nickname: ");
    ann.says("/quit").is_closed();
    other.says("ANN").hears_next({"'ANN' has just connected to the chat room!", "You are now connected!"});
}

TEST_CASE_TEMPLATE("of fifty who claim one name at once exactly one gets it", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    std::vector<parley::testing::speaker*> all;
    for (int i = 0; i != 50; ++i) all.push_back(&chat.talk.connect("claimant " + std::to_string(i)));
    for (auto* one : all) one->hears_bytes("Pick a nickname: ");

    std::vector<std::thread> claims;
    std::vector<std::string> answers(all.size());
    for (std::size_t group = 0; group != 5; ++group)
        claims.emplace_back([&, group] {
            for (std::size_t i = group; i < all.size(); i += 5) all[i]->says("ann");
            for (std::size_t i = group; i < all.size(); i += 5) answers[i] = all[i]->hears_a_line();
        });
    for (std::thread& one : claims) one.join();

    std::size_t winners = 0;
    for (std::size_t i = 0; i != all.size(); ++i) {
        if (answers[i] == "'ann' has just connected to the chat room!") {
            ++winners;
            all[i]->hears_next("You are now connected!").says("/who").hears_next("-- In #lobby: ann.");
        } else {
            CHECK(answers[i] == taken);
            all[i]->hears_bytes("Pick a nickname: ");
        }
    }
    CHECK(winners == 1);
}

TEST_CASE_TEMPLATE("nobody speaks in another's name", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    auto& eve = chat.talk.join("eve");
    ann.hears_next("'eve' has just connected to the chat room!");
    eve.sends("x\rann: I owe you\n-- The server is closing; goodbye.\n'ann' has left the chat room!\n[from ann] hi\n");
    ann.hears_next({"eve: xann: I owe you", "eve: -- The server is closing; goodbye.",
                    "eve: 'ann' has left the chat room!", "eve: [from ann] hi"});
}
