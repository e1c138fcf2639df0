#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a report is made of: who compares fills it in. Refuses to know what it will look like.
/// Read next: `bench/machine.hpp`, `bench/prediction.hpp`, `bench/report/metric.hpp`.

#include <optional>
#include <parley/bench/machine.hpp>
#include <parley/bench/prediction.hpp>
#include <parley/bench/sample.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// Somebody who was asked for and is not among the samples: "asio", "libasio-dev is not installed".
/// @snippet bench/line_up_test.cpp left_out
struct left_out {
    std::string contestant;  ///< or "everybody"
    std::string why;         ///< a sentence without a full stop
};

/// A picture of spans, as SVG text.
/// @snippet bench/report/report_test.cpp timeline
struct timeline {
    std::string title;  ///< the load
    std::string svg;    ///< a whole file
};

/// Everything that is reported. Contestants and loads come in the order in which the samples first name them.
///
/// @snippet examples/tools/report.cpp report
struct contents {
    machine ran_on{};                   ///< where all of it was measured
    std::vector<sample> samples{};      ///< all runs, void ones too
    std::string reference = "floor";    ///< the contestant whose cost is 1 in the column of ratios; it wins nothing
    std::vector<left_out> missing{};    ///< in the order in which it was found out
    std::optional<prediction> guess{};  ///< somebody's, before anything was measured
    std::vector<timeline> timelines{};  ///< for the page
    std::vector<std::string> notes{};   ///< plain sentences: "Ctrl+C after round 2 of 5"
};

}  // namespace parley::bench::report
