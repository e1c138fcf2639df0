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
#include <system_error>

#include "every_policy.hpp"
#include "failures/polite_conversation.hpp"

using namespace failures_test;
using parley::testing::fault_plan;

namespace {

/// A kind of failure, and what it may cost.
struct failure {
    int error;
    std::size_t most_lost;  ///< 0: it passes, and nobody loses a byte
};

constexpr failure failures[] = {{EAGAIN, 0},     {ENOBUFS, 0},      {ENOMEM, 0},
                                {EMFILE, 0},     {ECONNRESET, 1},   {ECONNABORTED, 1}};

/// Nothing calls in vain without end; a polite conversation takes about 60 calls.
constexpr std::uint64_t most_calls = 1'000;

/// Lets the Nth call fail, for every N until a run makes fewer calls. `make(plan)` makes the transport.
template <class Policy, class Make, class Connect>
void fail_every_call(failure how, Make make, Connect connect) {
    for (std::uint64_t nth = 1;; ++nth) {
        const std::string story = "call " + std::to_string(nth) + " fails: " + std::generic_category().message(how.error);
        INFO(story);
        const hang_guard guard(story);
        const auto plan = std::make_shared<fault_plan>(fault_plan::fault{.nth = nth, .error = how.error});
        polite_conversation<Policy>(make(plan), connect, how.most_lost);
        CHECK(plan->calls().made() < most_calls);
        REQUIRE(nth < most_calls);
        if (plan->struck() != 0) continue;
        CHECK(nth > 20);
        return;
    }
}

template <class Plan>
auto failing_pair(const Plan& plan) { return parley::testing::failing<parley::net::in_process>(plan); }
template <class Plan>
auto failing_tcp(const Plan& plan) { return parley::testing::failing<parley::net::sockets>(plan); }

constexpr auto connect_pair = [](auto& server) { return server.listener().inner().connect(); };
constexpr auto connect_tcp = [](auto& server) { return parley::net::connect_tcp("127.0.0.1", server.port(), time_limit()); };

}  // namespace

TEST_CASE_TEMPLATE("each call of a polite conversation fails once, in one process", Policy, EVERY_POLICY) {
    for (const failure how : failures) fail_every_call<Policy>(how, failing_pair<std::shared_ptr<fault_plan>>, connect_pair);
}

TEST_CASE_TEMPLATE("each call of a polite conversation fails once, over TCP", Policy, EVERY_POLICY) {
    for (const failure how : {failure{ECONNRESET, 1}, failure{EMFILE, 0}})
        fail_every_call<Policy>(how, failing_tcp<std::shared_ptr<fault_plan>>, connect_tcp);
}
