// SPDX-License-Identifier: MIT

#include <cerrno>
#include <cstdint>
#include <doctest/doctest.h>
#include <memory>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <parley/testing/dribbling.hpp>
#include <parley/testing/failing.hpp>
#include <string>

#include "every_policy.hpp"
#include "failures/polite_conversation.hpp"

using namespace failures_test;
using parley::testing::dribbling;
using parley::testing::failing;
using parley::testing::fault_plan;

TEST_CASE_TEMPLATE("one to three bytes at a time: the transcripts are the same to the byte", Policy, EVERY_POLICY) {
    const hang_guard guard("dribbling");
    polite_conversation<Policy>(dribbling<parley::net::in_process>(),
                                [](auto& server) { return server.listener().inner().connect(); }, 0);
    polite_conversation<Policy>(dribbling<parley::net::sockets>(), [](auto& server) {
        return parley::net::connect_tcp("127.0.0.1", server.port(), time_limit());
    }, 0);
}

TEST_CASE_TEMPLATE("a connection breaks in the middle of a line: the others get whole lines", Policy,
                   POLICIES_THAT_SERVE_TOGETHER) {
    using transport = failing<dribbling<parley::net::in_process>>;
    // About 600 calls: steps of 13 hit every place in a line sooner or later.
    for (std::uint64_t nth = 1;; nth += 13) {
        const std::string story = "call " + std::to_string(nth) + " of a dribbling conversation fails";
        INFO(story);
        const hang_guard guard(story);
        const auto plan = std::make_shared<fault_plan>(fault_plan::fault{.nth = nth, .error = ECONNRESET});
        polite_conversation<Policy>(transport(plan), [](auto& server) { return server.listener().inner().inner().connect(); }, 1);
        REQUIRE(nth < 10'000);
        if (plan->struck() != 0) continue;
        CHECK(nth > 200);
        return;
    }
}
