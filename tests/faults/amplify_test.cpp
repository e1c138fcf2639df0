// SPDX-License-Identifier: MIT

/// @file
/// Rows 1, 5 and 12 of the fault table for those who ask much with few bytes: an answer may be thousands of times as
/// long as its question, and neither memory nor the others' time may pay for it.

#include "server_program.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace faults_test;

TEST_CASE_TEMPLATE("rows 1 and 12: many short questions with long answers, by those who do not read", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    constexpr std::size_t limit = 256 * 1024, askers = 10, members = many(200, 50);
    server_program program(policy_name<P>, {"--outbox-limit", std::to_string(limit), "--farewell-limit", "60", "--history", "1000"});
    party guests(program.port);
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    ann.say("/join #pair\n");
    bob.say("/join #pair\n");
    std::string emoji;
    for (int i = 0; i != 28; ++i) emoji += "\xF0\x9F\x98\x80";
    const auto crowd = guests.join_all(members, "m");
    for (std::size_t i = 0; i != members; ++i) crowd[i]->say("/join #" + std::to_string(i) + emoji + "\n");
    REQUIRE(guests.until([&] {
        return std::all_of(crowd.begin(), crowd.end(), [](guest* one) { return one->has_heard("has come to #"); });
    }));
    const auto evil = guests.join_all(askers, "evil", {.receive_buffer = 4096});
    for (guest* one : evil) one->reading = false;

    std::string question;
    SUBCASE("/rooms") { question = "/rooms\n"; }
    SUBCASE("/help") { question = "/help\n"; }
    SUBCASE("/who, the list being new each time") { question = "/nick evil\n/who\n/nick live\n/who\n"; }
    SUBCASE("/join, with much to replay") {
        question = "/join #a\n/join #b\n";
        for (const std::string room : {"#a", "#b"}) {
            guest& talker = *crowd[room == "#a" ? 0 : 1];
            talker.say("/join " + room + "\n");
            for (int i = 0; i != 100; ++i) talker.say(line_of(2000, 'x'));
        }
        REQUIRE(guests.until([&] { return crowd[0]->unsent() == 0 && crowd[1]->unsent() == 0; }));
    }
    const std::size_t before = program.peak_memory();
    std::string questions;
    while (questions.size() < 16'000) questions += question;
    for (guest* one : evil) one->say(questions);

    // The pair talks meanwhile, and after the last of them was dropped or answered.
    std::size_t talked = 0;
    const auto begin = clock::now();
    milliseconds longest{0};
    while (talked != 200) {
        const auto asked = clock::now();
        ann.heard.clear();
        ann.say("ping " + std::to_string(talked) + "\n");
        REQUIRE(guests.until([&] { return bob.has_heard("ping " + std::to_string(talked) + "\n"); }));
        longest = std::max(longest, std::chrono::duration_cast<milliseconds>(clock::now() - asked));
        ++talked;
    }
    CAPTURE(longest.count());
    CAPTURE(std::chrono::duration_cast<milliseconds>(clock::now() - begin).count());
    REQUIRE(guests.until([&] {
        return std::all_of(evil.begin(), evil.end(), [](guest* one) { return one->unsent() == 0; });
    }));
    // What answers may wait before the kernel is offered them, for each who does not read; and as much again, since short
    // texts cost more than their bytes.
    const std::size_t most = std::max(limit, parley::outbox::answer_limit);
    if (!sanitizer) CHECK(program.peak_memory() - before < (askers + 2) * 2 * most);
    CHECK(program.end(guests) == 0);
}
