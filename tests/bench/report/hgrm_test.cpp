// SPDX-License-Identifier: MIT

#include "bench/report/readers.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <parley/bench/report/hgrm.hpp>
#include <sstream>
#include <string>
#include <vector>

using parley::bench::histogram;
using parley::bench::report::percentile_point;
using parley::bench::report::percentile_points;
using parley::bench::report::to_hgrm;

TEST_CASE("hgrm: the columns of HdrHistogram, in microseconds") {
    histogram some;
    for (std::uint64_t value = 1; value <= 10'000; ++value) some.record(value * 1000);
    const std::vector<std::string> lines = readers::lines(to_hgrm(some));
    REQUIRE(lines.size() > 20);
    CHECK(lines[0] == "       Value     Percentile TotalCount 1/(1-Percentile)");
    CHECK(lines[1].empty());
    CHECK(lines[2] == "       1.000 0.000000000000          1           1.00");

    double last_value = 0, last_share = -1;
    bool half = false;
    const std::size_t end = lines.size() - 3;
    for (std::size_t at = 2; at != end; ++at) {
        CAPTURE(lines[at]);
        std::istringstream words(lines[at]);
        double value = 0, share = 0, count = 0, rest = 0;
        words >> value >> share >> count;
        REQUIRE(words);
        CHECK(value >= last_value);
        CHECK(share > last_share);
        CHECK(value >= share * 10'000);
        CHECK(value <= std::max(share * 10'000 * 1.01, 1.0));
        CHECK(count >= share * 10'000 - 1e-6);
        CHECK(count <= std::max(share * 10'000 * 1.01, 1.0));
        words >> rest;
        CHECK(!words.fail() == (share < 1));
        if (share < 1) CHECK(rest == doctest::Approx(1 / (1 - share)).epsilon(0.01));
        half = half || share == 0.5;
        last_value = value;
        last_share = share;
    }
    CHECK(half);
    CHECK(lines[end - 1] == "   10000.000 1.000000000000      10000");
    CHECK(lines[end] == "#[Mean    =     5000.500, StdDeviation   = " + lines[end].substr(lines[end].size() - 13));
    CHECK(lines[end].back() == ']');
    CHECK(lines[end + 1] == "#[Max     =    10000.000, Total count    =        10000]");
    CHECK(lines[end + 2].rfind("#[Buckets = ", 0) == 0);
}

TEST_CASE("percentile points: five on the way to each halving of the rest") {
    //! [percentile_point]
    histogram some;
    for (std::uint64_t value = 1; value <= 100; ++value) some.record(value);
    const std::vector<percentile_point> points = percentile_points(some);
    CHECK((points[0].percent == 0 && points[0].value == 1));
    CHECK((points[1].percent == 10 && points[1].value == 10));
    CHECK((points[5].percent == 50 && points[5].value == 50));
    CHECK((points[10].percent == 75 && points[10].value == 75));
    CHECK((points.back().percent == 100 && points.back().value == 100));
    //! [percentile_point]
}

TEST_CASE("hgrm: few values and none") {
    CHECK(readers::lines(to_hgrm({})).size() == 5);
    histogram one;
    one.record(1500);
    const auto lines = readers::lines(to_hgrm(one));
    CHECK(lines[2] == "       1.500 1.000000000000          1");
    histogram many;  // however many: a curve is short
    many.record(7, std::uint64_t{1} << 60);
    CHECK(readers::lines(to_hgrm(many)).size() < 350);
}
