// SPDX-License-Identifier: MIT

#include <chrono>
#include <doctest/doctest.h>
#include <limits>
#include <parley/base/clock.hpp>
#include <type_traits>

using parley::later;
using parley::milliseconds;
using parley::never;
using parley::time_point;

TEST_CASE("the clock is steady: setting the machine's clock times nobody out") {
    static_assert(parley::clock::is_steady);
    static_assert(std::is_same_v<parley::clock::time_point, time_point>);
}

TEST_CASE("every instant lies between at_once and never") {
    const time_point now = parley::clock::now();
    CHECK(parley::at_once < now);
    CHECK(now < never);
}

TEST_CASE("later() adds to the millisecond") {
    const time_point now = time_point{} + std::chrono::nanoseconds(123'456'789);
    CHECK(later(now, milliseconds(0)) == now);
    CHECK(later(now, milliseconds(1)) == now + std::chrono::milliseconds(1));
    CHECK(later(now, milliseconds(60'000)) == now + std::chrono::minutes(1));
}

TEST_CASE("later() stops at never instead of wrapping round") {
    const time_point now = time_point{} + std::chrono::hours(1);
    const milliseconds most(std::numeric_limits<milliseconds::rep>::max());
    CHECK(later(now, most) == never);
    CHECK(later(now, most / 1000) == never);
    CHECK(later(never, milliseconds(0)) == never);
    CHECK(later(never, milliseconds(1)) == never);
    CHECK(later(never - std::chrono::hours(1), milliseconds(3'600'001)) == never);
}

TEST_CASE("later() counts exactly up to the edge") {
    const time_point edge = never - std::chrono::hours(1);
    CHECK(later(edge, milliseconds(3'599'999)) == edge + milliseconds(3'599'999));
    CHECK(later(edge, milliseconds(3'599'999)) < never);
}

TEST_CASE("later() is known at compile time") {
    static_assert(later(time_point{}, milliseconds(5)) == time_point{} + milliseconds(5));
    static_assert(later(time_point{}, milliseconds::max()) == never);
}
