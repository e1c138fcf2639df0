#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How the load talks: so many messages in flight at any time (closed loop: whoever is slow is asked less), or so many
/// a second whatever happens (open loop). Refuses to know what is measured meanwhile.
/// Read next: `bench/crowd.hpp`, `bench/ledger.hpp`.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <parley/base/clock.hpp>
#include <parley/bench/crowd.hpp>
#include <parley/bench/ledger.hpp>
#include <string>
#include <vector>

namespace parley::bench {

/// When to stop talking: at an instant, or after so many messages since measuring began, whichever comes first.
/// @snippet bench/measure_test.cpp talk
struct until {
    time_point instant = never;  ///< what is in flight then is still waited for
    /// All speakers' together.
    std::uint64_t messages = std::numeric_limits<std::uint64_t>::max();
};

/// What speakers say and when. Guest 0 is speaker 0, and so on. One thread. Every call throws `void_run` when the
/// ledger has found something, and `stalled` when nothing comes.
/// @snippet bench/measure_test.cpp talk
class talk {
public:
    /// `patience`: how long nothing may be heard while something is in flight. `own_processor`: the load has one, so it
    /// may spin, and need not be woken. `guests` and `book` have to outlive this.
    talk(crowd& guests, ledger& book, milliseconds patience, bool own_processor)
        : guests_(guests), book_(book), patience_(patience), own_processor_(own_processor), lines_(book.speakers()) {}

    /// Closed loop: says the next message when one has been heard by everybody. What that hides, an open loop shows:
    /// Schroeder, Wierman, Harchol-Balter, "Open Versus Closed: A Cautionary Tale" (NSDI 2006).
    void keep_in_flight(std::size_t wanted, const until& end) {
        for (begin_waiting(); !over(end, clock::now()); take_turn(end.instant)) top_up(wanted, end);
    }

    /// Open loop: each message has its instant, and its time counts from then, so that a server (or a load) that was
    /// late for one does not seem to have been in time for it: Gil Tene calls that mistake "coordinated omission".
    /// `meanwhile(now)` is called again and again. @{
    template <class Meanwhile>
    void keep_rate(double messages_per_second, const until& end, Meanwhile&& meanwhile) {
        const auto interval = std::chrono::duration_cast<clock::duration>(
            std::chrono::duration<double>(1 / messages_per_second));
        time_point due = clock::now() + interval;
        begin_waiting();
        for (bool go_on = true; go_on;) {
            const time_point now = clock::now();
            go_on = !over(end, now);  // what was due before the end is said even then
            for (; due <= now && due < end.instant && book_.messages() < end.messages; due += interval) prepare(due);
            say_prepared();
            meanwhile(now);
            if (go_on) take_turn(rest_before(std::min(due, end.instant), now));
        }
    }
    void keep_rate(double messages_per_second, const until& end) {
        keep_rate(messages_per_second, end, [](time_point) {});
    }
    /// @}

    /// Says nothing more, until everything was heard by everybody.
    void drain() {
        for (begin_waiting(); !book_.everything_heard();) take_turn(never);
    }

    /// Hears for a moment, says nothing.
    void listen_until(time_point instant) {
        for (begin_waiting(); clock::now() < instant;) take_turn(instant);
    }

private:
    bool over(const until& end, time_point now) const noexcept {
        return now >= end.instant || book_.messages() >= end.messages;
    }

    /// All speakers have the same number in flight, or one less.
    void top_up(std::size_t wanted, const until& end) {
        const time_point now = clock::now();
        for (std::size_t who = 0; who != lines_.size(); ++who) {
            const std::size_t share = wanted / lines_.size() + (who < wanted % lines_.size() ? 1 : 0);
            while (book_.in_flight(who) < share && book_.messages() < end.messages) lines_[who] += book_.say(who, now);
        }
        say_prepared();
    }

    void prepare(time_point due) {
        lines_[next_speaker_] += book_.say(next_speaker_, due);
        next_speaker_ = (next_speaker_ + 1) % lines_.size();
    }

    void say_prepared() {
        for (std::size_t who = 0; who != lines_.size(); ++who) {
            if (!lines_[who].empty()) guests_.say(who, lines_[who]);
            lines_[who].clear();
        }
    }

    /// A sleeper wakes up to a millisecond late: who has a processor to spare spins instead.
    time_point rest_before(time_point due, time_point now) const noexcept {
        constexpr milliseconds oversleeping{2};
        if (!own_processor_) return due;
        return due - now > oversleeping ? due - oversleeping : at_once;
    }

    void take_turn(time_point deadline) {
        const std::uint64_t before = book_.deliveries();
        guests_.take_turn(std::min(deadline, later(clock::now(), milliseconds(100))));
        if (book_.in_doubt()) settle_doubt();
        if (!book_.broken().empty()) throw void_run(book_.broken());
        if (book_.deliveries() != before || book_.everything_heard()) return begin_waiting();
        if (clock::now() - waiting_since_ < patience_) return;
        throw stalled(book_.what_is_missing(std::to_string(patience_.count()) + " ms"));
    }

    /// Lost, or only late? The message that is missing has a moment to come.
    void settle_doubt() {
        const time_point deadline = later(clock::now(), std::min(patience_, milliseconds(500)));
        while (clock::now() < deadline) guests_.take_turn(deadline);
        book_.conclude();
    }

    void begin_waiting() noexcept { waiting_since_ = clock::now(); }

    crowd& guests_;
    ledger& book_;
    milliseconds patience_;
    bool own_processor_;
    std::vector<std::string> lines_;  // what each speaker says next
    std::size_t next_speaker_ = 0;
    time_point waiting_since_{};
};

}  // namespace parley::bench
