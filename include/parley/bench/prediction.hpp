#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a student guesses before the numbers are there: a guess makes one look twice. Refuses to know who was right.
/// Read next: `bench/report/report.hpp`.

#include <map>
#include <string>
#include <vector>

namespace parley::bench {

/// Contestants by the CPU time that their server needs for a delivery. It is asked for before anything is measured, and
/// stands beside what came out, in which "floor" is the reference.
/// @snippet bench/questions_test.cpp prediction
/// @snippet bench/report/summary_test.cpp prediction
struct prediction {
    std::vector<std::string> order;        ///< cheapest first
    std::map<std::string, double> factor;  ///< times the CPU time of the reference; a contestant may be left out
};

}  // namespace parley::bench
