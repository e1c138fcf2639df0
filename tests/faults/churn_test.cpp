// SPDX-License-Identifier: MIT

/// @file
/// Everything at once: guests who join, flood, stop to read, change name and room, half-close, quit and die by a reset,
/// in an order that is the same each time. Two quiet witnesses talk meanwhile, and miss nothing. Meant for the
/// sanitizers: a real race passed a polite conversation.

#include "models.hpp"
#include "trouble.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace faults_test;

namespace {

/// One witness says, the other one hears; what is said is heard once and in order by both.
class witness {
public:
    explicit witness(guest& one) {
        one.heard.clear();
        one.on_line = [this](std::string_view line) {
            if (line.substr(0, 3) == "w0:" || line.substr(0, 3) == "w1:") heard.emplace_back(line);
        };
    }
    std::vector<std::string> heard{};
};

}  // namespace

TEST_CASE_TEMPLATE("all kinds of trouble at once, and two who talk meanwhile", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    unsigned seed = 1;
    SUBCASE("seed 1") {}
    SUBCASE("seed 2") { seed = 2; }
    SUBCASE("seed 3") { seed = 3; }
    CAPTURE(seed);

    const std::size_t threads = running_threads(), descriptors = open_descriptors();
    {
        // The witnesses may fall behind a little: the floods are quick, and the machine may be slow.
        house<P> home({.outbox_limit = 512 * 1024,
                       .history = seed == 2 ? 10u : 0u,
                       .login_limit = milliseconds(300),
                       .farewell_limit = milliseconds(200),
                       .drain_limit = milliseconds(2'000)});
        auto& guests = home.open().party;
        guest& w0 = guests.join("w0");
        guest& w1 = guests.join("w1");
        const witness first(w0), second(w1);
        std::mt19937 random(seed);
        std::deque<trouble> all;
        for (std::size_t i = 0; i != 40; ++i) all.emplace_back(home.server.port(), random, i);

        std::vector<std::string> expected;
        for (std::size_t round = 0; round != 150; ++round) {
            for (int k = 0; k != 8; ++k) all[random() % all.size()].step();
            if (round % 10 == 0) home.server.say("the program says " + std::to_string(round));
            if (round % 25 == 0) home.server.close("n" + std::to_string(random() % 8), "enough");
            guest& speaker = round % 2 == 0 ? w0 : w1;
            const std::string text = "round " + std::to_string(round);
            speaker.say(text + "\n");
            expected.push_back(speaker.name + ": " + text);
            REQUIRE(guests.until([&] {
                for (trouble& one : all) one.move();
                return first.heard.size() >= expected.size() && second.heard.size() >= expected.size();
            }));
        }
        CHECK(first.heard == expected);
        CHECK(second.heard == expected);

        SUBCASE("they all go") {
            for (trouble& one : all) one.go();
            CHECK(home.forgets_all_but(2));
            CHECK(guests.until([&] { return home.server.statistics().threads <= 3; }));
            w0.say("/who\n");
            std::string who;
            w0.on_line = [&](std::string_view line) { who = line; };
            CHECK(guests.until([&] { return who == "-- In #lobby: w0, w1."; }));
            w0.say("/rooms\n");
            CHECK(guests.until([&] { return who == "-- #lobby (2)"; }));
        }
        SUBCASE("the server stops in the middle of it") {}
        CHECK(home.close() < milliseconds(2'000) + seconds(sanitizer ? 20 : 5));
        const auto counted = home.server.statistics();
        CHECK(counted.clients == 0);
        CHECK(counted.threads == 1);
        CHECK(counted.dropped < counted.accepted);
    }
    CHECK(running_threads() <= threads);
    CHECK(open_descriptors() <= descriptors);
}
