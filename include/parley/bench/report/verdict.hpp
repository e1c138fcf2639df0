#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who is the best under one load, in a sentence; most often nobody is. Refuses to know how runs were measured.
/// Read next: `bench/report/text.hpp`.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <parley/bench/report/summary.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// Which numbers win.
enum class better { lower, higher };

/// Somebody's number.
/// @snippet bench/report/summary_test.cpp standing
struct standing {
    std::string contestant;  ///< by name
    spread value;            ///< over all rounds
};

/// Everybody who has the number, best median first. Without the reference: it is no chat; and without those who have a
/// void run: who loses messages now and then has no speed.
inline std::vector<standing> ranking(const group& compared, const metric& by, better which,
                                     const std::string& reference) {
    std::vector<standing> ranks;
    for (const row& one : compared.rows)
        if (const auto value = one.of(by); value && one.void_runs == 0 && one.contestant != reference)
            ranks.push_back({one.contestant, *value});
    std::stable_sort(ranks.begin(), ranks.end(), [&](const standing& left, const standing& right) {
        return which == better::lower ? left.value.median < right.value.median
                                      : left.value.median > right.value.median;
    });
    return ranks;
}

/// The best one, if no round of another comes into the range of its rounds.
inline std::optional<std::string> winner(const std::vector<standing>& ranks) {
    if (ranks.size() < 2) return std::nullopt;
    for (std::size_t other = 1; other != ranks.size(); ++other)
        if (ranks.front().value.overlaps(ranks[other].value)) return std::nullopt;
    return ranks.front().contestant;
}

/// The places that may be somebody's: "2", or "2-3" where they share them with another one whose range overlaps.
inline std::string place_of(const std::vector<standing>& ranks, std::size_t at) {
    std::size_t first = 1, last = ranks.size();
    for (std::size_t other = 0; other != ranks.size(); ++other) {
        if (ranks[other].value.overlaps(ranks[at].value)) continue;
        first += other < at;
        last -= other > at;
    }
    return std::to_string(first) + (first == last ? "" : '-' + std::to_string(last));
}

/// Whether the load needed more CPU time than this server in most of the rounds. A closed loop then shows how fast the
/// load is: where hearing and checking a message costs more than sending it, more servers than one look equally fast.
/// An open loop has its own pace.
inline bool load_set_the_pace(const row& one) {
    int lead = 0;
    for (const sample* run : one.runs)
        if (run->given.rate == 0) lead += run->load_seconds > run->cost.cpu_seconds ? 1 : -1;
    return lead > 0;
}

/// "epoll_loop, poll_loop": those of whom a number of deliveries a second says little.
inline std::string paced_by_load(const group& compared, const std::string& reference) {
    std::string names;
    for (const row& one : compared.rows)
        if (one.contestant != reference && one.void_runs == 0 && load_set_the_pace(one))
            names += (names.empty() ? "" : ", ") + one.contestant;
    return names;
}

/// "least CPU time: epoll_loop" or "least CPU time: no winner, as epoll_loop, poll_loop overlap"; empty when there is
/// nothing to compare.
inline std::string verdict(const std::string& title, const std::vector<standing>& ranks) {
    if (ranks.size() < 2) return {};
    if (const auto best = winner(ranks)) return title + ": " + *best;
    const bool once = std::any_of(ranks.begin(), ranks.end(), [](const standing& one) { return one.value.rounds < 2; });
    if (once) return title + ": no winner, since one round has no spread";
    std::string tied = ranks.front().contestant;
    for (std::size_t other = 1; other != ranks.size(); ++other)
        if (ranks.front().value.overlaps(ranks[other].value)) tied += ", " + ranks[other].contestant;
    return title + ": no winner, as these overlap: " + tied;
}

/// What one load is about: how much goes through when nothing holds the senders back, else how long it takes.
inline std::vector<std::string> verdicts(const group& compared, const std::string& reference) {
    std::vector<std::string> said;
    for (const row& one : compared.rows)
        if (one.void_runs != 0 && one.contestant != reference)
            said.push_back(one.contestant + " is out: " + count_of(one.void_runs, "void run"));
    const std::string paced = paced_by_load(compared, reference);
    const auto ask = [&](const std::string& title, const metric& by, better which) {
        const std::string answer = verdict(title, ranking(compared, by, which, reference));
        if (!answer.empty() && &by == &metrics::deliveries && !paced.empty()) {
            said.push_back(title + ": no verdict, as the load needed more CPU time than " + paced);
        } else if (!answer.empty()) {
            said.push_back(answer);
        }
    };
    if (compared.given.rate > 0) {
        ask("Lowest p99 latency", metrics::p99, better::lower);
    } else {
        ask("Most deliveries a second", metrics::deliveries, better::higher);
    }
    ask("Least CPU time for a delivery", metrics::cpu, better::lower);
    if (compared.given.kind == "idle") ask("Least memory for a client", metrics::per_client, better::lower);
    return said;
}

}  // namespace parley::bench::report
