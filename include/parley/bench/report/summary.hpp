#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What several runs of the same say together: the median, how far the runs lie apart, and how they compare with other
/// runs of the same round. Refuses to know how it is printed. Read next: `bench/report/verdict.hpp`.

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/metric.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench::report {

/// A number over all rounds: the median, and the smallest and largest that came up.
/// @snippet examples/tools/charts.cpp charts
struct spread {
    double median = 0,       ///< of two in the middle their mean
        low = 0,             ///< the smallest
        high = 0;            ///< the largest
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

/// One contestant under one load, all rounds. It points at samples, which have to stay.
/// @snippet bench/report/summary_test.cpp row
struct row {
    std::string contestant;             ///< by name
    std::vector<const sample*> runs{};  ///< the good ones
    std::size_t void_runs = 0;          ///< the others
    std::vector<double> ratios{};       ///< CPU time by that of the reference, of each round in which both have one
    std::vector<double> beside{};       ///< the group's `beside.column` by that under the easier load, in the same way

    /// Of all rounds, or none: medians of different rounds side by side would have a p99.9 below the p99.
    std::optional<spread> of(const metric& column) const {
        std::vector<double> values;
        for (const sample* run : runs) {
            const reading value = column.of(*run);
            if (!value) return std::nullopt;
            values.push_back(*value);
        }
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

/// For a load that is a question about another one: the number to be compared with that under the easier load.
/// @snippet bench/report/summary_test.cpp comparison_beside
struct comparison_beside {
    const metric* column = nullptr;  ///< none: the load stands by itself
    std::string_view title{};        ///< of the quotients
};

/// All contestants under one load.
/// @snippet examples/tools/report.cpp report
struct group {
    load given;                  ///< what all of them were given to do
    std::vector<row> rows{};     ///< one for each contestant
    comparison_beside beside{};  ///< the easier load that it is read beside, if there is one
};

/// Who made a summary keeps its samples: rows point at them.
/// @snippet examples/tools/report.cpp report
struct summary {
    std::vector<group> groups{};             ///< one for each load
    std::vector<std::string> contestants{};  ///< of all groups: the place in it chooses a colour
    std::vector<const sample*> void_runs{};  ///< of everybody
};

namespace formulas {

/// The first of the list that is it, or a new one at its end. Valid until the list grows.
template <class List, class Is, class Make>
auto& found_or_made(List& list, Is is, Make make) {
    const auto found = std::find_if(list.begin(), list.end(), is);
    return found != list.end() ? *found : list.emplace_back(make());
}

/// In one round, so that what disturbed the machine meanwhile has disturbed both.
inline std::vector<double> divided(const row& above, const row& below, const metric& column) {
    std::map<int, double> divisors;
    for (const sample* run : below.runs)
        if (const reading value = column.of(*run)) divisors[run->round] = *value;
    std::vector<double> quotients;
    for (const sample* run : above.runs)
        if (const auto divisor = divisors.find(run->round); divisor != divisors.end())
            if (const reading value = column.of(*run))
                if (const reading times = ratio(*value, divisor->second)) quotients.push_back(*times);
    return quotients;
}

/// Somebody's row; `nullptr` if there is none.
inline const row* row_of(const group& compared, const std::string& contestant) {
    for (const row& one : compared.rows)
        if (one.contestant == contestant) return &one;
    return nullptr;
}

/// Fills in `row::ratios`.
inline void divide_by_reference(group& compared, const std::string& reference) {
    if (compared.given.kind == "join storm") return;  // floor, the usual reference, tells nobody who has come
    if (const row* below = row_of(compared, reference))
        for (row& one : compared.rows) one.ratios = divided(one, *below, metrics::cpu);
}

/// What is asked of each kind of load: do the others notice the one who is slow, or those who are silent?
inline comparison_beside beside_of(const load& given) {
    if (given.kind == "stopped reader" || given.kind == "slow handler") return {&metrics::p99, "p99 x without"};
    if (given.kind == "idle") return {&metrics::cpu, "x fewest idle"};
    return {};
}

/// Whether `other` is the same without the slow one, or with fewer silent ones.
inline bool is_easier(const load& other, const load& given) {
    load same = given;
    if (given.kind == "idle") {
        same.clients = other.clients;
        return other == same && other.clients < given.clients;
    }
    same.kind = "fixed rate";
    return other == same;
}

/// Fills in `group::beside` and `row::beside`.
inline void divide_by_easier(group& compared, const std::vector<group>& all) {
    compared.beside = beside_of(compared.given);
    if (compared.beside.column == nullptr) return;
    const group* easier = nullptr;
    for (const group& other : all)
        if (is_easier(other.given, compared.given) && (!easier || other.given.clients < easier->given.clients))
            easier = &other;
    if (easier == nullptr) return;
    for (row& one : compared.rows)
        if (const row* below = row_of(*easier, one.contestant))
            one.beside = divided(one, *below, *compared.beside.column);
}

}  // namespace formulas

/// Sorts runs into groups and rows. Void runs are only counted. Each run is looked for among all loads and rows.
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
    for (group& compared : made.groups) {
        formulas::divide_by_reference(compared, all.reference);
        formulas::divide_by_easier(compared, made.groups);
    }
    return made;
}

}  // namespace parley::bench::report
