#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A command that takes 50 ms, and somebody who uses it again and again: do the others wait? Compare with the same at a
/// fixed rate without it. Read next: `bench/serve.hpp`, which knows the command.

#include <algorithm>
#include <cstddef>
#include <parley/bench/loads/fan_out.hpp>
#include <parley/bench/performance.hpp>

namespace parley::bench::loads {

/// Twice as long as a nap, so that half of the time nobody naps.
inline constexpr milliseconds between_naps{100};

/// The last guest says `/nap`. A server that does not know it is left out.
inline void slow_handler(performance& run) {
    const load& wanted = run.result.given;
    if (wanted.clients < 2) throw not_applicable("one has to nap and others to wait");
    const std::size_t napper = wanted.clients - 1;
    run.guests.invite(wanted.clients);
    if (!run.understands(napper, "/nap", "-- You took a nap.")) throw not_applicable("it has no /nap");
    run.guests.give_part(napper, wanted.clients, part::bystander);
    run.begin_talk(napper, std::min(most_talkers, napper));
    run.measure([&](const until& end) {
        time_point next_nap = clock::now();
        run.talking->keep_rate(wanted.rate, end, [&](time_point now) {
            if (now < next_nap) return;
            run.guests.say(napper, "/nap\n");
            next_nap += between_naps;
        });
    });
}

}  // namespace parley::bench::loads
