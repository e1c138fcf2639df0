#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The other half of the explorer: a loop with one thread, and the orders in which clients and kernel can do what they
/// do. Each client has a list of acts; between any two turns of the loop it is chosen which of them happen, and who is
/// found ready, so that all orders are walked up to a bound. What goes wrong is told as a story with its seed.
///
/// @code
/// const auto found = explore::events([](explore::scene& scene) {
///     parley::server<parley::event_loop<parley::testing::scripted_poller>, parley::testing::in_memory> server(
///         {}, parley::testing::in_memory(scene.network));
///     scene.client("ann").connects().says("ann").says("hello");
///     auto& bob = scene.client("bob").connects().says("bob").hangs_up();
///     scene.always([&] { scene.check(bob.heard("ann: hello") < 2, "a line is heard once"); });
///     scene.at_the_end([&] { server.stop(); });
///     server.run();
/// });
/// @endcode
///
/// Refuses to know what is said. Read next: `testing/explore/scene.hpp`.

#include <exception>
#include <functional>
#include <parley/testing/explore/scene.hpp>
#include <parley/testing/explore/search.hpp>
#include <string_view>

namespace parley::testing::explore {

/// A program with a loop, as one run of it: makes the server on `scene::network`, says what each client will do and
/// what is promised, and calls `run()`, which returns when `scene::at_the_end()` has stopped it.
using play = std::function<void(scene&)>;

/// One run of it, along `way`, on this thread. `tells`: a story is wanted, too.
inline ending run_events(const play& test, choices& way, std::size_t step_limit, bool tells) {
    scene one(way, step_limit, tells);
    try {
        const scripted_poller::follow following(one);
        test(one);
    } catch (const scene::broken_off&) {
    } catch (const std::exception& thrown) {
        one.check(false, std::string("nothing is thrown: ") + thrown.what());
    }
    return {one.failure(), one.story()};
}

/// Looks for an order in which it goes wrong: a promise is broken, somebody waits for ever while the loop sleeps,
/// something is thrown, or it does not end. `bounds::unusual` counts all that is not the usual course: the loop goes on
/// as soon as somebody is ready, and is told of everybody who is.
///
/// @snippet examples/tools/explore_a_loop.cpp scene
inline outcome events(const play& test, bounds wanted = {}) {
    wanted.unusual_turns = true;
    return search([&](choices& way, bool tells) { return run_events(test, way, wanted.steps, tells); }, wanted);
}

/// Runs it once, in the order that the seed of an outcome leads to, and tells its story, however it ends. Throws
/// `std::invalid_argument` when it is no seed.
inline outcome events(const play& test, std::string_view seed) {
    return search_again([&](choices& way, bool tells) { return run_events(test, way, bounds{}.steps, tells); }, seed);
}

}  // namespace parley::testing::explore
