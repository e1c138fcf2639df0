// SPDX-License-Identifier: MIT

// Transports around another one: each call of the server's fails once; what a broadcast costs is counted.

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/server.hpp>
#include <parley/testing/conversation.hpp>
#include <parley/testing/failing.hpp>

namespace testing = parley::testing;

//! [every call]
/// The same conversation, though the call of that number would block. Were there so many?
bool talk_while_fails(std::uint64_t nth) {
    using transport = testing::failing<parley::net::in_process>;
    const auto plan = std::make_shared<testing::fault_plan>(testing::fault_plan::fault{.nth = nth, .error = EAGAIN});
    parley::server<parley::poll_loop, transport> server({}, transport(plan));
    server.start();
    testing::conversation talk([&] { return server.listener().inner().connect(); });
    testing::speaker& ann = talk.join("ann");
    talk.join("bob").says("hello");
    ann.hears_next({"'bob' has just connected to the chat room!", "bob: hello"});
    return plan->struck() != 0;
}
//! [every call]

/// How often the server sends when one of three says something.
std::uint64_t sends_of_a_broadcast() {
    //! [counting]
    using transport = testing::counting<parley::net::in_process>;
    const auto counts = std::make_shared<testing::call_counts>();
    parley::server<parley::poll_loop, transport> server({}, transport(counts));
    server.start();
    testing::conversation talk([&] { return server.listener().inner().connect(); });
    testing::speaker &ann = talk.join("ann"), &bob = talk.join("bob"), &cem = talk.join("cem");
    ann.hears("'cem' has just connected to the chat room!");
    bob.hears("'cem' has just connected to the chat room!");
    const std::uint64_t before = counts->made(testing::call::send);
    ann.says("hello");
    talk.all_hear({&ann, &bob, &cem}, {"ann: hello"});
    return counts->made(testing::call::send) - before;
    //! [counting]
}

int main() {
    std::uint64_t nth = 1;
    while (talk_while_fails(nth)) ++nth;
    std::printf("each call would have blocked once, and no word was lost\n");
    std::printf("a broadcast to three: %d sends\n", static_cast<int>(sends_of_a_broadcast()));

    // Prints:
    // each call would have blocked once, and no word was lost
    // a broadcast to three: 3 sends
}
