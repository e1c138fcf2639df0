// SPDX-License-Identifier: MIT

// A connection that breaks when the test says so, and a network that gives and takes a byte or three at a time.

#include <cerrno>
#include <cstdio>
#include <memory>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/server.hpp>
#include <parley/testing/dribbling.hpp>
#include <parley/testing/failing.hpp>

namespace testing = parley::testing;

int main() {
    //! [failing]
    const auto plan = std::make_shared<testing::fault_plan>(
        testing::fault_plan::fault{.kind = testing::call::receive, .nth = 1, .error = ECONNRESET});
    using slow = testing::dribbling<parley::net::in_process>;  // decorators can be put around each other
    parley::server<parley::poll_loop, testing::failing<slow>> server({}, testing::failing<slow>(plan));
    server.start();
    auto& inside = server.listener().inner().inner();

    parley::client ann(inside.connect());  // hers is the call that fails
    ann.send_line("ann");
    while (const auto line = ann.read_line()) std::printf("ann hears: %s\n", line->c_str());
    std::printf("ann is gone: %d call failed\n", int(plan->struck()));

    parley::client bob(inside.connect());
    bob.send_line("bob");
    bob.send_line("/quit");
    while (const auto line = bob.read_line()) std::printf("bob hears: %s\n", line->c_str());
    //! [failing]

    // Prints:
    // ann is gone: 1 call failed
    // bob hears: 'bob' has just connected to the chat room!
    // bob hears: You are now connected!
}
