// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/summary.hpp>
#include <parley/bench/report/tables.hpp>
#include <parley/bench/report/verdict.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace parley::bench;
using namespace parley::bench::report;

namespace {

// A thousand deliveries, of so many nanoseconds of CPU each.
sample run(const std::string& name, int round, double cpu_ns, std::size_t clients = 10) {
    sample made;
    made.contestant = name;
    made.given = {"fan-out", clients, 1, 0};
    made.round = round;
    made.seconds = 0.5;
    made.messages = 100;
    made.deliveries = 1000;
    made.cost.cpu_seconds = cpu_ns * 1e-6;
    made.cost.user_seconds = cpu_ns * 1e-6 / 4;
    made.cost.system_seconds = cpu_ns * 1e-6 / 4 * 3;
    return made;
}

contents of(std::vector<sample> samples) {
    contents all;
    all.samples = std::move(samples);
    return all;
}

// The answer about CPU time, of contestants and the nanoseconds of their rounds.
std::string cheapest(const std::vector<std::pair<std::string, std::vector<double>>>& entries) {
    std::vector<sample> samples;
    for (const auto& [name, rounds] : entries)
        for (std::size_t round = 0; round != rounds.size(); ++round)
            samples.push_back(run(name, static_cast<int>(round), rounds[round]));
    const contents all = of(samples);
    const summary made = summarize(all);
    return verdict("cheapest", ranking(made.groups.at(0), metrics::cpu, better::lower, all.reference));
}

}  // namespace

TEST_CASE("spread: the median of odd and even counts, the ends, and nothing of nothing") {
    CHECK(!spread_of({}));
    const auto one = spread_of({7});
    REQUIRE(one);
    CHECK(one->median == 7);
    CHECK(one->low == 7);
    CHECK(one->high == 7);
    CHECK(one->rounds == 1);
    CHECK(spread_of({9, 1, 5})->median == 5);
    const auto four = spread_of({4, 1, 3, 100});
    CHECK(four->median == 3.5);
    CHECK(four->low == 1);
    CHECK(four->high == 100);
    CHECK(four->rounds == 4);
}

TEST_CASE("row: a number that only some rounds have is none") {
    sample many = run("a", 1, 100), few = run("a", 2, 100);
    many.delivery_latency.record(1000, 1000);
    few.delivery_latency.record(9000, 999);
    const contents all = of({many, few});
    const summary made = summarize(all);
    CHECK(made.groups.at(0).rows.at(0).of(metrics::p99));
    CHECK_FALSE(made.groups.at(0).rows.at(0).of(metrics::p999));
}

TEST_CASE("tables: of how few messages a percentile is made") {
    contents all = of({run("a", 1, 100), run("b", 1, 100)});
    for (sample& one : all.samples) one.delivery_latency.record(1000, 500);
    const auto last_column = [&] { return latency_table(summarize(all).groups.at(0)).columns.back(); };
    CHECK(last_column() != "messages (few)");
    all.samples[0].messages = 5;
    CHECK(last_column() == "messages (few)");
    const summary made = summarize(all);
    CHECK(latency_table(made.groups.at(0)).rows.at(0).back() == "5");
    CHECK(latency_table(made.groups.at(0)).rows.at(1).back() == "-");
}

TEST_CASE("metrics: a column has names, and a number of a run, or none") {
    //! [metric]
    sample some = run("a", 1, 400);  // 1,000 deliveries, 400 ns of CPU time for each
    CHECK(metrics::cpu.key == "cpu_ns_per_delivery");
    CHECK(metrics::cpu.title == "CPU ns");
    CHECK(*metrics::cpu.of(some) == doctest::Approx(400));
    CHECK_FALSE(metrics::p50.of(some));  // nobody took the time

    some.delivery_latency.record(50'000, 99);
    CHECK(*metrics::p50.of(some) == doctest::Approx(50));
    CHECK_FALSE(metrics::p99.of(some));  // that takes a hundred
    //! [metric]
}

TEST_CASE("metrics: each is what it says") {
    sample some = run("a", 1, 400);
    some.cost.context_switches = 30;
    some.cost.threads = 3;
    some.cost.resident_bytes_before = 1 << 20;
    some.cost.resident_bytes = (1 << 20) + 20 * 1024;
    some.calls.accept = 1;
    some.calls.receive = 2;
    some.calls.send = 3;
    some.calls.deliveries = 500;
    for (std::uint64_t value = 1; value <= 100; ++value) some.delivery_latency.record(value, 10);
    some.last_receiver.record(200, 100);
    CHECK(metrics::messages.of(some) == 200);
    CHECK(metrics::deliveries.of(some) == 2000);
    CHECK(*metrics::cpu.of(some) == doctest::Approx(400));
    CHECK(*metrics::user.of(some) == doctest::Approx(100));
    CHECK(*metrics::system.of(some) == doctest::Approx(300));
    CHECK(*metrics::p50.of(some) == doctest::Approx(0.050));
    CHECK(*metrics::p90.of(some) == doctest::Approx(0.090));
    CHECK(*metrics::p99.of(some) == doctest::Approx(0.099));
    CHECK(*metrics::p999.of(some) == doctest::Approx(0.100));
    CHECK(*metrics::slowest.of(some) == doctest::Approx(0.100));
    CHECK(*metrics::last_p50.of(some) == doctest::Approx(0.200));
    CHECK(*metrics::last_p99.of(some) == doctest::Approx(0.200));
    CHECK(metrics::switches.of(some) == 30);
    CHECK(metrics::calls.of(some) == 12);
    CHECK(metrics::threads.of(some) == 3);
    some.last_receiver = {};
    some.last_receiver.record(200, 99);  // no hundredth
    CHECK_FALSE(metrics::last_p99.of(some));
    CHECK(metrics::last_p50.of(some));
    some.cost.cpu_seconds = 0;
    CHECK_FALSE(metrics::cpu.of(some));
    CHECK(*metrics::memory.of(some) == doctest::Approx(1 + 20.0 / 1024));
    CHECK(metrics::per_client.of(some) == 2);
}

TEST_CASE("metrics: the CPU time may be known, and its parts not") {
    sample some = run("a", 1, 400);
    some.cost.user_seconds = some.cost.system_seconds = 0;
    CHECK(*metrics::cpu.of(some) == doctest::Approx(400));
    CHECK(!metrics::user.of(some));
    CHECK(!metrics::system.of(some));
    some.cost.user_seconds = some.cost.cpu_seconds;  // no system call at all
    CHECK(metrics::system.of(some) == 0);
    CHECK(*metrics::user.of(some) == doctest::Approx(400));
}

TEST_CASE("metrics: a run without deliveries has no cost of one") {
    sample idle;
    idle.given = {"idle", 10, 0, 0};
    idle.seconds = 1;
    for (const metric* column :
         {&metrics::cpu, &metrics::user, &metrics::system, &metrics::p50, &metrics::slowest, &metrics::last_p99,
          &metrics::switches, &metrics::calls, &metrics::memory, &metrics::threads, &metrics::per_client}) {
        CAPTURE(column->key);
        CHECK(!column->of(idle));
    }
    CHECK(metrics::messages.of(idle) == 0);
}

TEST_CASE("summary: groups by load, rows by contestant, in the order of their first run") {
    //! [row]
    const contents all =  // who, in which round, CPU time in ns; once with 20 clients instead of 10
        of({run("b", 1, 100), run("a", 1, 200), run("a", 1, 200, 20), run("b", 2, 110), run("a", 2, 210)});
    const summary made = summarize(all);
    REQUIRE(made.groups.size() == 2);
    CHECK(made.groups[0].given.clients == 10);
    CHECK(made.groups[1].given.clients == 20);
    REQUIRE(made.groups[0].rows.size() == 2);
    CHECK(made.groups[0].rows[0].contestant == "b");
    CHECK(made.groups[0].rows[0].runs.size() == 2);
    CHECK(made.groups[0].rows[0].of(metrics::cpu)->median == doctest::Approx(105));
    CHECK(made.groups[1].rows.size() == 1);
    CHECK(made.contestants == std::vector<std::string>{"b", "a"});
    //! [row]
}

TEST_CASE("summary: void runs are kept apart") {
    contents all = of({run("a", 1, 100), run("a", 2, 900), run("b", 1, 50)});
    all.samples[1].broken = all.samples[2].broken = "one message is lost";
    const summary made = summarize(all);
    const group& only = made.groups.at(0);
    CHECK(only.rows[0].of(metrics::cpu)->median == doctest::Approx(100));
    CHECK(name_of(only.rows[0]) == "a (1 void)");
    CHECK(!only.rows[1].of(metrics::cpu));
    CHECK(name_of(only.rows[1]) == "b (void)");
    CHECK(made.void_runs.size() == 2);
    REQUIRE(remarks(all, made).size() == 2);
    CHECK(remarks(all, made).at(0) == "Void: a, fan-out, 10 clients, 1 in flight, round 2: one message is lost");
    all.samples[1].round = 0;  // the run that counts calls belongs to no round
    CHECK(remarks(all, made).at(0) == "Void: a, fan-out, 10 clients, 1 in flight: one message is lost");
}

TEST_CASE("summary: the ratio is that of one round, then the median") {
    // The machine was ten times slower in round 2: the ratios do not see it.
    const contents all = of({run("floor", 1, 100), run("a", 1, 110), run("floor", 2, 1000), run("a", 2, 1300),
                             run("floor", 3, 100), run("a", 3, 120)});
    const auto ratio = summarize(all).groups.at(0).rows.at(1).ratio();
    REQUIRE(ratio);
    CHECK(ratio->median == doctest::Approx(1.2));
    CHECK(ratio->low == doctest::Approx(1.1));
    CHECK(ratio->high == doctest::Approx(1.3));
}

TEST_CASE("summary: a round in which the reference is void or missing has no ratio") {
    contents all =
        of({run("floor", 1, 100), run("a", 1, 150), run("floor", 2, 10), run("a", 2, 150), run("a", 3, 150)});
    all.samples[2].broken = "torn";
    const auto ratio = summarize(all).groups.at(0).rows.at(1).ratio();
    REQUIRE(ratio);
    CHECK(ratio->rounds == 1);
    CHECK(ratio->median == doctest::Approx(1.5));
    all.reference = "nobody";
    CHECK(!summarize(all).groups.at(0).rows.at(1).ratio());
}

TEST_CASE("summary: a stopped reader and a slow handler stand beside the fixed rate without them") {
    // Latencies are equal but for a factor of each round and each load.
    const auto timed = [](const char* kind, const char* name, int round, std::uint64_t p99, std::size_t clients = 10) {
        sample made = run(name, round, 100);
        made.given = {kind, clients, 0, 500};
        made.delivery_latency.record(p99 * 1000, 100);
        return made;
    };
    const contents all = of({timed("fixed rate", "a", 1, 10), timed("fixed rate", "a", 2, 100),
                             timed("fixed rate", "a", 1, 1, 20), timed("fixed rate", "b", 1, 10),
                             timed("stopped reader", "a", 1, 20), timed("stopped reader", "a", 2, 400),
                             timed("stopped reader", "b", 2, 50), timed("slow handler", "b", 1, 500)});
    const summary made = summarize(all);
    const group &alone = made.groups.at(0), &stopped = made.groups.at(2), &slow = made.groups.at(3);
    //! [comparison_beside]
    REQUIRE(stopped.given.kind == "stopped reader");
    CHECK(stopped.beside.column == &metrics::p99);
    CHECK(stopped.beside.title == "p99 x without");
    const auto ratio = spread_of(stopped.rows.at(0).beside);  // of the rounds under both loads
    REQUIRE(ratio);
    CHECK(ratio->rounds == 2);
    CHECK(ratio->low == doctest::Approx(2).epsilon(0.02));
    CHECK(ratio->high == doctest::Approx(4).epsilon(0.02));
    CHECK(alone.beside.column == nullptr);  // the fixed rate stands by itself
    //! [comparison_beside]
    CHECK(stopped.rows.at(1).beside.empty());  // no round in which b was measured under both
    const table latency = latency_table(stopped);
    CHECK(latency.columns.back() == "p99 x without");
    CHECK(latency.rows.at(0).back() == spread_text(ratio));
    CHECK(latency.rows.at(1).back() == "-");
    CHECK(spread_of(slow.rows.at(0).beside)->median == doctest::Approx(50).epsilon(0.02));
    CHECK(latency_table(alone).columns.back() != "p99 x without");
    CHECK(speed_table(stopped, "floor").columns.back() != "p99 x without");
}

TEST_CASE("summary: talkers among idle clients stand beside the same with the fewest idle ones") {
    const auto among = [](std::size_t idle_clients, int round, double cpu_ns) {
        sample made = run("a", round, cpu_ns);
        made.given = {"idle", idle_clients, 0, 0};
        return made;
    };
    const contents all = of({among(1000, 1, 300), among(0, 1, 100), among(100, 1, 200), among(1000, 2, 500),
                             among(0, 2, 100)});
    const summary found = summarize(all);
    const table many = speed_table(found.groups.at(0), "floor");
    CHECK(many.columns.back() == "x fewest idle");
    CHECK(many.rows.at(0).back() == "4.00 (3.00..5.00)");
    CHECK(speed_table(found.groups.at(1), "floor").columns.back() == "CPU ns");  // none are fewer
    CHECK(speed_table(found.groups.at(2), "floor").rows.at(0).back() == "2.00");
}

TEST_CASE("summary: in a join storm nobody is compared with the reference, which tells nobody who has come") {
    contents all = of({run("floor", 1, 100), run("a", 1, 300)});
    CHECK(summarize(all).groups.at(0).rows.at(1).ratio());
    for (sample& one : all.samples) one.given = {"join storm", 10, 0, 0};
    CHECK(!summarize(all).groups.at(0).rows.at(1).ratio());
}

TEST_CASE("verdict: who has a void run is out of every ranking, and that is said") {
    contents all = of({run("a", 1, 100), run("a", 2, 100), run("a", 3, 100), run("b", 1, 200), run("b", 2, 201),
                       run("c", 1, 300), run("c", 2, 301), run("floor", 1, 50), run("floor", 2, 50)});
    all.samples[2].broken = all.samples[7].broken = "one message is lost";
    const summary made = summarize(all);
    const group& only = made.groups.at(0);
    const auto ranks = ranking(only, metrics::cpu, better::lower, "floor");
    REQUIRE(ranks.size() == 2);
    CHECK(winner(ranks) == "b");
    const auto said = verdicts(only, "floor");
    CHECK(said.front() == "a is out: 1 void run");
    CHECK(said.back() == "Least CPU time for a delivery: b");
    CHECK(said.size() == 3);
    const table beside = prediction_table({{"a", "c", "b"}, {}}, only, "floor");
    REQUIRE(beside.rows.size() == 2);
    CHECK(beside.rows[0] == std::vector<std::string>{"c", "1", "2", "-", "6.02"});
    CHECK(beside.rows[1] == std::vector<std::string>{"b", "2", "1", "-", "4.02"});
}

TEST_CASE("verdict: where the load needed more CPU time than a server, deliveries a second decide nothing") {
    contents all = of({run("a", 1, 100), run("a", 2, 101), run("b", 1, 200), run("b", 2, 201)});
    for (sample& one : all.samples) one.seconds = one.contestant == "a" ? 0.1 : 0.2;
    const auto first = [&] { return verdicts(summarize(all).groups.at(0), "floor").front(); };
    CHECK(first() == "Most deliveries a second: a");
    for (sample& one : all.samples) one.load_seconds = 150e-6;  // a needs 100 us for its deliveries, b 200
    CHECK(first() == "Most deliveries a second: no verdict, as the load needed more CPU time than a");
    all.samples[0].load_seconds = 0;  // in half of the rounds only
    CHECK(first() == "Most deliveries a second: a");
    for (sample& one : all.samples) {  // an open loop has its own pace
        one.given = {"fixed rate", 10, 0, 500};
        one.load_seconds = 1;
        one.delivery_latency.record(one.contestant == "a" ? 1000 : 5000, 100);
    }
    CHECK(first() == "Lowest p99 latency: a");
}

TEST_CASE("verdict: the cheapest is named when its rounds lie apart from all others") {
    CHECK(cheapest({{"a", {100, 105}}, {"b", {106, 120}}}) == "cheapest: a");
    CHECK(cheapest({{"b", {106, 120}}, {"a", {100, 105}}, {"floor", {50, 60}}}) == "cheapest: a");
}

TEST_CASE("verdict: no winner where intervals overlap, even with the third one's") {
    CHECK(cheapest({{"a", {100, 106}}, {"b", {106, 120}}}) == "cheapest: no winner, as these overlap: a, b");
    CHECK(cheapest({{"a", {100, 101}}, {"b", {102, 103}}, {"c", {90, 300}}}) ==
          "cheapest: no winner, as these overlap: a, c");
}

TEST_CASE("verdict: one round proves nothing, and who is alone wins nothing") {
    CHECK(cheapest({{"a", {100}}, {"b", {900}}}) == "cheapest: no winner, since one round has no spread");
    CHECK(cheapest({{"a", {100, 101}}}).empty());
    CHECK(cheapest({{"a", {100, 101}}, {"floor", {10, 11}}}).empty());
}

TEST_CASE("verdict: most is the best where more is better") {
    const contents all = of({run("a", 1, 100), run("b", 1, 100), run("a", 2, 100), run("b", 2, 100)});
    contents faster = all;
    for (sample& one : faster.samples)
        if (one.contestant == "b") one.seconds = 0.25;
    const summary made = summarize(faster);
    //! [standing]
    const std::vector<standing> ranks = ranking(made.groups.at(0), metrics::deliveries, better::higher, "floor");
    CHECK(ranks.front().contestant == "b");
    CHECK(ranks.front().value.median == 4000);
    CHECK(winner(ranks) == "b");
    CHECK(place_of(ranks, 1) == "2");  // nobody shares it
    //! [standing]
    CHECK(winner(ranking(made.groups.at(0), metrics::deliveries, better::lower, "floor")) == "a");
    CHECK(!winner(ranking(summarize(all).groups.at(0), metrics::deliveries, better::higher, "floor")));
}

TEST_CASE("prediction: guessed places and ratios beside the measured ones") {
    //! [prediction]
    const contents all = of({run("floor", 1, 100), run("a", 1, 300), run("b", 1, 200), run("c", 1, 150),
                             run("floor", 2, 100), run("a", 2, 300), run("b", 2, 200), run("c", 2, 150)});
    const prediction guess{{"floor", "a", "unknown", "b"}, {{"b", 1.5}}};
    const table beside = prediction_table(guess, summarize(all).groups.at(0), "floor");
    REQUIRE(beside.rows.size() == 2);  // nobody guessed about c, and the reference is no contestant
    CHECK(beside.rows[0] == std::vector<std::string>{"a", "1", "2", "-", "3.00"});
    CHECK(beside.rows[1] == std::vector<std::string>{"b", "2", "1", "1.5", "2.00"});
    //! [prediction]
}

TEST_CASE("prediction: those whose ranges overlap share their places") {
    const auto place = [](const std::vector<std::pair<double, double>>& ranges, std::size_t at) {
        std::vector<standing> ranks;
        for (const auto& [low, high] : ranges) ranks.push_back({"x", {(low + high) / 2, low, high, 2}});
        return place_of(ranks, at);
    };
    const std::vector<std::pair<double, double>> two_alike{{1, 2}, {10, 12}, {11, 13}, {20, 21}};
    CHECK(place(two_alike, 0) == "1");
    CHECK(place(two_alike, 1) == "2-3");
    CHECK(place(two_alike, 2) == "2-3");
    CHECK(place(two_alike, 3) == "4");
    const std::vector<std::pair<double, double>> chain{{1, 3}, {2, 5}, {4, 7}};  // the first and the last lie apart
    CHECK(place(chain, 0) == "1-2");
    CHECK(place(chain, 1) == "1-3");
    CHECK(place(chain, 2) == "2-3");
    const contents once = of({run("a", 1, 100), run("b", 1, 900)});  // one round proves nothing
    const table beside = prediction_table({{"a", "b"}, {}}, summarize(once).groups.at(0), "floor");
    CHECK(beside.rows.at(0).at(2) == "1-2");
    CHECK(beside.rows.at(1).at(2) == "1-2");
}
