// SPDX-License-Identifier: MIT

/// @file
/// Classic bugs of loops, each planted and each left out: the explorer finds the one, tells it, finds it again by its
/// seed, and finds nothing in the other.

#include "careless_chat.hpp"
#include "careless_loop.hpp"
#include "found.hpp"

#include <doctest/doctest.h>
#include <exception>
#include <initializer_list>
#include <parley/concurrency/event_loop.hpp>
#include <parley/testing/explore_events.hpp>
#include <string_view>

namespace {

using parley::testing::in_memory;

/// Two talk and one of them leaves, somehow; a third has little room.
template <class Policy>
void three_meet(explore::scene& scene, bool leaves_twice = false) {
    careless_chat app{leaves_twice};
    in_memory transport(scene.network);
    auto listener = transport.listen({});
    Policy policy;
    auto& ann = scene.client("ann").connects().says("ann").says("one").waits_for("ann: one\n");
    scene.client("bob").connects().says("bob").says("two").says("/quit").hangs_up();
    auto& cleo = scene.client("cleo").connects().says("cleo").has_room_for(4).says("three");
    cleo.waits_for("cleo: three\n");
    scene.always([&] {
        scene.check(ann.heard("'bob' has left") < 2, "that bob has left is told once");
        for (const char* const line : {"ann: one\n", "bob: two\n", "cleo: three\n"})
            scene.check(ann.heard(line) < 2 && cleo.heard(line) < 2, "each line is heard once");
    });
    scene.at_the_end([&] { policy.stop(); });
    policy.run(listener, app);
}

template <class Policy>
auto playing(bool leaves_twice = false) {
    return [leaves_twice](explore::scene& scene) { three_meet<Policy>(scene, leaves_twice); };
}

void expect_found_in(const explore::play& play, std::initializer_list<std::string_view> parts) {
    expect_found(explore::events(play, {.unusual = 4}), parts,
                 [&](const auto& seed) { return explore::events(play, seed); });
}

}  // namespace

TEST_CASE("erase while iterating: somebody is gone, and all behind them have moved up") {
    expect_found_in(playing<careless_loop<mistake::erases_while_iterating>>(),
                    {"hangs up", "the loop is told of ", " and ", "nothing is thrown: client "});
}

TEST_CASE("a member who is not woken: there is room again, and nobody writes") {
    expect_found_in(playing<careless_loop<mistake::forgets_the_blocked>>(),
                    {"the loop is told of cleo (has room)", "cleo has heard \"cleo: three\\n\"; but the loop sleeps"});
}

TEST_CASE("a leave that is announced twice: the connection ends before the farewell was sent") {
    expect_found_in(playing<careless_loop<mistake::none>>(true),
                    {"bob says \"/quit\\n\"", "bob hangs up", "the loop is told of", "that bob has left is told once"});
}

TEST_CASE("without these mistakes there is nothing to be found") {
    expect_sound(explore::events(playing<careless_loop<mistake::none>>(), {.unusual = 2, .at_random = 500}));
    expect_sound(explore::events(playing<parley::event_loop<parley::testing::scripted_poller>>(), {.unusual = 2, .at_random = 500}));
}

TEST_CASE("a broken promise ends the run there, and nobody in the program takes it for an error") {
    bool caught = false;
    //! [broken_off]
    const auto found = explore::events([&](explore::scene& scene) {
        careless_chat app;
        auto listener = in_memory(scene.network).listen({});
        careless_loop<mistake::none> policy;
        scene.client("ann").connects().says("ann");
        scene.always([&] { scene.check(app.inside.empty(), "nobody enters"); });
        try {
            policy.run(listener, app);  // out of which the scene throws explore::scene::broken_off
        } catch (const std::exception&) {
            caught = true;
        }
    });
    CHECK(found.story.find("a promise is broken: nobody enters") != found.story.npos);
    CHECK_FALSE(caught);
    //! [broken_off]
}
