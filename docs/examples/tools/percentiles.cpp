// SPDX-License-Identifier: MIT

// What percentiles are read from: a histogram for each thread, merged when all are done.

#include <cstdint>
#include <cstdio>
#include <parley/bench/histogram.hpp>

using parley::bench::histogram;

void print(const char* what, std::uint64_t value, double exact) {
    std::printf("%-7s %7llu, %.2f %% above the true one\n", what, static_cast<unsigned long long>(value),
                100 * (static_cast<double>(value) - exact) / exact);
}

int main() {
    //! [histogram]
    histogram usual, slow;  // nanoseconds; each thread has its own
    for (std::uint64_t value = 1; value <= 990; ++value) usual.record(value * 100);
    slow.record(1'000'000, 10);

    histogram all;
    all.merge(usual);
    all.merge(slow);
    print("median", all.at_percentile(50), 50'000);
    print("p99", all.at_percentile(99), 99'000);
    print("p99.9", all.at_percentile(99.9), 1'000'000);
    std::printf("%g values, mean %.1f, in %zu KiB\n", static_cast<double>(all.count()), all.mean(),
                all.buckets() * sizeof(std::uint64_t) / 1024);

    // Prints:
    // median    50175, 0.35 % above the true one
    // p99       99327, 0.33 % above the true one
    // p99.9   1000000, 0.00 % above the true one
    // 1000 values, mean 59054.5, in 14 KiB
    //! [histogram]
}
