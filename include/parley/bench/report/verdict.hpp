#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who is the best under one load, in a sentence; most often nobody is. Refuses to know how runs were measured.
/// Read next: `bench/report/text.hpp`.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <parley/bench/report/summary.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

enum class better { lower, higher };

/// Somebody's number.
struct standing {
    std::string contestant;
    spread value;
};

/// Everybody who has the number, best median first. Without the reference: it is no chat.
inline std::vector<standing> ranking(const group& compared, const metric& by, better which,
                                     const std::string& reference) {
    std::vector<standing> ranks;
    for (const row& one : compared.rows)
        if (const auto value = one.of(by); value && one.contestant != reference)
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
    const auto ask = [&](const std::string& title, const metric& by, better which) {
        const std::string answer = verdict(title, ranking(compared, by, which, reference));
        if (!answer.empty()) said.push_back(answer);
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
