// SPDX-License-Identifier: MIT

#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <parley/base/counters.hpp>

using parley::counters;
using parley::statistics;

TEST_CASE("counters begin at nothing") {
    const counters counted;
    const statistics read = counted.read(0);
    CHECK(read.clients == 0);
    CHECK(read.threads == 0);
    CHECK(read.accepted == 0);
    CHECK(read.refused == 0);
    CHECK(read.messages == 0);
    CHECK(read.bytes_received == 0);
    CHECK(read.bytes_sent == 0);
    CHECK(read.dropped == 0);
}

TEST_CASE("each counter is read in its own place") {
    counters counted;
    counters::add(counted.opened, 11);
    counters::add(counted.closed, 4);
    counters::add(counted.refused, 2);
    counters::add(counted.messages, 3);
    counters::add(counted.bytes_received, 5);
    counters::add(counted.bytes_sent, 6);
    counters::add(counted.dropped);
    const statistics read = counted.read(9);
    CHECK(read.clients == 7);
    CHECK(read.threads == 9);
    CHECK(read.accepted == 11);
    CHECK(read.refused == 2);
    CHECK(read.messages == 3);
    CHECK(read.bytes_received == 5);
    CHECK(read.bytes_sent == 6);
    CHECK(read.dropped == 1);
}

TEST_CASE("clients are never fewer than none, though a reading meets a client half counted") {
    counters counted;
    counters::add(counted.closed);
    CHECK(counted.clients() == 0);
    counters::add(counted.opened, 2);
    CHECK(counted.clients() == 1);
}

TEST_CASE("a counter does not end at 32 bits") {
    counters counted;
    counters::add(counted.bytes_sent, std::uint64_t{1} << 32);
    counters::add(counted.bytes_sent, 1);
    CHECK(counted.read(0).bytes_sent == (std::uint64_t{1} << 32) + 1);
}
