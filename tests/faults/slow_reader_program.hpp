#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Row 1 of the fault table, seen from outside: the memory of a process that serves somebody who does not read.
/// Read next: `costs_test.cpp`, `slow_reader_slow_test.cpp`.

#include "server_program.hpp"
#include "slow_reader.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

namespace faults_test {

/// Row 1: `eve` stops reading while so many megabytes are broadcast.
inline void stop_reading(std::string_view policy, std::size_t megabytes) {
    constexpr std::size_t size = 1000, limit = 512 * 1024;
    const std::size_t count = megabytes * 1'000'000 / size;
    server_program program(policy, {"--outbox-limit", std::to_string(limit), "--farewell-limit", "60"});
    party guests(program.port);
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    guest& eve = guests.join("eve", {.receive_buffer = 4096});
    eve.reading = false;
    const numbered talk("ann", size);
    const listener anns(ann, talk), bobs(bob, talk);
    const std::size_t before = program.peak_memory();

    const std::vector<const listener*> readers{&anns, &bobs};
    CHECK(broadcast(guests, ann, talk, 0, count, readers, [] {}));
    CHECK(anns.heard == count);
    CHECK(bobs.heard == count);
    CHECK(anns.wrong == "");
    CHECK(bobs.wrong == "");

    CHECK(guests.until([&] { return bobs.count(left("eve", "too slow")) != 0; }, seconds(5)));
    if (!sanitizer) CHECK(program.peak_memory() - before < 6 * limit);  // the traffic is at least 10 MB

    // What eve gets when she reads again: whole lines without a gap, then the notice, then the end.
    const listener eves(eve, talk);
    eve.reading = true;
    CHECK(guests.until([&] { return eve.over(); }));
    CHECK(eve.ended);
    CHECK(eve.heard == "");  // no half line
    CHECK(eves.wrong == "");
    CHECK(eves.heard < count);
    CHECK(eves.rest == as_line(too_slow));

    ann.say("end\n");
    CHECK(guests.until([&] { return !bobs.wrong.empty(); }));
    CHECK(bobs.wrong == "ann: end");  // unlike all before, no number
    CHECK(bobs.count(left("eve", "too slow")) == 1);
    CHECK(bobs.count(left("eve")) == 0);
    CHECK(program.end(guests) == 0);
}

}  // namespace faults_test
