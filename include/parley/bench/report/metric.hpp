#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What there is to say about one run, as a table: every output reads it, so that all say the same numbers.
/// Refuses to know what several runs have in common. Read next: `bench/report/summary.hpp`.

#include <array>
#include <cstdint>
#include <optional>
#include <parley/bench/sample.hpp>
#include <string_view>

namespace parley::bench::report {

/// A number of a run, or nothing where the run has no such number (no deliveries, so no cost of one).
using reading = std::optional<double>;

/// One column of every table.
/// @snippet bench/report/summary_test.cpp metric
struct metric {
    std::string_view key;          ///< in files: "cpu_ns_per_delivery"
    std::string_view title;        ///< for people: "CPU ns"
    std::string_view about;        ///< a sentence's end: "CPU time of the server for one delivery, in nanoseconds"
    reading (*of)(const sample&);  ///< pure
};

/// What the columns are computed with, and what is nothing rather than a number.
namespace formulas {

/// A quotient; nothing where there is none.
inline reading ratio(double above, double below) {
    return below > 0 && above >= 0 ? reading(above / below) : std::nullopt;
}
/// Of a run, in units that people speak of; nothing where the run has no such number. @{
inline reading per_second(std::uint64_t count, const sample& run) {
    return ratio(static_cast<double>(count), run.seconds);
}
inline reading nanoseconds_per_delivery(double seconds, const sample& run) {
    return ratio(seconds * 1e9, static_cast<double>(run.deliveries));
}
/// @}
/// The system may not have told how the CPU time is split.
inline bool split_is_known(const server_cost& cost) { return cost.user_seconds > 0 || cost.system_seconds > 0; }
/// The part of the CPU time of a delivery, in nanoseconds.
inline reading known_part(double seconds, const sample& run) {
    return split_is_known(run.cost) ? nanoseconds_per_delivery(seconds, run) : std::nullopt;
}
/// For 1,000 deliveries.
inline reading per_thousand(std::uint64_t count, std::uint64_t deliveries) {
    return ratio(static_cast<double>(count) * 1000, static_cast<double>(deliveries));
}
/// Nothing where there are too few values for anything to be above that percentile: p99 needs a hundred.
inline reading known_microseconds(const histogram& latency, double percent) {
    if (latency.empty()) return std::nullopt;
    const double needed = percent < 100 ? 100 / (100 - percent) * (1 - 1e-9) : 1;
    if (static_cast<double>(latency.count()) < needed) return std::nullopt;
    return static_cast<double>(latency.at_percentile(percent)) / 1000;
}
/// Of the server's cost: 0 means that nobody looked, a process has at least one thread and some memory.
inline reading if_any(std::size_t value, double unit) {
    return value == 0 ? std::nullopt : reading(static_cast<double>(value) / unit);
}

}  // namespace formulas

/// The columns, by what they are called in the code. The order is that of the files' columns.
namespace metrics {

using namespace formulas;

/// What it is stands in its `about`, for readers of this as for those of the report. @{
inline constexpr metric messages{"messages_per_s", "messages/s", "messages said by the load in a second",
                                  [](const sample& run) { return per_second(run.messages, run); }};
inline constexpr metric deliveries{"deliveries_per_s", "deliveries/s", "messages heard by its clients in a second",
                                    [](const sample& run) { return per_second(run.deliveries, run); }};
inline constexpr metric cpu{
    "cpu_ns_per_delivery", "CPU ns", "CPU time of the server for one delivery, in nanoseconds",
    [](const sample& run) {
        return run.cost.cpu_seconds > 0 ? nanoseconds_per_delivery(run.cost.cpu_seconds, run) : std::nullopt;
    }};
inline constexpr metric user{"user_ns_per_delivery", "user ns", "the part of the CPU time in the program itself",
                              [](const sample& run) { return known_part(run.cost.user_seconds, run); }};
inline constexpr metric system{
    "system_ns_per_delivery", "system ns", "the part of the CPU time in system calls",
    [](const sample& run) { return known_part(run.cost.system_seconds, run); }};
inline constexpr metric p50{"p50_us", "p50 µs", "half of the deliveries took no longer, in microseconds",
                             [](const sample& run) { return known_microseconds(run.delivery_latency, 50); }};
inline constexpr metric p90{"p90_us", "p90 µs", "90 % of the deliveries took no longer, in microseconds",
                             [](const sample& run) { return known_microseconds(run.delivery_latency, 90); }};
inline constexpr metric p99{"p99_us", "p99 µs", "99 % of the deliveries took no longer, in microseconds",
                             [](const sample& run) { return known_microseconds(run.delivery_latency, 99); }};
inline constexpr metric p999{"p999_us", "p99.9 µs", "99.9 % of the deliveries took no longer, in microseconds",
                              [](const sample& run) { return known_microseconds(run.delivery_latency, 99.9); }};
inline constexpr metric slowest{"max_us", "max µs", "the slowest delivery, in microseconds",
                                 [](const sample& run) { return known_microseconds(run.delivery_latency, 100); }};
inline constexpr metric last_p50{"last_receiver_p50_us", "last p50 µs",
                                  "half of the messages had reached their last receiver, in microseconds",
                                  [](const sample& run) { return known_microseconds(run.last_receiver, 50); }};
inline constexpr metric last_p99{"last_receiver_p99_us", "last p99 µs",
                                  "99 % of the messages had reached their last receiver, in microseconds",
                                  [](const sample& run) { return known_microseconds(run.last_receiver, 99); }};
inline constexpr metric switches{
    "context_switches_per_1000", "switches/1k", "context switches of the server for 1,000 deliveries",
    [](const sample& run) { return per_thousand(run.cost.context_switches, run.deliveries); }};
inline constexpr metric calls{
    "socket_calls_per_1000", "accept+receive+send calls/1k",
    "accept, receive and send calls for 1,000 deliveries, from a run of their own that was not timed; calls that wait "
    "(select, poll, epoll_wait) are not counted",
    [](const sample& run) {
        return per_thousand(run.calls.accept + run.calls.receive + run.calls.send, run.calls.deliveries);
    }};
inline constexpr metric threads{"threads", "threads", "threads of the server at the end",
                                 [](const sample& run) { return if_any(run.cost.threads, 1); }};
inline constexpr metric memory{"resident_mib", "MiB", "the server's memory of its own at the end, in MiB",
                                [](const sample& run) { return if_any(run.cost.resident_bytes, 1024 * 1024); }};
inline constexpr metric per_client{
    "resident_kib_per_client", "KiB/client", "what a client has added to the server's memory of its own, in KiB",
    [](const sample& run) {
        const double added =
            static_cast<double>(run.cost.resident_bytes) - static_cast<double>(run.cost.resident_bytes_before);
        if (run.cost.resident_bytes == 0) return reading();
        return ratio(added > 0 ? added / 1024 : 0, static_cast<double>(run.given.clients));
    }};
/// @}

/// Every column, in the order of the files.
inline constexpr std::array all{&messages, &deliveries, &cpu,     &user,    &system,    &p50,
                                &p90,      &p99,        &p999,    &slowest, &last_p50,  &last_p99,
                                &switches, &calls,      &threads, &memory,  &per_client};

}  // namespace metrics

}  // namespace parley::bench::report
