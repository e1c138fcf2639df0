#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which pictures a report has, and what is in them. Refuses to know how they are drawn.
/// Read next: `bench/report/hgrm.hpp`, `bench/report/line_chart.hpp`, `bench/report/page.hpp`.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <parley/bench/report/bar_chart.hpp>
#include <parley/bench/report/hgrm.hpp>
#include <parley/bench/report/line_chart.hpp>
#include <parley/bench/report/summary.hpp>
#include <parley/bench/report/tables.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench::report {

/// The same in every picture of a report.
inline look look_of(const std::string& contestant, const contents& all, const summary& made) {
    std::size_t number = 0;
    for (const std::string& one : made.contestants) {
        if (one == contestant) break;
        if (one != all.reference) ++number;
    }
    return {number, contestant == all.reference};
}

/// Loads that differ in their clients only. It points at groups of a summary, which has to stay.
/// @snippet bench/report/charts_test.cpp family
struct family {
    load given;                          ///< of the fewest clients
    std::vector<const group*> groups{};  ///< in the order of their clients
};

/// Those with at least two numbers of clients, fewest first.
inline std::vector<family> families(const summary& made) {
    std::vector<family> found;
    for (const group& one : made.groups) {
        const auto same = [&](const family& other) {
            load given = one.given;
            given.clients = other.given.clients;
            return given == other.given;
        };
        formulas::found_or_made(found, same, [&] { return family{one.given}; }).groups.push_back(&one);
    }
    std::erase_if(found, [](const family& one) { return one.groups.size() < 2; });
    for (family& one : found)
        std::sort(one.groups.begin(), one.groups.end(),
                  [](auto* left, auto* right) { return left->given.clients < right->given.clients; });
    return found;
}

namespace chart_parts {

/// Of somebody under one load, if he was measured there.
inline std::optional<spread> value_of(const group& compared, const std::string& name, const metric& column) {
    const row* const found = formulas::row_of(compared, name);
    return found == nullptr ? std::nullopt : found->of(column);
}

/// "90", "99.9": what stands at the place of 1 / (1 - share).
inline std::string percent_text(double place) {
    if (place < 1.5) return "0";
    if (place < 5) return "50";
    return fixed(100 - 100 / place, std::max(static_cast<int>(std::log10(place) + 0.5) - 2, 0));
}

/// Where a percentile stands on the axis: at 1 / (1 - share), at most where the last value has its place.
inline double percent_place(double percent, const histogram& all) {
    const double last = static_cast<double>(all.count());
    return percent >= 100 ? last : std::min(100 / (100 - percent), last);
}

/// The curve of HdrHistogram's plots, with markers at the percentiles that people speak of.
inline std::vector<point> latency_points(const histogram& all) {
    const auto point_at = [&](double percent, std::uint64_t nanoseconds) {
        return point{percent_place(percent, all), std::max(static_cast<double>(nanoseconds) / 1000, 0.001)};
    };
    std::vector<point> points;
    for (const percentile_point& one : percentile_points(all)) points.push_back(point_at(one.percent, one.value));
    for (const double percent : {50.0, 90.0, 99.0, 99.9, 99.99, 99.999}) {
        if (100 / (100 - percent) > static_cast<double>(all.count()) * (1 + 1e-9)) break;  // of fewer than one value
        point marked = point_at(percent, all.at_percentile(percent));
        marked.hint = "p" + exact(percent) + " " + readable(marked.y) + " \xC2\xB5s";
        points.push_back(marked);
    }
    std::stable_sort(points.begin(), points.end(), [](auto& one, auto& other) {
        return one.x < other.x || (one.x == other.x && one.y < other.y);
    });
    return points;
}

}  // namespace chart_parts

/// How a number changes with the clients.
inline line_chart scaling_chart(const family& loads, const metric& column, const contents& all, const summary& made) {
    line_chart chart{std::string(column.title) + " over clients: " + title_of(loads.given, false),
                     "Curves of " + std::string(column.about) + ", one for each contestant, over the number of "
                     "clients. Both axes are logarithmic. The table below has the numbers.",
                     "clients", std::string(column.title)};
    for (const std::string& name : made.contestants) {
        curve one{name, look_of(name, all, made)};
        for (const group* compared : loads.groups) {
            const auto value = chart_parts::value_of(*compared, name, column);
            const double clients = static_cast<double>(compared->given.clients);  // 0 is nowhere on a logarithmic axis
            if (value && value->median > 0 && clients > 0)
                one.points.push_back(
                    {clients, value->median, brief(clients) + " clients, " + spread_text(value), value});
        }
        if (!one.points.empty()) chart.curves.push_back(one);
    }
    return chart;
}

/// The numbers of scaling_chart().
inline table scaling_table(const family& loads, const metric& column, const summary& made) {
    table numbers;
    numbers.add_column(std::string(column.title), made.contestants);
    for (const group* compared : loads.groups) {
        std::vector<std::string> cells;
        for (const std::string& name : made.contestants)
            cells.push_back(spread_text(chart_parts::value_of(*compared, name, column)));
        numbers.add_column(count_of(compared->given.clients, "client"), cells);
    }
    std::erase_if(numbers.rows, [](const auto& line) {
        return std::all_of(line.begin() + 1, line.end(), [](const std::string& cell) { return cell == "-"; });
    });
    return numbers;
}

/// The latency of so many per cent of the deliveries, all rounds together.
inline line_chart latency_chart(const group& compared, const contents& all, const summary& made) {
    line_chart chart{"Delivery latency by percentile",
                     "Curves of the latency of deliveries, all rounds together, one for each contestant, by "
                     "percentile. Both axes are logarithmic. The table below has the medians of the rounds.",
                     "percentile (%)", "\xC2\xB5s"};
    chart.x_text = chart_parts::percent_text;
    chart.x_ticks = {1, 2, 10, 100, 1000, 10'000, 100'000};
    for (const row& one : compared.rows)
        if (const histogram latency = one.latency(); !latency.empty())
            chart.curves.push_back({one.contestant, look_of(one.contestant, all, made),
                                    chart_parts::latency_points(latency)});
    return chart;
}

/// What a delivery costs the server: in the program itself (dark) and in system calls (light), or framed where nobody
/// knows the parts.
inline bar_chart cpu_chart(const group& compared, const contents& all, const summary& made) {
    bar_chart chart{"CPU time for a delivery",
                    "Bars of the CPU time of the server for one delivery in nanoseconds, one for each contestant; the "
                    "dark part is spent in the program itself, the light part in system calls; of a framed bar the "
                    "parts are not known. The table below has the numbers.",
                    "ns; dark: the program, light: system calls, framed: both", {}, true};
    for (const row& one : compared.rows) {
        const auto cpu = one.of(metrics::cpu), user = one.of(metrics::user), ratio = one.ratio();
        if (!cpu) continue;
        const std::string text = readable(cpu->median) + (ratio ? "  x" + readable(ratio->median) : "");
        chart.bars.push_back({one.contestant, look_of(one.contestant, all, made), cpu->median,
                              user ? reading(std::min(user->median, cpu->median)) : std::nullopt, text,
                              one.contestant + ": " + spread_text(cpu) + " ns", cpu});
    }
    return chart;
}

/// The memory of its own that each server has at the end, in MiB.
inline bar_chart memory_chart(const group& compared, const contents& all, const summary& made) {
    bar_chart chart{"The server's memory of its own",
                    "Bars of the server's memory of its own at the end in MiB, one for each contestant. The table "
                    "below has the numbers.",
                    "MiB"};
    for (const row& one : compared.rows)
        if (const auto memory = one.of(metrics::memory))
            chart.bars.push_back({one.contestant, look_of(one.contestant, all, made), memory->median, memory->median,
                                  readable(memory->median), one.contestant + ": " + spread_text(memory) + " MiB",
                                  memory});
    return chart;
}

}  // namespace parley::bench::report
