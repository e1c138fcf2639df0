// SPDX-License-Identifier: MIT

/// @file
/// The server that people use, `thread_per_client` and the chat, in every order in which its threads can meet as long as
/// one of them is interrupted once. (Twice and at random: thread_per_client_slow_test.cpp.)

#include "chat_programs.hpp"
#include "found.hpp"

#include <doctest/doctest.h>

TEST_CASE("stop() while a client enters") { expect_sound(explore::threads(stop_against_entering, {.unusual = 1, .unusual_turns = true})); }
TEST_CASE("two speak, and one of them stops the server") { expect_sound(explore::threads(two_speak, {.unusual = 1, .unusual_turns = true})); }
TEST_CASE("a client hangs up while it is told") { expect_sound(explore::threads(one_hangs_up, {.unusual = 1, .unusual_turns = true})); }
TEST_CASE("a client quits while it is told") { expect_sound(explore::threads(one_quits, {.unusual = 1, .unusual_turns = true})); }
TEST_CASE("the kernel is full while two tell one") { expect_sound(explore::threads(slow_reader, {.unusual = 1, .unusual_turns = true})); }
TEST_CASE("two want one name") { expect_sound(explore::threads(two_want_one_name, {.unusual = 1, .unusual_turns = true})); }
