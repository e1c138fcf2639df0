#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Samples that nobody has measured: they look like real ones, so that a test can look at a report of them.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <parley/bench/report/contents.hpp>
#include <random>
#include <string>
#include <vector>

namespace made_up {

struct character {
    std::string name;
    double user_ns, system_ns, threads_per_client, kib_per_client;
};

inline std::vector<character> everybody() {
    return {
        {"floor", 4, 80, 0, 0.2},        {"one_at_a_time", 9, 85, 0, 0.3},      {"thread_per_client", 30, 140, 1, 11},
        {"select_loop", 12, 90, 0, 0.9}, {"poll_loop", 11, 88, 0, 0.9},         {"epoll_loop", 8, 82, 0, 0.9},
        {"naive", 90, 900, 1, 12},       {"handwritten_select", 10, 90, 0, 2},  {"asio", 700, 2500, 0, 3},
        {"libevent", 150, 1100, 0, 2.5}, {"python_threads", 3000, 5000, 1, 30}, {"python_asyncio", 6000, 2500, 0, 8},
        {"node", 2500, 3000, 0, 6}};
}

inline parley::bench::sample run(const character& who, const parley::bench::load& given, int round) {
    std::mt19937_64 random(static_cast<std::uint64_t>(round) * 1000 + given.clients + given.in_flight +
                           who.name.size());
    std::normal_distribution<double> noise(1, 0.02);
    std::lognormal_distribution<double> tail(0, 0.6);
    const double clients = static_cast<double>(given.clients);
    const double share = given.in_flight > 64 ? 0.2 : given.in_flight > 1 ? 1 : 9;  // of system calls for a delivery
    parley::bench::sample made;
    made.contestant = who.name;
    made.given = given;
    made.round = round;
    made.seconds = 2;
    const double ns = (who.user_ns + who.system_ns * share) * (1 + clients / 20000) * noise(random);
    made.deliveries = static_cast<std::uint64_t>(given.rate > 0 ? given.rate * clients * 2 : 2e9 / ns);
    made.messages = made.deliveries / given.clients;
    made.cost.user_seconds = who.user_ns * 1e-9 * static_cast<double>(made.deliveries) * noise(random);
    made.cost.system_seconds = (ns - who.user_ns) * 1e-9 * static_cast<double>(made.deliveries);
    made.cost.cpu_seconds = made.cost.user_seconds + made.cost.system_seconds;
    made.cost.context_switches =
        static_cast<std::uint64_t>(static_cast<double>(made.deliveries) * (who.threads_per_client * 0.4 + 0.003));
    made.cost.threads = 1 + static_cast<std::size_t>(who.threads_per_client * clients);
    made.cost.resident_bytes_before = 4 << 20;
    made.cost.resident_bytes =
        made.cost.resident_bytes_before + static_cast<std::size_t>(who.kib_per_client * 1024 * clients);
    for (int each = 0; each != 4000; ++each) {
        const double latency = ns * clients * 0.6 * tail(random) * (random() % 300 == 0 ? 20 : 1) + 20'000;
        made.delivery_latency.record(static_cast<std::uint64_t>(latency), 25);
        if (each % 10 == 0) made.last_receiver.record(static_cast<std::uint64_t>(latency * 1.6));
    }
    made.calls.accept = given.clients;
    made.calls.receive = made.messages;
    made.calls.send = made.deliveries / 4;
    made.calls.deliveries = made.deliveries;
    return made;
}

inline std::vector<parley::bench::load> loads() {
    return {
        {"fan-out", 10, 64, 0},     {"fan-out", 100, 64, 0},         {"fan-out", 1000, 64, 0}, {"fan-out", 100, 1, 0},
        {"fan-out", 1000, 1024, 0}, {"fixed rate", 100, 0, 2000},    {"idle", 10, 10, 0},      {"idle", 1000, 10, 0},
        {"idle", 10000, 10, 0},     {"stopped reader", 100, 0, 2000}};
}

inline parley::bench::report::contents report(int rounds = 5) {
    parley::bench::report::contents all;
    all.ran_on.processor = "Abacus 9000 @ 2 beads";
    all.ran_on.cores = 2;
    all.ran_on.kernel = "Linux 6.1.0";
    all.ran_on.descriptors = "1024, at most 524288";
    all.ran_on.load_average = "0.08 0.12 0.20";
    all.ran_on.date = "2024-05-17 14:03 UTC";
    all.ran_on.program = {"g++ 12.2.0", "-O3 -DNDEBUG", true, false, false};
    for (int round = 1; round <= rounds; ++round)
        for (const auto& given : loads())
            for (const character& who : everybody()) all.samples.push_back(run(who, given, round));
    all.samples[7].broken = "member 4 heard message 17 of member 2 twice: \"x|y\" <&>";
    all.missing = {{"muduo", "not installed: install it & try again"}};
    all.guess = parley::bench::prediction{{"epoll_loop", "thread_per_client", "select_loop", "asio"},
                                          {{"epoll_loop", 1.5}, {"asio", 3}}};
    all.notes = {"Ctrl+C after round 5 of 7"};
    all.timelines = {{"thread_per_client beside select_loop",
                      "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 40\">"
                      "<rect x=\"1\" y=\"4\" width=\"120\" height=\"12\" fill=\"#0072b2\"/></svg>"}};
    return all;
}

}  // namespace made_up
