// SPDX-License-Identifier: MIT

/// @file
/// What thread_per_client_test.cpp does, twice as far from the usual course and with many more orders at random.

#include "chat_programs.hpp"
#include "found.hpp"

#include <doctest/doctest.h>
#include <string>

namespace {

void expect_sound_far_and_wide(void (*program)(explore::world&)) {
    const auto found = explore::threads(program, {.unusual = 2,
                                                  .unusual_turns = true,
                                                  .orders = 5'000,
                                                  .at_random = 3'000,
                                                  .unusual_at_random = 6});
    CHECK(found.story == "");
    const std::string walked = found.all ? "all with two unusual steps" : "not all with two unusual steps";
    MESSAGE(found.orders << " orders, " << walked);
}

}  // namespace

TEST_CASE("stop() while a client enters") { expect_sound_far_and_wide(stop_against_entering); }
TEST_CASE("two speak, and one of them stops the server") { expect_sound_far_and_wide(two_speak); }
TEST_CASE("a client hangs up while it is told") { expect_sound_far_and_wide(one_hangs_up); }
TEST_CASE("a client quits while it is told") { expect_sound_far_and_wide(one_quits); }
TEST_CASE("the kernel is full while two tell one") { expect_sound_far_and_wide(slow_reader); }
TEST_CASE("two want one name") { expect_sound_far_and_wide(two_want_one_name); }
