#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One run of a loop and its clients: stands where the loop would sleep, and chooses what happens meanwhile. Time
/// stands still. Refuses to know what is promised.
/// Read next: `testing/explore/guest.hpp`, `testing/scripted_poller.hpp`.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <parley/testing/explore/choices.hpp>
#include <parley/testing/explore/guest.hpp>
#include <parley/testing/explore/narrator.hpp>
#include <parley/testing/scripted_poller.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// One run of a loop: a script for its poller, the network, and the clients. Everything happens on one thread, inside
/// `run()`.
///
/// @snippet examples/tools/explore_a_loop.cpp scene
class scene final : public poller_script {
public:
    /// Thrown through the loop when the run has failed; no `std::exception`, so that nobody takes it for an error of
    /// the server.
    /// @snippet explore/careless_loop_test.cpp broken_off
    struct broken_off {};

    /// Runs along `way`, for at most so many steps; `tells`: makes a story.
    scene(choices& way, std::size_t step_limit, bool tells) : way_(way), step_limit_(step_limit), narrator_(tells) {}

    // What a test calls.

    /// What the server's transport is made of: `in_memory(scene.network)`.
    const std::shared_ptr<in_memory_network> network = std::make_shared<in_memory_network>();

    /// A client that does nothing yet. Owned by this.
    guest& client(std::string name) { return guests_.emplace_back(std::move(name), *network); }

    /// `look()` is called after each step, and calls `check()`.
    void always(std::function<void()> look) { always_ = std::move(look); }

    /// Called once, when everybody has done everything and the loop sleeps: stops it.
    void at_the_end(std::function<void()> stop) { at_the_end_ = std::move(stop); }

    /// A promise of the program's. The run ends at its next step when it is not kept.
    void check(bool kept, std::string_view promise) {
        if (!kept && failure_.empty()) failure_ = "a promise is broken: " + std::string(promise);
    }

    // What the search calls.

    const std::string& failure() const noexcept { return failure_; }         ///< empty: all is well so far
    const std::string& story() const noexcept { return narrator_.story(); }  ///< empty unless it tells

private:
    void wait(std::span<interest* const> watched, time_point deadline, std::vector<readiness>& answers) override {
        for (;;) {
            look();
            const std::vector<interest*> found = who_is_ready(watched);
            const std::vector<guest*> actors = who_can_act();
            const std::size_t loop = found.empty() && deadline != at_once ? 0 : 1, ways = loop + actors.size();
            if (ways == 0) {
                end();
                continue;
            }
            const std::size_t way = way_.choose(ways, 1);
            if (way < loop) return answer(found, answers);
            act(*actors[way - loop]);
        }
    }

    /// Is everything still as it was promised?
    void look() {
        if (always_) always_();
        if (++steps_ > step_limit_) check(false, "it ends");
        if (!failure_.empty()) throw broken_off();
    }

    void act(guest& one) {
        const std::string did = one.act();
        narrator_.tell(one.name(), [&] { return did; });
        const auto same = [&](const guest& each) { return &each == &one; };
        guests_.splice(guests_.end(), guests_, std::find_if(guests_.begin(), guests_.end(), same));
    }

    /// The loop goes on. The kernel tells of all who are ready, or, one after the other, of one.
    void answer(std::vector<interest*> found, std::vector<readiness>& answers) {
        if (found.size() > 1) {
            const std::size_t way = way_.choose(2 + found.size(), 1);
            if (way == 1) std::reverse(found.begin(), found.end());
            if (way > 1) found = {found[way - 2]};
        }
        for (const interest* const one : found) answers.push_back(*ready(*network, *one));
        narrator_.tell("the loop", [&] {
            std::string list = found.empty() ? "nobody" : "";
            for (std::size_t i = 0; i != found.size(); ++i)
                list += (i == 0 ? "" : " and ") + called(*found[i]) + (answers[i].readable ? "" : " (has room)");
            return "is told of " + list;
        });
    }

    /// Nobody can do anything. That is right when everybody is done, once; then it has to stop.
    void end() {
        for (const guest& one : guests_)
            if (!one.done()) check(false, "at last, " + one.name() + " " + one.next_act() + "; but the loop sleeps");
        check(at_the_end_ != nullptr, "the loop ends when it was stopped");
        if (failure_.empty()) std::exchange(at_the_end_, nullptr)();
    }

    std::vector<interest*> who_is_ready(std::span<interest* const> watched) const {
        std::vector<interest*> found;
        for (interest* const one : watched)
            if (ready(*network, *one)) found.push_back(one);
        return found;
    }

    std::vector<guest*> who_can_act() {
        std::vector<guest*> found;
        for (guest& one : guests_)
            if (one.can_act()) found.push_back(&one);
        return found;
    }

    std::string called(const interest& one) const {
        for (const guest& each : guests_)
            if (each.has_number(one.descriptor)) return each.name();
        return one.descriptor == in_memory_network::listener_number ? "the listener" : "the doorbell";
    }

    choices& way_;
    const std::size_t step_limit_;
    narrator narrator_;
    std::list<guest> guests_{};  // usually they act in turn: who has acted is the last
    std::function<void()> always_{}, at_the_end_{};
    std::size_t steps_ = 0;
    std::string failure_{};
};

}  // namespace parley::testing::explore
