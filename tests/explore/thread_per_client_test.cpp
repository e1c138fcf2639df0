// SPDX-License-Identifier: MIT

/// @file
/// The server that people use, `thread_per_client` and the chat, in every order of its threads that leaves the usual
/// course once, and in some at random. (Many more: thread_per_client_slow_test.cpp.)

#include "chat_programs.hpp"
#include "found.hpp"

#include <doctest/doctest.h>

namespace {

constexpr explore::bounds bound{.unusual = 1, .unusual_turns = true, .at_random = 500};

}  // namespace

TEST_CASE("stop() while a client enters") { expect_sound(explore::threads(stop_against_entering, bound)); }
TEST_CASE("two speak, and one of them stops the server") { expect_sound(explore::threads(two_speak, bound)); }
TEST_CASE("a client hangs up while it is told") { expect_sound(explore::threads(one_hangs_up, bound)); }
TEST_CASE("a client quits while it is told") { expect_sound(explore::threads(one_quits, bound)); }
TEST_CASE("the kernel is full while two tell one") { expect_sound(explore::threads(slow_reader, bound)); }
TEST_CASE("two want one name") { expect_sound(explore::threads(two_want_one_name, bound)); }
