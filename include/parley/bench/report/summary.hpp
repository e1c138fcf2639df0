#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What several runs of the same say together: the median and how far the runs lie apart, and who is the best, if
/// anybody is. Refuses to know how it is printed. Read next: `bench/report/verdict.hpp`.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/metric.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// A number over all rounds: the median, and the smallest and largest that came up.
struct spread {
    double median = 0, low = 0, high = 0;
    std::size_t rounds = 0;  ///< that have such a number

    /// Whether both might be the same: some round of one lies within the rounds of the other. One round alone proves
    /// nothing.
    bool overlaps(const spread& other) const noexcept {
        return rounds < 2 || other.rounds < 2 || (low <= other.high && other.low <= high);
    }
};

/// Nothing if there is nothing.
inline std::optional<spread> spread_of(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    return spread{median, values.front(), values.back(), values.size()};
}

/// One contestant under one load, all rounds.
struct row {
    std::string contestant;
    std::vector<const sample*> runs{};  ///< the good ones
    std::size_t void_runs = 0;
    std::vector<double> ratios{};  ///< CPU time by that of the reference, of each round in which both have one

    std::optional<spread> of(const metric& column) const {
        std::vector<double> values;
        for (const sample* run : runs)
            if (const reading value = column.of(*run)) values.push_back(*value);
        return spread_of(std::move(values));
    }

    /// Times the CPU time of the reference.
    std::optional<spread> ratio() const { return spread_of(ratios); }

    /// The latencies of all rounds in one.
    histogram latency() const {
        histogram all;
        for (const sample* run : runs) all.merge(run->delivery_latency);
        return all;
    }
};

/// All contestants under one load.
struct group {
    load given;
    std::vector<row> rows{};
};

/// Who made a summary keeps its samples: rows point at them.
struct summary {
    std::vector<group> groups{};
    std::vector<std::string> contestants{};  ///< of all groups: the place in it chooses a colour
    std::vector<const sample*> void_runs{};
};

namespace formulas {

template <class List, class Is, class Make>
auto& found_or_made(List& list, Is is, Make make) {
    const auto found = std::find_if(list.begin(), list.end(), is);
    return found != list.end() ? *found : list.emplace_back(make());
}

/// In one round, so that what disturbed the machine meanwhile has disturbed both.
inline void divide_by_reference(group& compared, const std::string& reference) {
    std::map<int, double> cost;
    for (const row& one : compared.rows)
        for (const sample* run : one.runs)
            if (const reading cpu = metrics::cpu.of(*run); cpu && one.contestant == reference) cost[run->round] = *cpu;
    for (row& one : compared.rows)
        for (const sample* run : one.runs)
            if (const auto beside = cost.find(run->round); beside != cost.end())
                if (const reading cpu = metrics::cpu.of(*run))
                    if (const reading times = ratio(*cpu, beside->second)) one.ratios.push_back(*times);
}

}  // namespace formulas

/// Sorts runs into groups and rows. Void runs are only counted.
inline summary summarize(const contents& all) {
    summary made;
    for (const sample& run : all.samples) {
        group& compared = formulas::found_or_made(
            made.groups, [&](const group& one) { return one.given == run.given; }, [&] { return group{run.given}; });
        row& line = formulas::found_or_made(
            compared.rows, [&](const row& one) { return one.contestant == run.contestant; },
            [&] { return row{run.contestant}; });
        formulas::found_or_made(
            made.contestants, [&](const std::string& one) { return one == run.contestant; },
            [&] { return run.contestant; });
        if (run.broken.empty()) {
            line.runs.push_back(&run);
        } else {
            ++line.void_runs;
            made.void_runs.push_back(&run);
        }
    }
    for (group& compared : made.groups) formulas::divide_by_reference(compared, all.reference);
    return made;
}

}  // namespace parley::bench::report
