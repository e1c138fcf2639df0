#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Everybody under every load, round after round: what disturbs a machine for a while then disturbs all of them, and
/// not one. Refuses to know people and files. Read next: `bench/schedule.hpp`, `bench/progress.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <parley/bench/contestant.hpp>
#include <parley/bench/measure.hpp>
#include <parley/bench/native_process.hpp>
#include <parley/bench/performance.hpp>
#include <parley/bench/progress.hpp>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/text.hpp>
#include <parley/bench/sample.hpp>
#include <parley/bench/server_process.hpp>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench {

/// What is done is in the report's contents at any time, so that an interruption loses one run and no more. One thread.
/// A run takes what `conditions::measured` says and a tenth for warming up; there are rounds x loads x contestants of
/// them, and one for each who can count calls under each fan-out.
/// @snippet bench/contest_test.cpp contest
class contest {
public:
    /// `where` is who may use which processor; `given` is the same for everybody.
    contest(std::vector<contestant> contestants, std::vector<load> loads, conditions given, processors where)
        : contestants_(std::move(contestants)), loads_(std::move(loads)), given_(given), where_(std::move(where)) {}

    /// What goes wrong with a server is in `done`: its run is void, or it is left out. Throws `interrupted`.
    void run(int rounds, report::contents& done) {
        const std::size_t descriptors = native::raise_descriptor_limit();
        std::erase_if(loads_, [&](const load& one) { return !fits(one, descriptors, done); });
        progress shown(contestants_.size() * loads_.size() * static_cast<std::size_t>(rounds));
        for (int round = 1; round <= rounds; ++round)
            for (const load& given : loads_)
                for (const contestant& who : contestants_) run_one(who, given, round, shown, done);
        count_calls(shown, done);
    }

private:
    /// Each client takes a descriptor here and at least one in the server.
    static bool fits(const load& given, std::size_t descriptors, report::contents& done) {
        constexpr std::size_t others = 64;
        if (given.clients + others <= descriptors) return true;
        done.missing.push_back({"everybody", report::title_of(given) + ": this process may open " +
                                                 std::to_string(descriptors) +
                                                 " descriptors only; raise `ulimit -n`"});
        std::fprintf(stderr, "Left out: %s\n", done.missing.back().why.c_str());
        return false;
    }

    void run_one(const contestant& who, const load& given, int round, progress& shown, report::contents& done) {
        if (is_left_out(who, given)) return shown.skip();
        shown.begin(who.name, given);
        try {
            done.samples.push_back(measure(who, given, round, given_, where_));
            shown.end(done.samples.back());
        } catch (const held_up& reason) {  // twice is no accident
            (was_held_up(who, given) ? left_out_ : held_up_).emplace_back(who.name, given);
            done.missing.push_back({who.name, report::title_of(given) + ", round " + std::to_string(round) + ": " +
                                                  reason.what()});
            shown.say(std::string("left out: ") + reason.what());
        } catch (const not_applicable& reason) {
            left_out_.emplace_back(who.name, given);
            done.missing.push_back({who.name, report::title_of(given) + ": " + reason.what()});
            shown.say(std::string("left out: ") + reason.what());
        }
    }

    bool is_left_out(const contestant& who, const load& given) const { return holds(left_out_, who, given); }
    bool was_held_up(const contestant& who, const load& given) const { return holds(held_up_, who, given); }

    using list = std::vector<std::pair<std::string, load>>;
    static bool holds(const list& all, const contestant& who, const load& given) {
        return std::find(all.begin(), all.end(), std::pair(who.name, given)) != all.end();
    }

    /// For those who can count, one run more for each fan-out. What it finds belongs to all rounds.
    void count_calls(progress& shown, report::contents& done) {
        for (const contestant& who : contestants_)
            for (const load& given : loads_) {
                if (who.counting.empty() || given.kind != "fan-out" || is_left_out(who, given)) continue;
                const sample counted = count(who, given);
                if (!counted.broken.empty()) {  // a promise was broken, though nobody took the time
                    shown.say(who.name + ", " + report::title_of(given) + ": VOID: " + counted.broken);
                    done.samples.push_back(counted);
                    continue;
                }
                for (sample& one : done.samples)
                    if (one.contestant == who.name && one.given == given) one.calls = counted.calls;
            }
        shown.say("Calls are counted.");
    }

    sample count(const contestant& who, const load& given) const {
        try {
            sample counted = bench::count_calls(who, given, given_, where_,
                                                std::max<std::uint64_t>(100, 4 * given.in_flight));
            if (!counted.broken.empty()) counted.broken.insert(0, "while its calls were counted: ");
            return counted;
        } catch (const not_applicable&) {
            return {};  // one client more than there is room for: who counts is one, too
        }
    }

    std::vector<contestant> contestants_;
    std::vector<load> loads_;
    conditions given_;
    processors where_;
    list left_out_, held_up_;  // for good; in one round
};

}  // namespace parley::bench
