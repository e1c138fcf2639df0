#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One of many stops reading: do the others notice? Compare with the same at a fixed rate without it.
/// Read next: `bench/loads/slow_handler.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/loads/fan_out.hpp>
#include <parley/bench/performance.hpp>
#include <string>

namespace parley::bench::loads {

/// Does what `perform` does. When nothing comes any more: is it because of who has stopped reading? Then the others go
/// on as soon as `deaf` reads again. Else the run is void.
template <class Perform>
void blame_stopped_reader(performance& run, std::size_t deaf, Perform&& perform) {
    try {
        perform();
    } catch (const stalled& reason) {
        run.guests.give_part(deaf, deaf + 1, part::bystander);
        try {
            run.talking->drain();
        } catch (const stalled&) {
            throw void_run(std::string(reason.what()) + ", nor after the one who had stopped reading went on");
        }
        throw held_up("everybody waits for the one who has stopped reading");
    }
}

/// Without who has stopped reading there is nothing to measure.
inline void expect_nobody_has_left(const performance& run) {
    if (run.guests.deaf_is_lost() || run.book->somebody_has_left())
        throw not_applicable("it disconnects who has stopped reading");
}

/// The last guest reads no more. First so much is said in long lines that the kernel's buffers for it must be full;
/// then the others are measured.
inline void stopped_reader(performance& run) {
    constexpr std::size_t long_line = 1024;
    const load& wanted = run.result.given;
    if (wanted.clients < 2) throw not_applicable("one has to stop reading and others to go on");
    const std::size_t others = wanted.clients - 1, talkers = std::min(most_talkers, others);
    run.guests.invite(wanted.clients);
    run.guests.give_part(others, wanted.clients, part::deaf);
    run.begin_talk(others, talkers, long_line);
    blame_stopped_reader(run, others, [&] {
        run.talking->keep_in_flight(64, {never, run.given.fill / long_line});
        run.talking->drain();
        expect_nobody_has_left(run);
        run.begin_talk(others, talkers);
        run.measure([&](const until& end) { run.talking->keep_rate(wanted.rate, end); });
    });
    expect_nobody_has_left(run);
}

}  // namespace parley::bench::loads
