// SPDX-License-Identifier: MIT

#include <atomic>
#include <doctest/doctest.h>
#include <observe/lanes_of.hpp>
#include <parley/observe/recording.hpp>
#include <parley/observe/trace_span.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace observe_test;
using parley::observe::recording;
using parley::observe::trace_span;

namespace {

void do_something(activity what, std::uint32_t client = 0, int times = 1) {
    for (int i = 0; i != times; ++i) const trace_span span(what, client);
}

}  // namespace

TEST_CASE("spans come back in the order of their beginnings, an outer one before those within it") {
    const recording recorded;
    {
        const trace_span outer(activity::decoding);
        do_something(activity::locking);
        do_something(activity::appending);
    }
    do_something(activity::writing, 7);
    const named_spans read = recorded.read("me");
    CHECK(read.name == "me");
    CHECK(read.lanes_lost == 0);
    REQUIRE(read.lanes.size() == 1);
    const lane& mine = read.lanes[0];
    CHECK(mine.lost == 0);
    REQUIRE(mine.spans.size() == 4);
    CHECK(mine.spans[0].what == activity::decoding);
    CHECK(mine.spans[1].what == activity::locking);
    CHECK(mine.spans[2].what == activity::appending);
    CHECK(mine.spans[3].what == activity::writing);
    CHECK(mine.spans[3].client == 7);
    CHECK(mine.spans[0].from >= 0);
    CHECK(within(mine.spans[2], mine.spans[0]));
    CHECK(disorder(mine) == "");
}

TEST_CASE("a full buffer keeps what came first, and counts the rest") {
    const recording recorded(100);
    do_something(activity::reading, 1, 100);
    CHECK(recorded.read("").lanes.at(0).lost == 0);
    do_something(activity::writing, 1, 23);
    const lane mine = recorded.read("").lanes.at(0);
    CHECK(mine.spans.size() == 100);
    CHECK(mine.lost == 23);
    CHECK(count(mine, activity::writing) == 0);
}

TEST_CASE("what comes after the end is not kept, and what lasts ends then") {
    const recording recorded;
    do_something(activity::reading);
    {
        const trace_span lasting(activity::waiting);
        recording::end();
        do_something(activity::locking);
    }
    recording::end();  // once more changes nothing
    const lane mine = recorded.read("").lanes.at(0);
    CHECK(count(mine, activity::reading) == 1);
    CHECK(count(mine, activity::locking) == 0);
    REQUIRE(count(mine, activity::waiting) == 1);
    const std::int64_t end = recorded.since_start(parley::clock::now());
    CHECK(mine.spans.back().until <= end);
    CHECK(disorder(mine) == "");
}

TEST_CASE("each thread has its own lane, kept when the thread has ended") {
    const recording recorded;
    std::vector<std::thread> threads;
    for (std::uint32_t client = 1; client != 9; ++client)
        threads.emplace_back([client] { do_something(activity::reading, client, 1000); });
    for (std::thread& one : threads) one.join();
    const named_spans read = recorded.read("");
    REQUIRE(read.lanes.size() == 8);
    for (std::uint32_t client = 1; client != 9; ++client) {
        const lane& one = read.lanes[client - 1];
        CHECK(one.name == "client " + std::to_string(client));
        CHECK(one.spans.size() == 1000);
        CHECK(disorder(one) == "");
        for (const timed_span& span : one.spans) CHECK(span.client == client);
    }
}

TEST_CASE("threads for which there is no room are counted") {
    const recording recorded(10, 3);
    for (int i = 0; i != 5; ++i) std::thread([] { do_something(activity::reading, 1, 2); }).join();
    const named_spans read = recorded.read("");
    CHECK(read.lanes.size() == 3);
    CHECK(read.lanes_lost == 2);
    CHECK(count(read, activity::reading) == 6);
}

TEST_CASE("reading while threads record shows whole spans only") {
    const recording recorded;
    std::atomic<bool> over{false};
    std::thread busy([&] {
        while (!over.load()) do_something(activity::reading, 3);
    });
    for (int i = 0; i != 100; ++i)
        for (const lane& one : recorded.read("").lanes) {
            CHECK(disorder(one) == "");
            for (const timed_span& span : one.spans) CHECK(span.client == 3);
        }
    over.store(true);
    busy.join();
}

TEST_CASE("without a recording nothing happens; a new one begins empty; two at once are refused") {
    //! [two_recordings]
    do_something(activity::reading);
    {
        const recording first;
        do_something(activity::reading);
        CHECK_THROWS_AS(recording(), std::logic_error);
        CHECK(count(first.read(""), activity::reading) == 1);
    }
    do_something(activity::reading);
    const recording second;
    CHECK(second.read("").lanes.empty());
    do_something(activity::writing);
    CHECK(count(second.read(""), activity::reading) == 0);
    CHECK(count(second.read(""), activity::writing) == 1);
    //! [two_recordings]
}

TEST_CASE("a span is as long as what it measures") {
    const recording recorded;
    const parley::time_point before = parley::clock::now();
    do_something(activity::reading);
    const parley::time_point after = parley::clock::now();
    const timed_span seen = recorded.read("").lanes.at(0).spans.at(0);
    CHECK(recorded.since_start(before) <= seen.from);
    CHECK(seen.until <= recorded.since_start(after));
}

TEST_CASE("the buffer of one thread: an outer span comes first, though it ends last; what has no room is counted") {
    //! [lane_buffer]
    parley::observe::lane_buffer buffer(2);
    buffer.add({20, 30, 0, activity::locking});   // nanoseconds; a span is added when it ends
    buffer.add({10, 40, 1, activity::decoding});  // within it was the other one
    buffer.add({50, 60, 1, activity::writing});
    const lane read = buffer.read();
    CHECK(read.spans == std::vector<timed_span>{{10, 40, 1, activity::decoding}, {20, 30, 0, activity::locking}});
    CHECK(read.lost == 1);
    //! [lane_buffer]
}
