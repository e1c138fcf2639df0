#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The deterministic explorer: runs a program with threads in every order in which its threads can meet, up to a bound
/// of interruptions (CHESS: Musuvathi et al., Finding and Reproducing Heisenbugs in Concurrent Programs, OSDI 2008). A
/// deadlock, a missing wake-up or a broken promise is told as a story, with the seed that leads there again.
///
/// @code
/// namespace explore = parley::testing::explore;
/// const auto found = explore::threads([](explore::world& world) {
///     explore::mutex mutex("names");
///     std::set<std::string> names;
///     const auto claim = [&] { ... };
///     world.thread("ann", claim);
///     world.thread("bob", claim);
///     world.run();                                       // until both have ended
///     world.check(names.size() == 1, "one of them gets the name");
/// });
/// std::puts(found.story.c_str());                        // empty: there is no such order
/// @endcode
///
/// The program is run many times and has to do the same each time: no clock, no random numbers, no input. A thread is
/// interrupted at the instruments only (`mutex`, `condition_variable`, `atomic`, `variable`, `thread`).
/// Read next: `testing/explore/search.hpp`, `testing/explore/world.hpp`;
/// `testing/explore_events.hpp`, the same for a loop.

#include <functional>
#include <parley/testing/explore/atomic.hpp>
#include <parley/testing/explore/lock.hpp>
#include <parley/testing/explore/search.hpp>
#include <parley/testing/explore/thread.hpp>
#include <parley/testing/explore/world.hpp>
#include <string_view>

/// The deterministic explorer: all orders in which threads, or a loop and its clients, can meet, up to a bound.
namespace parley::testing::explore {

/// A program with threads, as one run of it: it makes everything anew, adds threads with `world::thread()`, lets them
/// run with `world::run()`, and then checks what has to be true. What its threads share they share through instruments,
/// or under one; what only one thread uses at a time may be captured by reference.
using program = std::function<void(world&)>;

/// One run of the program, along `way`, on threads of its own; the calling one waits. `tells`: a story is wanted, too.
/// After a failure its threads and all that they own stay for ever: memory is paid for each story.
inline ending run_threads(const program& test, choices& way, std::size_t step_limit, bool tells) {
    static thread_local baton over;
    world* const one = new world(way, step_limit, tells, over);
    one->add("the test", [&test, one] { test(*one); });
    one->start();
    over.await();
    ending how{one->failure(), one->story()};
    if (how.failure.empty()) delete one;  // else its threads stand in it, for ever
    return how;
}

/// Looks for an order of the threads in which the program goes wrong: a promise is broken, nobody can go on, something
/// is thrown, or it does not end. Stops at the first one that it finds. With `n` points and at most `k` interruptions
/// there are about `n` to the power of `k` orders, and more where threads wait.
///
/// @snippet examples/tools/explore_lost_wakeup.cpp door
///
/// @snippet examples/tools/explore_lost_wakeup.cpp find
inline outcome threads(const program& test, const bounds& wanted = {}) {
    return search([&](choices& way, bool tells) { return run_threads(test, way, wanted.steps, tells); }, wanted);
}

/// Runs the program once, in the order that the seed of an outcome leads to, and tells its story, however it ends. A
/// seed is good for as long as the program is the same; throws `std::invalid_argument` when it is no seed.
inline outcome threads(const program& test, std::string_view seed) {
    return search_again([&](choices& way, bool tells) { return run_threads(test, way, bounds{}.steps, tells); }, seed);
}

}  // namespace parley::testing::explore
