// SPDX-License-Identifier: MIT

// Is whatever ann says heard by bob? All orders in which two clients can come and speak answer that.

#include <cstdio>
#include <parley/concurrency/event_loop.hpp>
#include <parley/server.hpp>
#include <parley/testing/explore_events.hpp>
#include <parley/testing/in_memory.hpp>

namespace testing = parley::testing;
namespace explore = parley::testing::explore;

//! [scene]
/// `history`: how many lines the server keeps for those who come later.
void two_clients(explore::scene& scene, std::size_t history) {
    parley::server<parley::event_loop<testing::scripted_poller>, testing::in_memory> server(
        {.history = history}, testing::in_memory(scene.network));
    explore::guest& bob = scene.client("bob").connects().says("bob");
    scene.client("ann").connects().says("ann").says("hello");
    scene.always([&] { scene.check(bob.heard("ann: hello") < 2, "a line is heard once"); });
    scene.at_the_end([&] {
        scene.check(bob.heard("ann: hello") == 1, "bob hears ann");
        server.stop();
    });
    server.run();
}
//! [scene]

int main() {
    const auto forgetful = [](explore::scene& scene) { two_clients(scene, 0); };
    const explore::outcome found = explore::events(forgetful);
    std::printf("%s", found.story.c_str());
    const explore::outcome again = explore::events(forgetful, found.seed);
    std::printf("again: %s\n", again.story == found.story ? "the same story" : again.story.c_str());

    const explore::outcome kept = explore::events([](explore::scene& scene) { two_clients(scene, 1); });
    std::printf("with a history: %zu orders, %s\n", kept.orders, kept.all ? "all of them good" : kept.story.c_str());

    // Prints:
    // the story:
    //   1. bob connects
    //   2. the loop is told of the listener
    //   3. ann connects
    //   4. the loop is told of the listener
    //   5. ann says "ann\n"
    //   6. the loop is told of ann
    //   7. ann says "hello\n"
    //   8. the loop is told of ann
    //   9. bob says "bob\n"
    //   10. the loop is told of bob
    // a promise is broken: bob hears ann
    // seed: "4:1 6:1"
    // again: the same story
    // with a history: 88 orders, all of them good
}
