// SPDX-License-Identifier: MIT

/// @file
/// What thread_per_client_test.cpp does, with two unusual steps instead of one, as far as half a minute goes.

#include "chat_programs.hpp"
#include "found.hpp"

#include <doctest/doctest.h>
#include <string>

namespace {

/// All orders with up to two unusual steps, if they are not more than this; else so many of them, and some at random
/// with up to six.
void expect_sound_far_and_wide(void (*program)(explore::world&)) {
    const auto found = explore::threads(program, {.unusual = 2,
                                                  .unusual_turns = true,
                                                  .orders = 20'000,
                                                  .at_random = 2'000,
                                                  .unusual_at_random = 6});
    CHECK(found.story == "");
    MESSAGE(found.orders << std::string(found.all ? " orders, all there are" : " orders"));
}

}  // namespace

TEST_CASE("stop() while a client enters") { expect_sound_far_and_wide(stop_against_entering); }
TEST_CASE("two speak, and one of them stops the server") { expect_sound_far_and_wide(two_speak); }
TEST_CASE("a client hangs up while it is told") { expect_sound_far_and_wide(one_hangs_up); }
TEST_CASE("a client quits while it is told") { expect_sound_far_and_wide(one_quits); }
TEST_CASE("the kernel is full while two tell one") { expect_sound_far_and_wide(slow_reader); }
TEST_CASE("two want one name") { expect_sound_far_and_wide(two_want_one_name); }
