#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What everybody heard when memory ran out, compared with what they heard when it did not.
/// Read next: `memory/session_test.cpp`.

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <vector>

#include "failures/party.hpp"

namespace memory_test {

/// Who heard what, in one run. A name that is missing was lost.
using transcripts = std::map<std::string, std::string>;

/// Is `heard` what it should be, but for what concerns `name`? Names are told apart by what is before their first dot.
inline bool same_but_for(const std::string& heard, const std::string& expected, const std::string& name) {
    using failures_test::lines_naming;
    const std::string other = name.substr(0, name.find('.'));
    if (lines_naming(heard, other, false) != lines_naming(expected, other, false)) return false;
    std::vector<std::string> about = lines_naming(heard, other, true);
    std::sort(about.begin(), about.end());
    return std::adjacent_find(about.begin(), about.end()) == about.end();  // nothing doubled
}

/// One allocation failed: one client may be lost by it, and of `leavers`, who left by themselves, it may not have
/// been announced. Nobody else noticed anything.
inline void check_against(const transcripts& reference, const transcripts& heard, const std::vector<std::string>& leavers) {
    std::vector<std::string> lost;
    for (const auto& [name, text] : reference)
        if (heard.count(name) == 0) lost.push_back(name);
    CHECK(lost.size() <= 1);
    const std::vector<std::string>& excuses = lost.empty() ? leavers : lost;
    for (const auto& one : heard) {
        const std::string &name = one.first, &text = one.second;
        if (reference.count(name) == 0) continue;
        const std::string& expected = reference.at(name);
        const auto excused = [&](const std::string& other) { return same_but_for(text, expected, other); };
        const bool good = text == expected || std::any_of(excuses.begin(), excuses.end(), excused);
        CHECK_MESSAGE(good, name << " heard: " << text << "\nand should have heard: " << expected << "\nbut for what concerns "
                                 << (lost.empty() ? "nobody" : lost.front()));
    }
}

}  // namespace memory_test
