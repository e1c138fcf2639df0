#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The chat's daily work: everybody hears what a few say, as fast as the server can (closed loop), or at a fixed rate
/// (open loop). Read next: `bench/performance.hpp`; `bench/loads/stopped_reader.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/performance.hpp>

/// The kinds of work that servers are given: a function each, which performs one run of it.
namespace parley::bench::loads {

/// How many of the clients talk.
inline constexpr std::size_t most_talkers = 4;

/// `in_flight` messages are on their way at any time; one is until the last client has heard it.
inline void fan_out(performance& run) {
    const load& wanted = run.result.given;
    run.guests.invite(wanted.clients);
    run.begin_talk(wanted.clients, std::min({wanted.in_flight, most_talkers, wanted.clients}));
    run.measure([&](const until& end) { run.talking->keep_in_flight(wanted.in_flight, end); });
}

/// `rate` messages a second.
inline void fixed_rate(performance& run) {
    const load& wanted = run.result.given;
    run.guests.invite(wanted.clients);
    run.begin_talk(wanted.clients, std::min(most_talkers, wanted.clients));
    run.measure([&](const until& end) { run.talking->keep_rate(wanted.rate, end); });
}

}  // namespace parley::bench::loads
