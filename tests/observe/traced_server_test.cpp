// SPDX-License-Identifier: MIT

/// @file
/// Real conversations under every policy, recorded.

#include "every_policy.hpp"

#include <doctest/doctest.h>
#include <mutex>
#include <observe/lanes_of.hpp>
#include <observe/well_formed.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/trace.hpp>
#include <parley/parley.hpp>
#include <parley/testing/conversation.hpp>
#include <string>
#include <type_traits>
#include <vector>

using namespace observe_test;
using namespace parley;
using parley::testing::conversation;

namespace {

/// A lock that is never free at the first attempt.
struct contended_mutex : std::mutex {
    bool try_lock() noexcept { return false; }
};

/// Every lock of the chat is waited for.
struct contended_threads : thread_per_client {
    using mutex_type = contended_mutex;
};

template <class Policy>
constexpr bool has_threads = std::is_base_of_v<thread_per_client, Policy>;

/// Ann talks, to Bob if he can come in at the same time.
template <class Policy>
named_spans recorded_conversation() {
    const observe::recording recorded;
    {
        server<Policy, observe::traced<>, observe::trace<>> served({.port = 0});
        served.start();
        conversation talk(served.port());
        auto& ann = talk.join("ann");
        if constexpr (Policy::serves_together) {
            auto& bob = talk.join("bob");
            ann.hears_next("'bob' has just connected to the chat room!");
            bob.says("hello").hears_next("bob: hello");
            ann.hears_next("bob: hello");
        }
        ann.says("well").hears_next("ann: well");
        talk.everybody_hangs_up();
        served.stop();
        served.wait();
    }
    return recorded.read("a policy");
}

const timed_span* first(const named_spans& server, activity what) {
    for (const lane& one : server.lanes)
        for (const timed_span& span : one.spans)
            if (span.what == what) return &span;
    return nullptr;
}

}  // namespace

TEST_CASE_TEMPLATE("each activity appears, and spans of a lane are side by side or nested", Policy, EVERY_POLICY,
                   contended_threads) {
    const named_spans read = recorded_conversation<Policy>();
    for (const activity what : {activity::waiting, activity::accepting, activity::reading, activity::decoding,
                                activity::appending, activity::writing}) {
        CAPTURE(name_of(what));
        CHECK(count(read, what) > 0);
    }
    bool decoding_contains_appending = false;
    for (const lane& one : read.lanes) {
        CHECK(disorder(one) == "");
        CHECK(one.lost == 0);
        CHECK(!nested(one, activity::writing, activity::appending));  // nobody writes while holding the chat's lock
        CHECK(!nested(one, activity::waiting, activity::appending));
        if (nested(one, activity::appending, activity::decoding)) decoding_contains_appending = true;
    }
    CHECK(decoding_contains_appending);
    CHECK(read.lanes_lost == 0);
    if (!has_threads<Policy>) CHECK(count(read, activity::locking) == 0);  // a loop never waits for a lock
    if (std::is_same_v<Policy, contended_threads>) CHECK(count(read, activity::locking) > 0);
    CHECK(xml_fault(observe::draw_timeline({read})) == "");
    CHECK(json_reader::accepts(observe::trace_events({read})));
}

TEST_CASE_TEMPLATE("the one lane of a loop", Policy, one_at_a_time, select_loop, EVENT_LOOPS) {
    CHECK(names(recorded_conversation<Policy>()) == std::vector<std::string>{"loop"});
}

TEST_CASE("a lane for each client and one for the door") {
    const named_spans read = recorded_conversation<thread_per_client>();
    CHECK(names(read) == std::vector<std::string>{"accepting", "client 1", "client 2"});
    CHECK(count(read.lanes[0], activity::reading) == 0);
    for (const std::size_t client : {1u, 2u})
        for (const timed_span& span : read.lanes[client].spans)
            if (span.what == activity::reading) CHECK(span.client == client);
}

TEST_CASE("a lock that is never free shows a wait before every stretch of holding it") {
    const named_spans read = recorded_conversation<contended_threads>();
    CHECK(count(read, activity::locking) >= count(read, activity::appending));  // outboxes have locks, too
    const std::string svg = observe::draw_timeline({read});
    CHECK(svg.find("Waiting for a lock: never.") == svg.npos);
}

TEST_CASE("connections within the process are traced like all others, and numbered") {
    const observe::recording recorded;
    {
        server<select_loop, observe::traced<net::in_process>, observe::trace<>> served;
        served.start();
        conversation talk([&] { return served.listener().inner().connect(); });
        talk.join("ann").hangs_up();
        talk.join("bob").hangs_up();
    }
    const named_spans read = recorded.read("");
    REQUIRE(read.lanes.size() == 1);
    const timed_span* const reading = first(read, activity::reading);
    REQUIRE(reading != nullptr);
    CHECK(reading->client == 1);
    std::uint32_t most = 0;
    for (const timed_span& span : read.lanes[0].spans)
        if (span.what == activity::reading) most = std::max(most, span.client);
    CHECK(most == 2);
}

TEST_CASE("a trace sees what its inner observer sees") {
    struct counting : observe::none {
        explicit counting(int& number) : joined(&number) {}
        void named(std::string_view) noexcept { ++*joined; }
        int* joined;
    };
    int joined = 0;
    {
        server<select_loop, observe::traced<>, observe::trace<counting>> served({.port = 0}, observe::traced<>(),
                                                                               observe::trace(counting(joined)));
        served.start();
        conversation talk(served.port());
        talk.join("ann").hangs_up();
    }
    CHECK(joined == 1);
}
