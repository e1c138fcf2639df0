#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which tables a report has: the same in the terminal and on the page. Refuses to know how they are drawn.
/// Read next: `bench/report/markdown.hpp`, `bench/report/charts.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <parley/bench/report/table.hpp>
#include <parley/bench/report/text.hpp>
#include <parley/bench/report/verdict.hpp>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench::report {

/// "epoll_loop", "asio (1 void)" or "doctored (void)".
inline std::string name_of(const row& one) {
    if (one.void_runs == 0) return one.contestant;
    return one.contestant + (one.runs.empty() ? " (void)" : " (" + std::to_string(one.void_runs) + " void)");
}

/// A column with a cell of each row.
template <class Cell>
void add_column(table& made, const group& compared, const std::string& title, Cell cell) {
    std::vector<std::string> cells;
    for (const row& one : compared.rows) cells.push_back(cell(one));
    made.add_column(title, cells);
}

/// Beside the easier load, if this one is read beside one, and by this number.
inline void add_beside(table& made, const group& compared, const metric& column) {
    if (compared.beside.column != &column) return;
    add_column(made, compared, std::string(compared.beside.title),
               [](const row& one) { return spread_text(spread_of(one.beside)); });
}

/// What comes through and what it costs, with the spread.
inline table speed_table(const group& compared, const std::string& reference) {
    table made;
    add_column(made, compared, "contestant", name_of);
    for (const metric* column : {&metrics::messages, &metrics::deliveries, &metrics::cpu})
        add_column(made, compared, std::string(column->title), [&](const row& one) {
            return column == &metrics::messages ? median_text(one.of(*column)) : spread_text(one.of(*column));
        });
    add_column(made, compared, "x " + reference, [](const row& one) { return spread_text(one.ratio()); });
    add_beside(made, compared, metrics::cpu);
    return made;
}

/// The median; threads are counted, not measured, so 1 is not 1.00.
inline std::string cell_of(const row& one, const metric& column) {
    const auto value = one.of(column);
    return value && &column == &metrics::threads ? brief(value->median) : median_text(value);
}

/// Some columns, medians only.
inline table median_table(const group& compared, std::initializer_list<const metric*> columns) {
    table made;
    add_column(made, compared, "contestant", name_of);
    for (const metric* column : columns)
        add_column(made, compared, std::string(column->title), [&](const row& one) { return cell_of(one, *column); });
    return made;
}

/// So few messages that a percentile says little; else "-".
inline std::string few_messages(const row& one) {
    constexpr std::uint64_t few = 100;
    std::vector<double> counts;
    for (const sample* run : one.runs) counts.push_back(static_cast<double>(run->messages));
    const auto messages = spread_of(std::move(counts));
    const bool is_said = messages && messages->median > 0 && messages->median < few;
    return is_said ? brief(messages->median) : "-";
}

/// Percentiles of one load in microseconds, medians of the rounds.
inline table latency_table(const group& compared) {
    table made = median_table(compared, {&metrics::p50, &metrics::p90, &metrics::p99, &metrics::p999,
                                         &metrics::slowest, &metrics::last_p50, &metrics::last_p99});
    if (!made.empty()) add_column(made, compared, "messages (few)", few_messages);
    add_beside(made, compared, metrics::p99);
    return made;
}

/// What a delivery takes of the server: time, switches and calls, threads and memory; medians of the rounds.
inline table cost_table(const group& compared) {
    return median_table(compared, {&metrics::user, &metrics::system, &metrics::switches, &metrics::calls,
                                   &metrics::threads, &metrics::memory, &metrics::per_client});
}

/// The guess beside what came out: places and ratios by CPU time, among those who were guessed and are in the ranking.
/// Empty where there are none.
inline table prediction_table(const prediction& guess, const group& compared, const std::string& reference) {
    std::vector<standing> ranks = ranking(compared, metrics::cpu, better::lower, reference);
    std::erase_if(ranks, [&](const standing& one) {
        return std::count(guess.order.begin(), guess.order.end(), one.contestant) == 0;
    });
    table made;
    made.columns = {"contestant", "guessed place", "place", "guessed x " + reference, "x " + reference};
    for (const std::string& name : guess.order) {
        const auto is_it = [&](const auto& one) { return one.contestant == name; };
        const auto rank = std::find_if(ranks.begin(), ranks.end(), is_it);
        if (rank == ranks.end()) continue;
        const auto ratio = std::find_if(compared.rows.begin(), compared.rows.end(), is_it)->ratio();
        const auto factor = guess.factor.find(name);
        made.rows.push_back({name, std::to_string(made.rows.size() + 1),
                             place_of(ranks, static_cast<std::size_t>(rank - ranks.begin())),
                             factor == guess.factor.end() ? "-" : brief(factor->second), median_text(ratio)});
    }
    return made;
}

/// What runs were void, who is missing, and what else is to be said: a sentence each.
inline std::vector<std::string> remarks(const contents& all, const summary& made) {
    std::vector<std::string> said = all.notes;
    for (const left_out& one : all.missing) said.push_back("Left out: " + one.contestant + ": " + one.why);
    for (const sample* run : made.void_runs)
        said.push_back("Void: " + run->contestant + ", " + title_of(run->given) +
                       (run->round == 0 ? "" : ", round " + std::to_string(run->round)) + ": " + run->broken);
    return said;
}

}  // namespace parley::bench::report
