// SPDX-License-Identifier: MIT

/// @file
/// The loop that people use, and the chat, in all orders of what clients and kernel do that leave the usual
/// course twice, and in some that leave it more often.

#include "found.hpp"

#include <doctest/doctest.h>
#include <parley/concurrency/event_loop.hpp>
#include <parley/server.hpp>
#include <parley/testing/explore_events.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace {

using parley::testing::in_memory;
using parley::testing::scripted_poller;
using chat_server = parley::server<parley::event_loop<scripted_poller>, in_memory>;

/// No line is heard twice, what somebody says is heard in order, and who has left has left once.
void expect_order(explore::scene& scene, const explore::guest& who, std::string_view speaker) {
    const std::string said = std::string(speaker) + ": ";
    const auto one = who.heard().find(said + "one\n"), two = who.heard().find(said + "two\n");
    for (const char* const line : {"one\n", "two\n"})
        scene.check(who.heard(said + line) < 2, who.name() + " hears no line twice");
    scene.check(two == std::string_view::npos || one == std::string_view::npos || one < two,
                who.name() + " hears in order what " + std::string(speaker) + " says");
    for (const char* const name : {"ann", "bob", "cleo"})
        scene.check(who.heard("'" + std::string(name) + "' has left") < 2, std::string(name) + " leaves once");
}

constexpr explore::bounds bound{.unusual = 2, .at_random = 1'000, .unusual_at_random = 12};

parley::options without_time() {
    return {.login_limit = parley::milliseconds(0), .drain_limit = parley::milliseconds(3'600'000)};
}

/// Ann stays and speaks; bob speaks and goes, in this way; cleo half-closes, and has little room.
void three_meet(explore::scene& scene, explore::guest& (explore::guest::*leave)()) {
    chat_server server(without_time(), in_memory(scene.network));
    auto& ann = scene.client("ann").connects().says("ann").says("one").says("two").waits_for("ann: two\n");
    auto& bob = scene.client("bob").connects().says("bob\none").says("two").waits_for("bob: two\n");
    (bob.*leave)();
    auto& cleo = scene.client("cleo").connects().says("cleo").waits_for("connected!\n").has_room_for(7);
    cleo.says("one").half_closes().reads();
    scene.always([&] {
        for (const explore::guest* const who : {&ann, &bob, &cleo})
            for (const char* const speaker : {"ann", "bob", "cleo"}) expect_order(scene, *who, speaker);
    });
    scene.at_the_end([&] {  // the loop sleeps: all that there is to be told was told
        for (const auto& [name, last] : {std::pair("bob", "'bob' has left"), std::pair("cleo", "cleo: one\n")})
            if (ann.heard("'" + std::string(name) + "' has just connected") != 0)
                scene.check(ann.heard(last) == 1, "ann, who was there, has heard " + std::string(last));
        server.stop();
    });
    server.run();
    scene.check(ann.heard("ann: one\n") == 1 && ann.heard("ann: two\n") == 1, "ann hears all that she says");
    scene.check(server.statistics().clients == 0, "nobody is inside when run() has returned");
}

}  // namespace

TEST_CASE("three meet, and one of them hangs up") {
    expect_sound(explore::events([](explore::scene& scene) { three_meet(scene, &explore::guest::hangs_up); }, bound));
}
TEST_CASE("three meet, and one of them is lost") {
    expect_sound(explore::events([](explore::scene& scene) { three_meet(scene, &explore::guest::is_lost); }, bound));
}
TEST_CASE("three meet, and one of them has no more to say") {
    expect_sound(explore::events([](explore::scene& scene) { three_meet(scene, &explore::guest::half_closes); }, bound));
}

TEST_CASE("one of three vanishes, and the loop finds out while it tells the others") {
    expect_sound(explore::events(
        [](explore::scene& scene) {
            chat_server server(without_time(), in_memory(scene.network));
            auto& ann = scene.client("ann").connects().says("ann").waits_for("connected!\n").says("one");
            scene.client("bob").connects().says("bob").waits_for("connected!\n").vanishes();
            auto& cleo = scene.client("cleo").connects().says("cleo").waits_for("connected!\n").says("one");
            scene.at_the_end([&] {  // nobody need have told bob anything; but who knew him has heard what another has
                const std::string_view gone = "'bob' has left";
                const bool found_out = ann.heard(gone) + cleo.heard(gone) != 0;
                for (const explore::guest* const one : {&ann, &cleo})
                    if (found_out && one->heard("'bob' has just connected") != 0)
                        scene.check(one->heard(gone) == 1, one->name() + " has heard that bob has left");
                server.stop();
            });
            server.run();
        },
        bound));
}
