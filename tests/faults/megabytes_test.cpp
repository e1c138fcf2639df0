// SPDX-License-Identifier: MIT

/// @file
/// Row 5 of the fault table, seen from outside: what an endless line costs the process that hears it.

#include "models.hpp"
#include "server_program.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <string>

using namespace faults_test;

namespace {

const std::string too_long = "-- That line is too long (limit 4096 bytes); it was not sent.";

}  // namespace

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
