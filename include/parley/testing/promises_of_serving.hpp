#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a policy promises to those it serves, each promise as a function that throws `broken_promise` with the story
/// when it is not kept. Read next: `testing/promises_of_stopping.hpp`.

#include <cstddef>
#include <parley/testing/trial.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::testing {

/// How many clients a policy can serve at once in these tests.
template <class Policy>
inline constexpr std::size_t crowd_size = Policy::serves_together ? 6 : 1;

/// Everybody speaks, while they are told news from outside and their deadlines come.
template <class Policy>
void nothing_overlaps() {
    trial<Policy> run;
    run.start();
    std::vector<speaker*> all;
    for (std::size_t i = 0; i != crowd_size<Policy>; ++i) all.push_back(&run.joins("client " + std::to_string(i)));
    for (int round = 0; round != 50; ++round) {
        for (speaker* const one : all) one->says("hello");
        run.asks([](witness_session& one) { one.make_due(); });
    }
    run.asks([](witness_session& one) { one.tell("enough\n"); });
    for (speaker* const one : all) one->hears("enough");
    run.ends();
}

/// What was said is heard again, whole, once and in order, also behind a half-close.
template <class Policy>
void bytes_keep_their_order() {
    trial<Policy> run;
    run.start();
    std::string said;
    for (int i = 0; i != 20'000; ++i) said += std::to_string(i) + "\n";
    speaker& one = run.joins("client");
    if (one.sends(said).half_closes().hears_to_the_end() != said)
        run.breaks("what was said is heard: whole, once, in order");
    run.ends();
}

/// Each way of leaving, one after the other; the last is there when the server stops.
template <class Policy>
void end_of_input_comes_once() {
    trial<Policy> run;
    run.start();
    std::size_t left = 0;
    const auto has_left = [&] {
        ++left;
        run.expects("a session ends when its client has left", [&](witness& app) { return app.destroyed == left; });
    };
    run.joins("who hangs up").hangs_up(), has_left();
    run.joins("who resets").resets(), has_left();
    speaker& polite = run.joins("who half-closes").half_closes();
    polite.is_closed().hangs_up(), has_left();
    speaker& finished = run.joins("who is finished").says("q");
    finished.hears("bye").is_closed().hangs_up(), has_left();
    run.joins("who stays");
    run.policy().stop();
    run.returns();
}

/// A finished session hears nothing more of a client that goes on talking, and no deadline of its own.
template <class Policy>
void nothing_is_called_after_the_end() {
    trial<Policy> run;
    run.start();
    speaker& one = run.joins("client");
    one.says("q").hears("bye");
    for (int i = 0; i != 20; ++i) one.says("is anybody there?");
    run.asks([](witness_session& all) { all.make_due(); });
    one.is_closed().hangs_up();
    run.expects("a session ends when all was said", [](witness& app) { return app.destroyed == 1; });
    run.ends();
}

/// News and deadlines reach who sleeps: those from outside, and those from another client where two are served.
template <class Policy>
void who_is_woken_is_asked() {
    trial<Policy> run;
    run.start();
    speaker& one = run.joins("client");
    run.asks([](witness_session& all) { all.tell("news\n"); });
    one.hears_next("news");
    run.asks([](witness_session& all) { all.make_due(); });
    one.hears_next("expired");
    if constexpr (Policy::serves_together) {
        run.joins("other").says("hello").hears_next("hello");
        one.hears_next("hello");
    }
    run.ends();
}

/// A deadline comes although nobody says anything, and there is no other news.
template <class Policy>
void a_deadline_is_kept_in_silence() {
    trial<Policy> run;
    run.start();
    speaker& one = run.joins("client");
    for (int times = 0; times != 2; ++times) {
        run.asks([](witness_session& all) { all.make_due(later(clock::now(), milliseconds(100))); });
        one.hears_next("expired");
    }
    run.ends();
}

/// Others leave and enter, those in the middle and those who came last: who is inside is heard, and hears.
template <class Policy>
void who_stays_is_served() {
    trial<Policy> run;
    run.start();
    std::vector<speaker*> inside;
    std::size_t entered = 0, left = 0;
    const auto enters = [&] { inside.push_back(&run.joins("client " + std::to_string(entered++))); };
    const auto leaves = [&](std::size_t which) {
        inside[which]->hangs_up();
        inside.erase(inside.begin() + static_cast<std::ptrdiff_t>(which));
        ++left;
        run.expects("a session ends when its client has left", [&](witness& app) { return app.destroyed == left; });
    };
    const std::size_t size = Policy::serves_together ? 4 : 1;
    while (inside.size() != size) enters();
    for (int round = 0; round != 2; ++round) {
        leaves(0), enters();                         // a hole, and somebody behind all others
        leaves(size == 1 ? 0 : size - 2), enters();  // the last one before, who may have filled that hole
        for (speaker* const one : inside) {
            one->says("hello");
            for (speaker* const other : inside) other->hears_next("hello");
        }
    }
    run.ends();
}

/// Also somebody for whom the kernel has no room is asked for `deadline()`: a laggard can be got rid of.
template <class Policy>
void who_is_blocked_is_asked_for_the_deadline() {
    trial<Policy> run;
    run.start();
    speaker& stalled = run.joins("stalled");
    run.tells_too_much();
    run.asks([](witness_session& all) { all.make_due(); });
    run.expects("who is blocked is asked for deadline(), then expire() called",
                [](witness& app) { return app.expired == 1; });
    stalled.hears("expired");
    run.ends();
}

/// Because it is full, or because no session can be opened; those inside do not notice.
template <class Policy>
void who_cannot_be_served_is_told() {
    trial<Policy> run;
    run.start();
    std::vector<speaker*> inside;
    if (Policy::serves_together) inside.push_back(&run.joins("inside"));
    run.app().is_full = true;
    run.connects("too many").hears_bytes(witness::no_room).is_closed();
    run.app().is_full = false;
    run.app().throws_when_opening = true;
    run.connects("unlucky").hears_bytes(witness::no_room).is_closed();
    run.app().throws_when_opening = false;
    run.expects("refused() is called once for each", [](witness& app) { return app.turned_away == 2; });
    for (speaker* const one : inside) one->says("hello").hears_next("hello");
    run.joins("next").says("hello").hears("hello");
    run.ends();
}

}  // namespace parley::testing
