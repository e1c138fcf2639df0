// SPDX-License-Identifier: MIT

#include <cerrno>
#include <cstdint>
#include <doctest/doctest.h>
#include <memory>
#include <optional>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <parley/testing/dribbling.hpp>
#include <parley/testing/failing.hpp>
#include <string>
#include <system_error>

#include "every_policy.hpp"
#include "failures/polite_conversation.hpp"

using namespace failures_test;
using parley::testing::call;
using parley::testing::fault_plan;

namespace {

template <class Plan>
auto failing_pair(const Plan& plan) { return parley::testing::failing<parley::net::in_process>(plan); }
template <class Plan>
auto failing_tcp(const Plan& plan) { return parley::testing::failing<parley::net::sockets>(plan); }

constexpr auto connect_pair = [](auto& server) { return server.listener().inner().connect(); };
constexpr auto connect_tcp = [](auto& server) { return parley::net::connect_tcp("127.0.0.1", server.port(), time_limit()); };

/// A kind of failure, and what it may cost.
struct failure {
    int error;
    std::size_t most_lost;  ///< 0: it passes, and nobody loses a byte
    std::uint64_t times = 1;
    std::optional<call> kind{};
};

/// Every status that a call can come to (`net/io_result.hpp`), by every error that has a treatment of its own in the
/// twins or in the manual pages of accept(2), recv(2) and send(2).
constexpr failure failures[] = {{EAGAIN, 0},     {ENOBUFS, 0},      {ENOMEM, 0},  {EMFILE, 0}, {ENFILE, 0},
                                {ECONNRESET, 1}, {ECONNABORTED, 1}, {EPIPE, 1}};

/// Several calls in a row: what passes may take its time.
constexpr failure bursts[] = {{EAGAIN, 0, 5}, {ENOBUFS, 0, 5}, {EMFILE, 0, 3, call::accept}, {EMFILE, 0, 3}};

/// Nothing calls in vain without end; a polite conversation takes about 60 calls.
constexpr std::uint64_t most_calls = 1'000;

/// Lets the Nth call fail, for every N until a run makes fewer calls. `talk(plan)` is one run.
template <class Talk>
void fail_every_call(failure how, Talk talk) {
    for (std::uint64_t nth = 1;; ++nth) {
        const std::string story = "call " + std::to_string(nth) + " fails: " + std::generic_category().message(how.error) +
                                  ", " + std::to_string(how.times) + " times";
        INFO(story);
        const hang_guard guard(story);
        const auto plan = std::make_shared<fault_plan>(
            fault_plan::fault{.kind = how.kind, .nth = nth, .error = how.error, .times = how.times});
        talk(plan);
        CHECK(plan->calls().made() < most_calls);
        REQUIRE(nth < most_calls);
        if (plan->struck() != 0) continue;
        CHECK(nth > (how.kind ? 3 : 20));
        return;
    }
}

template <class Policy>
void fail_every_call_in_one_process(failure how) {
    fail_every_call(how, [&](const auto& plan) { polite_conversation<Policy>(failing_pair(plan), connect_pair, how.most_lost); });
}

}  // namespace

TEST_CASE_TEMPLATE("each call of a polite conversation fails once, in one process", Policy, EVERY_POLICY) {
    for (const failure how : failures) fail_every_call_in_one_process<Policy>(how);
}

TEST_CASE_TEMPLATE("several calls in a row fail, from each call on", Policy, EVERY_POLICY) {
    for (const failure how : bursts) fail_every_call_in_one_process<Policy>(how);
}

TEST_CASE_TEMPLATE("at each read the peer seems to have half-closed", Policy, EVERY_POLICY) {
    fail_every_call_in_one_process<Policy>({fault_plan::end_of_file, 1, 1, call::receive});
}

TEST_CASE_TEMPLATE("each call of a polite conversation fails once, over TCP", Policy, EVERY_POLICY) {
    for (const failure how : {failure{ECONNRESET, 1}, failure{EMFILE, 0}})
        fail_every_call(how, [&](const auto& plan) { polite_conversation<Policy>(failing_tcp(plan), connect_tcp, how.most_lost); });
}

TEST_CASE_TEMPLATE("each call of a conversation in two rooms fails once", Policy, POLICIES_THAT_SERVE_TOGETHER) {
    for (const failure how : {failure{EAGAIN, 0}, failure{ENOBUFS, 0}, failure{ECONNRESET, 1}})
        fail_every_call(how, [&](const auto& plan) { conversation_in_rooms<Policy>(failing_pair(plan), connect_pair, how.most_lost); });
}
