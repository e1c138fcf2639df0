#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who sets the pace of a closed loop, the server or the load? Where hearing and checking a message costs more than
/// sending it, more servers than one look equally fast. Refuses to know how they are measured.
/// Read next: `bench/sample.hpp`.

#include <map>
#include <parley/bench/sample.hpp>
#include <span>
#include <string>

namespace parley::bench {

/// Names the servers that needed less processor time than the load did, in most of their runs, under this closed loop.
/// Empty when there are none.
inline std::string pace_note(const load& given, std::span<const sample> runs) {
    std::map<std::string, int> lead;  // runs in which the load was the slower one, less those in which it was not
    for (const sample& run : runs) {
        if (run.given != given || given.in_flight == 0 || !run.broken.empty() || run.deliveries == 0) continue;
        lead[run.contestant] += run.load_seconds > run.cost.cpu_seconds ? 1 : -1;
    }
    std::string names;
    for (const auto& [name, count] : lead)
        if (count > 0) names += (names.empty() ? "" : ", ") + name;
    if (names.empty()) return {};
    return "the load needed more processor time than " + names + "; so it set the pace there, and deliveries a " +
           "second say little. CPU time is the server's alone.";
}

}  // namespace parley::bench
