// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <parley/bench/histogram.hpp>
#include <random>
#include <vector>

using parley::bench::histogram;

namespace {

constexpr double percents[] = {0.001, 1, 10, 25, 50, 75, 90, 99, 99.9, 99.99, 99.999};

// Latencies: most about 100 microseconds, a few a thousand times slower.
std::vector<std::uint64_t> latencies(std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> usual(11.5, 0.8), slow(18, 1);
    std::vector<std::uint64_t> values(count);
    for (std::uint64_t& value : values)
        value = static_cast<std::uint64_t>(random() % 100 == 0 ? slow(random) : usual(random));
    return values;
}

// The textbook's percentile: the value at that rank of the sorted data.
std::uint64_t exact(const std::vector<std::uint64_t>& sorted, double percent) {
    const double rank = std::ceil(percent / 100 * static_cast<double>(sorted.size()) - 1e-6);
    return sorted[std::max(static_cast<std::size_t>(rank), std::size_t{1}) - 1];
}

histogram of(const std::vector<std::uint64_t>& values) {
    histogram all;
    for (const std::uint64_t value : values) all.record(value);
    return all;
}

void check_same(const histogram& left, const histogram& right) {
    CHECK(left.count() == right.count());
    CHECK(left.min() == right.min());
    CHECK(left.max() == right.max());
    CHECK(left.mean() == doctest::Approx(right.mean()));
    CHECK(left.standard_deviation() == doctest::Approx(right.standard_deviation()));
    CHECK(left.buckets() == right.buckets());
    for (const double percent : percents) CHECK(left.at_percentile(percent) == right.at_percentile(percent));
}

}  // namespace

TEST_CASE("histogram: an empty one answers 0 and owns nothing") {
    const histogram none;
    CHECK(none.empty());
    CHECK(none.buckets() == 0);
    CHECK(none.min() == 0);
    CHECK(none.max() == 0);
    CHECK(none.mean() == 0);
    CHECK(none.standard_deviation() == 0);
    CHECK(none.at_percentile(0) == 0);
    CHECK(none.at_percentile(99) == 0);
    CHECK(none.count_up_to(1000) == 0);
}

TEST_CASE("histogram: percentiles are never below the sorted data's, and at most 1 % above") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        std::vector<std::uint64_t> values = latencies(100'000, seed);
        const histogram all = of(values);
        std::sort(values.begin(), values.end());
        for (const double percent : percents) {
            CAPTURE(percent);
            const std::uint64_t right = exact(values, percent), found = all.at_percentile(percent);
            CHECK(found >= right);
            CHECK(static_cast<double>(found) <= static_cast<double>(right) * 1.01);
        }
        CHECK(all.min() == values.front());
        CHECK(all.max() == values.back());
        CHECK(all.at_percentile(0) == values.front());
        CHECK(all.at_percentile(100) == values.back());
        CHECK(all.at_percentile(1000) == values.back());
    }
}

TEST_CASE("histogram: every value of 64 bits has a bucket that is near enough") {
    std::mt19937_64 random(7);
    std::vector<std::uint64_t> values{0, 1, std::numeric_limits<std::uint64_t>::max()};
    for (int bit = 1; bit != 64; ++bit)
        for (const int beside : {-1, 0, 1})
            values.push_back((std::uint64_t{1} << bit) + static_cast<std::uint64_t>(beside));
    for (int more = 0; more != 10'000; ++more) values.push_back(random() >> (more % 64));
    for (const std::uint64_t value : values) {
        CAPTURE(value);
        histogram two;  // the second value keeps the largest from answering for the first
        two.record(value);
        two.record(std::numeric_limits<std::uint64_t>::max());
        const std::uint64_t found = two.at_percentile(50);
        CHECK(found >= value);
        CHECK(static_cast<double>(found) <= static_cast<double>(value) * 1.008);
    }
}

TEST_CASE("histogram: small values are exact, ranks too") {
    histogram hundred;
    for (std::uint64_t value = 1; value <= 100; ++value) hundred.record(value);
    for (std::uint64_t percent = 1; percent <= 100; ++percent)
        CHECK(hundred.at_percentile(static_cast<double>(percent)) == percent);
    CHECK(hundred.at_percentile(98.5) == 99);
    CHECK(hundred.mean() == 50.5);
    CHECK(hundred.standard_deviation() == doctest::Approx(std::sqrt((100.0 * 100.0 - 1) / 12)));
    CHECK(hundred.count_up_to(40) == 40);

    histogram many;  // 99.9 % of 1,000,000 are exactly 999,000: the next value is not asked for
    many.record(1, 999'000);
    many.record(200, 1'000);
    CHECK(many.at_percentile(99.9) == 1);
    CHECK(many.at_percentile(99.91) == 200);

    histogram few;  // 32.7 * 1000 / 100 is 327.00000000000006 in a computer
    few.record(1, 327);
    few.record(200, 673);
    CHECK(few.at_percentile(32.7) == 1);
}

TEST_CASE("histogram: recording several times at once is recording several times") {
    histogram at_once, one_by_one;
    at_once.record(5'000'000, 3);
    at_once.record(70, 2);
    at_once.record(1'000'000'000, 0);  // nothing
    for (const std::uint64_t value : {70U, 5'000'000U, 70U, 5'000'000U, 5'000'000U}) one_by_one.record(value);
    check_same(at_once, one_by_one);
}

TEST_CASE("histogram: merging is recording all") {
    const std::vector<std::uint64_t> left = latencies(20'000, 4), right = latencies(500, 5);
    std::vector<std::uint64_t> both = left;
    both.insert(both.end(), right.begin(), right.end());

    histogram merged = of(left);
    merged.merge(of(right));
    check_same(merged, of(both));

    histogram other_way = of(right);  // a short one takes in a long one
    other_way.merge(of(left));
    check_same(other_way, of(both));

    other_way.merge(histogram());
    check_same(other_way, of(both));
    histogram into_empty;
    into_empty.merge(of(both));
    check_same(into_empty, of(both));
}

TEST_CASE("histogram: it grows with what it meets") {
    histogram grown;
    grown.record(100);
    CHECK(grown.buckets() <= 256);
    grown.record(1'000'000'000);  // a second, in nanoseconds
    CHECK(grown.buckets() * sizeof(std::uint64_t) <= 24 * 1024);
    grown.record(std::numeric_limits<std::uint64_t>::max());
    CHECK(grown.buckets() * sizeof(std::uint64_t) <= 58 * 1024);
}
