// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/bench/report/scale.hpp>
#include <vector>

using parley::bench::report::scale;
using parley::bench::report::spacing;

TEST_CASE("scale: linear, from 0 to a round number") {
    const scale axis(spacing::linear, 0, 87, 100, 300);
    CHECK(axis.low() == 0);
    CHECK(axis.high() == 100);
    CHECK(axis.at(0) == doctest::Approx(100));
    CHECK(axis.at(50) == doctest::Approx(200));
    CHECK(axis.at(100) == doctest::Approx(300));
    CHECK(axis.at(1e9) == doctest::Approx(300));
    CHECK(axis.ticks() == std::vector<double>{0, 50, 100});
    CHECK(scale(spacing::linear, 0, 80, 0, 1).ticks() == std::vector<double>{0, 20, 40, 60, 80});
    CHECK(scale(spacing::linear, 0, 0, 0, 1).at(0) == doctest::Approx(0));  // nothing to show is no trouble
}

TEST_CASE("scale: logarithmic, the same step for the same factor; upwards too") {
    const scale axis(spacing::logarithmic, 10, 1000, 200, 0);
    CHECK(axis.at(10) == doctest::Approx(200));
    CHECK(axis.at(100) == doctest::Approx(100));
    CHECK(axis.at(1000) == doctest::Approx(0));
    CHECK(axis.at(0) == doctest::Approx(200));
    CHECK(axis.ticks() == std::vector<double>{10, 20, 50, 100, 200, 500, 1000});
}

TEST_CASE("scale: whatever the range, it is inside and has a few ticks") {
    for (const double low : {0.001, 0.07, 1.0, 3.0, 17.0, 99.9, 512.0, 1e6})
        for (const double factor : {1.0, 1.01, 2.0, 7.0, 40.0, 1e3, 1e5, 1e9}) {
            CAPTURE(low);
            CAPTURE(factor);
            const scale axis(spacing::logarithmic, low, low * factor, 0, 100);
            CHECK(axis.low() <= low * 1.0001);
            CHECK(axis.high() >= low * factor * 0.9999);
            CHECK(axis.ticks().size() >= 2);
            CHECK(axis.ticks().size() <= 10);
            const scale from_nothing(spacing::linear, 0, low * factor, 0, 100);
            CHECK(from_nothing.high() >= low * factor * 0.9999);
            CHECK(from_nothing.ticks().size() >= 3);
            CHECK(from_nothing.ticks().size() <= 6);
        }
}
