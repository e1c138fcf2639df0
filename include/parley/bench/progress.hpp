#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What somebody who waits for a comparison is shown on stderr: how far it is, and each number as soon as it is there.
/// Refuses to know tables and pictures. Read next: `bench/sample.hpp`.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <parley/base/clock.hpp>
#include <parley/bench/report/text.hpp>
#include <parley/bench/sample.hpp>
#include <string>

namespace parley::bench {

/// Prints to stderr; whether that can be written nobody asks. One thread.
/// @snippet bench/contest_test.cpp progress
class progress {
public:
    explicit progress(std::size_t runs) : runs_(runs) {}  ///< so many are to come

    /// A run begins: its number, who and what, and how long all will take. end() or say() completes the line.
    void begin(const std::string& contestant, const load& given) {
        ++begun_;  // rest() looks at it
        std::fprintf(stderr, "[%zu/%zu%s] %-18s %s: ", begun_, runs_, rest().c_str(), contestant.c_str(),
                     report::title_of(given).c_str());
        std::fflush(stderr);
    }

    /// What came of it.
    void end(const sample& run) {
        if (!run.broken.empty()) return say("VOID: " + run.broken);
        const double deliveries = static_cast<double>(run.deliveries);
        if (run.deliveries == 0) return say("done");
        std::fprintf(stderr, "%s ns of CPU a delivery, %s deliveries/s\n",
                     report::readable(run.cost.cpu_seconds / deliveries * 1e9).c_str(),
                     report::readable(deliveries / run.seconds).c_str());
    }

    void skip() noexcept { ++begun_; }                                                 ///< a run that will not be
    void say(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }  ///< instead of numbers

private:
    /// How long it will take, as far as one can tell by now.
    std::string rest() const {
        if (begun_ < 3) return {};
        const auto passed = std::chrono::duration<double>(clock::now() - begin_).count();
        const double left = passed / static_cast<double>(begun_ - 1) * static_cast<double>(runs_ - begun_ + 1);
        return ", about " + std::to_string(static_cast<long>(left) + 1) + " s left";
    }

    std::size_t runs_, begun_ = 0;
    time_point begin_ = clock::now();
};

}  // namespace parley::bench
