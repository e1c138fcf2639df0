// SPDX-License-Identifier: MIT

// A wake-up that is lost in few orders of two threads: the explorer finds one, tells it, and finds it again.

#include <cstdio>
#include <mutex>
#include <parley/testing/explore.hpp>

namespace explore = parley::testing::explore;

//! [door]
/// Who comes waits until somebody opens.
struct door {
    void open() {
        const std::lock_guard lock(mutex);
        is_open = true;
        opened.notify_one();
    }
    void pass() {
        if (is_open) return;
        std::unique_lock lock(mutex);
        opened.wait(lock);  // a slip: it may be open by now; `while (!is_open)` before this asks again
    }
    explore::mutex mutex{"lock"};
    explore::condition_variable opened{"opened"};
    explore::atomic<bool> is_open{false, "is_open"};
};

void somebody_passes(explore::world& world) {
    door one;
    world.thread("ann", [&] { one.pass(); });
    world.thread("bob", [&] { one.open(); });
    world.run();  // until both have ended
}
//! [door]
int main() {
    //! [find]
    const explore::outcome found = explore::threads(somebody_passes);
    std::printf("%s", found.story.c_str());
    const bool same = explore::threads(somebody_passes, found.seed).story == found.story;
    std::printf("again: %s\n", same ? "the same story" : "another story");

    // Prints:
    // the story:
    //   1. ann reads the atomic `is_open`: false
    //      (ann is interrupted)
    //   2. bob takes the mutex `lock`
    //   3. bob sets the atomic `is_open` to true
    //   4. bob notifies the condition variable `opened`: nobody sleeps there
    //   5. bob gives back the mutex `lock`
    //   6. bob ends
    //   7. ann takes the mutex `lock`
    //   8. ann sleeps on the condition variable `opened`
    //   9. ann gives back the mutex `lock`
    // nobody can go on, and somebody waits to be woken
    //   ann sleeps on the condition variable `opened`
    // seed: "2:1"
    // again: the same story
    //! [find]
}
