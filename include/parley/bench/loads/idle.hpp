#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Thousands who say nothing, and ten who talk in another room: what do the silent ones cost, in memory and in the
/// others' time? With no idle clients it is what the ten cost alone. Read next: `bench/performance.hpp`.

#include <cstddef>
#include <parley/bench/performance.hpp>
#include <string>

namespace parley::bench::loads {

inline constexpr std::size_t room_talkers = 10;  ///< in the other room, each with a message in flight

/// Guest `who` goes to another room. False when the server has none.
inline bool change_room(performance& run, std::size_t who) {
    return run.understands(who, "/join #talk", "'" + breach::name_of(who) + "' has come to #talk.");
}

/// A server without rooms shows its memory only.
inline void idle(performance& run) {
    const std::size_t idle_clients = run.result.given.clients;
    run.guests.invite(room_talkers);
    bool has_rooms = true;
    for (std::size_t who = 0; who != room_talkers && has_rooms; ++who) has_rooms = change_room(run, who);
    if (!has_rooms && idle_clients == 0) throw not_applicable("it has no rooms");
    run.wait_for_quiet();
    const std::size_t before = run.usage().private_bytes;
    run.guests.invite(room_talkers + idle_clients);
    run.wait_for_quiet();
    const native::usage quiet = run.usage();
    if (has_rooms) {
        run.begin_talk(room_talkers, room_talkers);
        run.measure([&](const until& end) { run.talking->keep_in_flight(room_talkers, end); });
    }
    run.result.cost.threads = quiet.threads;
    run.result.cost.resident_bytes_before = before;
    run.result.cost.resident_bytes = quiet.private_bytes;
}

}  // namespace parley::bench::loads
