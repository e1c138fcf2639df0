#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The bell rings and the whole school comes: 256 are on their way at any time, and who is in makes room for the next.
/// (More at once would measure how long the kernel's queue is.) Everybody who is in hears of everybody who comes.
/// Read next: `bench/performance.hpp`.

#include <chrono>
#include <parley/bench/performance.hpp>

namespace parley::bench::loads {

/// A message is somebody who has come, its delivery their welcome, and the latency the time between.
inline void join_storm(performance& run) {
    constexpr std::size_t on_their_way = 256;
    const std::size_t clients = run.result.given.clients;
    const native::usage before = run.usage();
    const time_point begin = clock::now();
    run.guests.invite(clients, on_their_way);
    run.result.seconds = std::chrono::duration<double>(clock::now() - begin).count();
    run.wait_for_quiet();
    run.add_cost_since(before);
    run.result.messages = run.result.deliveries = clients;
    run.result.delivery_latency = run.guests.welcome_times();
}

}  // namespace parley::bench::loads
