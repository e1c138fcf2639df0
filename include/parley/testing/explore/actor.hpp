#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A thread of a program that is explored: what it needs to go on, and why nobody can. Refuses to know who is chosen.
/// Read next: `testing/explore/worker.hpp`.

#include <cstddef>
#include <functional>
#include <memory>
#include <parley/testing/explore/worker.hpp>
#include <string>
#include <vector>

namespace parley::testing::explore {

/// What a thread that has stopped needs to go on.
enum class need {
    nothing,  ///< it can go on: the point is where others may come first
    lock,     ///< that somebody gives something back
    news      ///< that somebody wakes it
};

/// A thread of the program.
/// @snippet explore/classic_races_test.cpp actor
struct actor {
    /// Whether it may be chosen.
    bool can_go_on() const { return !over && !held_back && (!ready || ready()); }

    std::size_t number;          ///< in the order in which they were added; 0: the test itself
    std::string name;            ///< for stories
    std::function<void()> body;  ///< what it runs; empty once it does
    worker* runs_on = nullptr;   ///< the real thread
    bool held_back = false;      ///< it begins with world::run()
    bool over = false;           ///< its body has returned
    // While it has stopped:
    need needs = need::nothing;            ///< for the last words, when nobody can go on
    std::function<bool()> ready{};         ///< empty: always
    std::function<std::string()> waits{};  ///< "waits for ..."
};

/// The last words of a run in which nobody can. The first is the test itself, which waits for all others.
inline std::string why_nobody_goes_on(const std::vector<std::unique_ptr<actor>>& actors) {
    bool asleep = false;
    std::string list;
    for (std::size_t i = 1; i < actors.size(); ++i) {
        const actor& one = *actors[i];
        if (one.over || one.held_back) continue;
        asleep = asleep || one.needs == need::news;
        list += "\n  " + one.name + " " + one.waits();
    }
    return (asleep ? "nobody can go on, and somebody waits to be woken" : "deadlock: nobody can go on") + list;
}

}  // namespace parley::testing::explore
