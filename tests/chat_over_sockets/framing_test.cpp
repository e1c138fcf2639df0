// SPDX-License-Identifier: MIT

/// @file
/// However bytes are cut on their way, the lines are the same: whole, in their sender's order, once for each hearer.

#include "served.hpp"

#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

using namespace chat_over_sockets;
using parley::testing::speaker;

TEST_CASE_TEMPLATE("one byte at a time", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.connect("ann");
    for (const char byte : std::string("ann\r\nhello\n\xC3\xA4\xE2\x82\xAC\r\n/who\n")) ann.sends({&byte, 1});
    ann.hears_bytes("Pick a nickname: ");
    ann.hears_next({"'ann' has just connected to the chat room!", "You are now connected!", "ann: hello",
                    "ann: \xC3\xA4\xE2\x82\xAC", "-- In #lobby: ann."});
}

TEST_CASE_TEMPLATE("two hundred lines in one send", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    std::string lines;
    for (int i = 0; i != 200; ++i) lines += "line " + std::to_string(i) + "\n";
    ann.sends(lines);
    for (int i = 0; i != 200; ++i) ann.hears_next("ann: line " + std::to_string(i));
}

TEST_CASE_TEMPLATE("a CRLF that is split, and CRs, NULs and telnet bytes that end nothing", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    ann.sends("one\r");
    ann.sends("\ntwo\r\n");
    ann.sends(std::string("a\rb\0c\n", 6));
    ann.sends("\xFF\xFD\x01\xFF\xFB\x1Fhello\n");
    ann.hears_next({"ann: one", "ann: two", "ann: abc", "ann: hello"});
}

TEST_CASE_TEMPLATE("terminal escapes and broken UTF-8 reach nobody", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    ann.sends("\x1b]0;title\x07" "a\tb\x9b\n" "\xC0\xAF \xED\xA0\x80 \xF0\x9F\x98\n" "\xC2\x9B" "31mred\n");
    ann.hears_next("ann: ]0;titlea b\xEF\xBF\xBD");
    const std::string repaired = ann.hears_a_line();
    CHECK(contains(repaired, "\xEF\xBF\xBD"));
    CHECK_FALSE(contains(repaired, "\xC0"));
    CHECK_FALSE(contains(repaired, "\xED\xA0"));
    CHECK_FALSE(contains(repaired, "\xF0"));
    ann.hears_next("ann: 31mred");
}

TEST_CASE_TEMPLATE("a line over the limit is answered and skipped; the next one works", Policy, EVERY_POLICY) {
    served<Policy> chat({.line_limit = 100});
    const std::string notice = "-- That line is too long (limit 100 bytes); it was not sent.";
    auto& ann = chat.talk.connect("ann");
    ann.hears_bytes("Pick a nickname: ").says(std::string(101, 'a')).hears_next(notice);
    ann.hears_bytes("Pick a nickname: ").says("ann");
    ann.hears_next({"'ann' has just connected to the chat room!", "You are now connected!"});
    ann.says(std::string(100, 'x')).hears_next("ann: " + std::string(100, 'x'));
    ann.says(std::string(101, 'x')).hears_next(notice);
    ann.sends("before\n" + std::string(300'000, 'y')).hears_next({"ann: before", notice});  // already, without its end
    ann.sends("tail\nafter\n").hears_next("ann: after");
}

TEST_CASE_TEMPLATE("two who send fragments in turn", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    for (const char byte : std::string("abcdefghij")) {
        ann.sends({&byte, 1});
        bob.sends({&byte, 1});
    }
    ann.sends("\n");
    for (auto* one : {&ann, &bob}) one->hears_next("ann: abcdefghij");
    bob.sends("!\n");
    for (auto* one : {&ann, &bob}) one->hears_next("bob: abcdefghij!");
}

TEST_CASE_TEMPLATE("ten who all speak at once: each line once for each, in its sender's order", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    constexpr int people = 10, lines = 100;
    served<Policy> chat;
    std::vector<speaker*> all;
    for (int i = 0; i != people; ++i) all.push_back(&chat.talk.join("n" + std::to_string(i)));
    for (int i = 0; i != people; ++i)
        for (int later = i + 1; later != people; ++later)
            all[static_cast<std::size_t>(i)]->hears_next("'n" + std::to_string(later) +
                                                         "' has just connected to the chat room!");

    // Two threads speak for all, cut anywhere; then two threads listen, each for half of them.
    const auto shared_by_two = [&](auto work) {
        std::thread other([&] { for (std::size_t i = 0; i < all.size(); i += 2) work(*all[i]); });
        for (std::size_t i = 1; i < all.size(); i += 2) work(*all[i]);
        other.join();
    };
    shared_by_two([](speaker& one) {
        std::string said;
        for (int i = 0; i != lines; ++i) said += "line " + std::to_string(i) + "\n";
        for (; !said.empty(); said.erase(0, 37)) one.sends(std::string_view(said).substr(0, 37));
    });
    std::vector<std::string> wrong(all.size());
    shared_by_two([&](speaker& one) {
        std::vector<int> next(people, 0);
        for (int i = 0; i != people * lines; ++i) {
            const std::string line = one.hears_a_line();
            const auto sender = static_cast<std::size_t>(line.at(1) - '0');
            if (line != "n" + std::to_string(sender) + ": line " + std::to_string(next.at(sender)++))
                wrong[static_cast<std::size_t>(one.name().at(1) - '0')] += line + "\n";
        }
    });
    for (const std::string& lines_heard : wrong) CHECK(lines_heard == "");
    for (auto* one : all) CHECK(one->has_heard_nothing());
}
