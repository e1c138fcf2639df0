// SPDX-License-Identifier: MIT

// A report of runs that were measured elsewhere (here they are made up): who wins, and when nobody does.

#include <cstdio>
#include <parley/bench/report/tables.hpp>
#include <string>

namespace bench = parley::bench;
namespace report = parley::bench::report;

/// A run of one second with 100,000 deliveries.
bench::sample run_of(const std::string& contestant, int round, double cpu_seconds) {
    bench::sample run{contestant, {"fan-out", 100, 64, 0}, round};
    run.seconds = 1;
    run.messages = 1'000;
    run.deliveries = 100'000;
    run.cost.cpu_seconds = cpu_seconds;
    return run;
}

int main() {
    //! [report]
    report::contents all;
    for (int round = 1; round <= 3; ++round) {
        all.samples.push_back(run_of("floor", round, 0.10));  // the reference: no chat, in no ranking
        all.samples.push_back(run_of("mine", round, 0.15 + 0.01 * round));
        all.samples.push_back(run_of("yours", round, 0.20 + 0.02 * round));
    }
    const report::summary made = report::summarize(all);
    for (const report::group& load : made.groups) {
        std::printf("%s\n%s", report::title_of(load.given).c_str(),
                    to_markdown(report::speed_table(load, all.reference)).c_str());
        for (const std::string& sentence : report::verdicts(load, all.reference)) std::printf("%s\n", sentence.c_str());
    }

    // Prints:
    // fan-out, 100 clients, 64 in flight
    // | contestant | messages/s | deliveries/s |               CPU ns |           x floor |
    // | ---------- | ---------: | -----------: | -------------------: | ----------------: |
    // | floor      |      1.00k |         100k |                1.00k |              1.00 |
    // | mine       |      1.00k |         100k | 1.70k (1.60k..1.80k) | 1.70 (1.60..1.80) |
    // | yours      |      1.00k |         100k | 2.40k (2.20k..2.60k) | 2.40 (2.20..2.60) |
    // Most deliveries a second: no winner, as these overlap: mine, yours
    // Least CPU time for a delivery: mine
    //! [report]
}
