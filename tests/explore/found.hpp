#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What every test of the explorer does with an outcome: a planted bug has to be found, told and found again by its
/// seed; without the bug there has to be nothing to be told.

#include <doctest/doctest.h>
#include <parley/testing/explore.hpp>
#include <string_view>

namespace explore = parley::testing::explore;

/// It was found, its story has these parts in this order, and `again(seed)` tells the same story.
template <class Again>
void expect_found(const explore::outcome& found, std::initializer_list<std::string_view> parts, Again&& again) {
    std::size_t position = 0;
    for (const std::string_view part : parts) {
        position = found.story.find(part, position);
        CHECK_MESSAGE(position != found.story.npos, part << " is not, or not there, in " << found.story);
        if (position == found.story.npos) return;
    }
    CHECK(again(found.seed).story == found.story);
    MESSAGE("found in order " << found.orders << ", seed \"" << found.seed << "\"");
}

/// The threads' part of it.
template <class Program>
void expect_found(const Program& program, std::initializer_list<std::string_view> parts) {
    expect_found(explore::threads(program), parts, [&](const auto& seed) { return explore::threads(program, seed); });
}

/// All orders within the bounds were walked, and nothing was found.
inline void expect_sound(const explore::outcome& found) {
    CHECK(found.story == "");
    CHECK(found.all);
    MESSAGE(found.orders << " orders");
}
