// SPDX-License-Identifier: MIT

/// @file
/// Rows 1, 5 and 13 of the fault table, seen from outside: what somebody who does not read, an endless line, and three
/// hundred who say nothing cost the process that serves them.

#include "slow_reader_program.hpp"

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <type_traits>
#include <vector>

using namespace faults_test;

namespace {

const std::string too_long = "-- That line is too long (limit 4096 bytes); it was not sent.";

}  // namespace

TEST_CASE_TEMPLATE("row 1: a client stops to read while 10 MB are broadcast", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    stop_reading(policy_name<P>, 12);
}

TEST_CASE_TEMPLATE("row 5: megabytes without a newline need no memory, and are answered once", P, PARLEY_MODELS) {
    constexpr std::size_t megabytes = sanitizer ? 8 : 64;
    server_program program(policy_name<P>, {});
    party guests(program.port);
    guest& ann = guests.join("ann");
    const std::size_t before = program.memory();
    const std::string megabyte(std::size_t{1} << 20, 'x');
    std::size_t left_to_say = megabytes;
    REQUIRE(guests.until([&] {
        if (ann.unsent() == 0 && left_to_say != 0) {
            ann.say(megabyte);
            --left_to_say;
        }
        return ann.unsent() == 0 && left_to_say == 0;
    }));
    ann.heard.clear();
    ann.say("\nafter\n");
    REQUIRE(guests.until([&] { return ann.has_heard("after\n"); }));
    CHECK(ann.count(too_long) <= 1);  // the rest of them was heard before
    CHECK(ann.lines().back() == "ann: after");
    if (!sanitizer) CHECK(program.peak_memory() - before < (std::size_t{1} << 20));
    CHECK(program.end(guests) == 0);
}

TEST_CASE_TEMPLATE("row 13: three hundred who say nothing, or a byte now and then, cost little, and go at the limit", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    constexpr std::size_t count = many(300, 50);
    // A client without a name: its peer, session and one notice; with a thread, what of its stack was touched, too.
    constexpr std::size_t allowed = (std::is_same_v<P, parley::thread_per_client> ? 32 : 4) * 1024;
    REQUIRE(may_open(count + 100));
    server_program program(policy_name<P>, {"--login-limit", "2"});
    party guests(program.port);
    guest& ann = guests.join("ann");
    const std::size_t before = program.memory();
    const auto begin = clock::now();
    std::vector<guest*> strangers;
    for (std::size_t i = 0; i != count; ++i) strangers.push_back(&guests.invite());
    // Their bytes last longer than the limit: one more of somebody's in each turn.
    std::size_t turn = 0, most = before;
    bool all_came = false;
    REQUIRE(guests.until([&] {
        guest& one = *strangers[turn++ % count];
        if (turn % 2 == 0 && !one.over()) one.say("x");
        all_came = all_came || std::all_of(strangers.begin(), strangers.end(), [](guest* each) { return each->has_heard(prompt); });
        if (turn % 16 == 0) most = std::max(most, program.memory());
        return std::all_of(strangers.begin(), strangers.end(), [](guest* each) { return each->over(); });
    }));
    CHECK(all_came);
    CHECK(clock::now() - begin >= milliseconds(1'990));
    for (const guest* one : strangers) CHECK(one->ended);
    CAPTURE((most - before) / count);
    if (!sanitizer && before != 0) CHECK(most - before < count * allowed);
    ann.say("still here\n");
    CHECK(guests.until([&] { return ann.has_heard("ann: still here\n"); }));
    CHECK(program.end(guests) == 0);
}
