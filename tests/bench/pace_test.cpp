// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/bench/pace.hpp>
#include <string>
#include <vector>

using parley::bench::load;
using parley::bench::pace_note;
using parley::bench::sample;

namespace {

const load busy{"fan-out", 100, 1024, 0};

sample run_of(const std::string& name, double server, double load_itself, const load& given = busy) {
    sample run;
    run.contestant = name;
    run.given = given;
    run.deliveries = 1000;
    run.cost.cpu_seconds = server;
    run.load_seconds = load_itself;
    return run;
}

}  // namespace

TEST_CASE("pace: names those who were faster than the load, in most of their runs") {
    const std::vector<sample> runs{run_of("a", 1, 2), run_of("b", 2, 1), run_of("c", 1, 2), run_of("c", 1, 2),
                                   run_of("c", 2, 1), run_of("d", 1, 2), run_of("d", 2, 1)};
    CHECK(pace_note(busy, runs).find("than a, c;") != std::string::npos);
}

TEST_CASE("pace: nothing to say") {
    CHECK(pace_note(busy, {}).empty());
    CHECK(pace_note(busy, std::vector<sample>{run_of("a", 2, 1)}).empty());
    const load calm{"fixed rate", 100, 0, 500};
    CHECK(pace_note(calm, std::vector<sample>{run_of("a", 1, 2, calm)}).empty());  // an open loop has its own pace
    CHECK(pace_note({"fan-out", 100, 1, 0}, std::vector<sample>{run_of("a", 1, 2)}).empty());
    std::vector<sample> broken{run_of("a", 1, 2)};
    broken[0].broken = "lost";
    CHECK(pace_note(busy, broken).empty());
}
