// SPDX-License-Identifier: MIT

// A model of one's own, run through the table of promises; and what is said of one with a slip.

#include <algorithm>
#include <cstdio>
#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/poll.hpp>
#include <parley/testing/conformance.hpp>
#include <string>
#include <string_view>

namespace testing = parley::testing;

//! [policy]
/// A loop that never sleeps for longer than 10 ms: a game draws its next picture then.
struct restless_poller : parley::poll_poller {
    int wait(parley::time_point deadline) {
        const auto next_picture = parley::later(parley::clock::now(), parley::milliseconds(10));
        return poll_poller::wait(std::min(deadline, next_picture));
    }
};
using my_policy = parley::event_loop<restless_poller>;
//! [policy]

/// The slip: who was told that there are news has forgotten it.
struct forgetful_policy : my_policy {
    void notify() noexcept {}
};

int main() {
    //! [check]
    const std::size_t broken = testing::check_policy<my_policy>([](std::string_view name, const std::string& story) {
        if (!story.empty()) std::printf("%.*s:\n%s", static_cast<int>(name.size()), name.data(), story.c_str());
    });
    std::printf("%zu of %zu promises are broken\n", broken, testing::promises<my_policy>().size());
    //! [check]

    testing::patience = parley::milliseconds(200);  // for what will not come
    try {
        testing::notify_is_answered<forgetful_policy>();
    } catch (const testing::broken_promise& slip) {
        std::printf("%s", slip.what());
    }

    // Prints:
    // 0 of 17 promises are broken
    // the story so far:
    // promised: attend() is called soon when notify() was called before run()
    // and it was not kept
}
