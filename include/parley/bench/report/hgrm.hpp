#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A histogram in the percentile text format of HdrHistogram (`.hgrm`), which its plotter and others read.
/// Refuses to know files. Read next: `bench/report/scale.hpp`.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <parley/bench/histogram.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// A point of the curve: so many of the values are not larger.
/// @snippet bench/report/hgrm_test.cpp percentile_point
struct percentile_point {
    double percent = 0;       ///< 0 to 100
    std::uint64_t value = 0;  ///< in the unit of the histogram
};

/// From 0 % on, five points on the way to each halving of the rest (50 %, 75 %, 87.5 %, ...), as HdrHistogram has it,
/// until the rest is less than one value; the last point is 100 %. Empty for an empty histogram.
inline std::vector<percentile_point> percentile_points(const histogram& all) {
    std::vector<percentile_point> points;
    if (all.empty()) return points;
    const double one_value = 100 / static_cast<double>(all.count());
    for (double rest = 100; rest > one_value && points.size() < 320; rest /= 2)  // 64 halvings: no more values
        for (int step = 0; step != 5; ++step) {
            const double percent = 100 - rest + rest / 2 * step / 5;
            points.push_back({percent, all.at_percentile(percent)});
        }
    points.push_back({100, all.max()});
    return points;
}

namespace hgrm_parts {

/// Blanks before it, up to that width.
inline std::string right(std::string text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}
/// In microseconds.
inline std::string thousandth(double nanoseconds) { return right(fixed(nanoseconds / 1000, 3), 12); }

}  // namespace hgrm_parts

/// Nanoseconds in, microseconds in the text, with three digits behind the point.
inline std::string to_hgrm(const histogram& all) {
    using namespace hgrm_parts;
    std::string text = "       Value     Percentile TotalCount 1/(1-Percentile)\n\n";
    for (const percentile_point& point : percentile_points(all)) {
        const double share = point.percent / 100;
        text += thousandth(static_cast<double>(point.value)) + ' ' + fixed(share, 12) + ' ' +
                right(std::to_string(all.count_up_to(point.value)), 10);
        if (share < 1) text += ' ' + right(fixed(1 / (1 - share), 2), 14);
        text += '\n';
    }
    text += "#[Mean    = " + thousandth(all.mean()) + ", StdDeviation   = " + thousandth(all.standard_deviation()) +
            "]\n#[Max     = " + thousandth(static_cast<double>(all.max())) +
            ", Total count    = " + right(std::to_string(all.count()), 12) +
            "]\n#[Buckets = " + right(std::to_string(all.buckets() / histogram::buckets_per_doubling), 12) +
            ", SubBuckets     = " + right(std::to_string(histogram::buckets_per_doubling), 12) + "]\n";
    return text;
}

}  // namespace parley::bench::report
