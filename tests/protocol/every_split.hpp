#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// All 2^(n-1) ways to cut a text of n bytes into pieces: how a network may deliver it.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using pieces = std::vector<std::string_view>;

/// Calls `visit(const pieces&)` for every way to cut `text`, and says how many there were.
template <class Visit>
std::uint32_t for_every_split(std::string_view text, Visit&& visit) {
    const std::uint32_t ways = std::uint32_t{1} << (text.size() - 1);
    pieces cut;
    for (std::uint32_t cuts = 0; cuts != ways; ++cuts) {  // bit i: a cut after byte i
        cut.clear();
        std::size_t begin = 0;
        for (std::size_t i = 0; i != text.size(); ++i) {
            if (i + 1 != text.size() && (cuts >> i & 1u) == 0) continue;
            cut.push_back(text.substr(begin, i + 1 - begin));
            begin = i + 1;
        }
        visit(cut);
    }
    return ways;
}

/// How long each piece is, for a failing test to print.
inline std::vector<std::size_t> lengths(const pieces& cut) {
    std::vector<std::size_t> all;
    for (const std::string_view piece : cut) all.push_back(piece.size());
    return all;
}
