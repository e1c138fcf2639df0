#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Exercise 16: a poller with poll(), and no limit but memory. `exercise.cpp` runs it through the conformance kit,
/// `compare.cpp` compares it with others.

#include <cstddef>
#include <parley/concurrency/event_loop.hpp>
#include <poll.h>
#include <utility>
#include <vector>

/// The question is an array that is kept from turn to turn. `known_as` of an interest is its place in there, negative
/// while it is in none.
class my_poller {
public:
    /// From now on this one is waited for, or differently than before. Unlike in chapter 12, what it asks is copied: it
    /// is told anew when that changes.
    void watch(parley::interest& watched) {
        // ------------------------------ your part begins here
        (void)watched;
        // ------------------------------ and ends here
    }

    /// No longer. Its descriptor is about to be closed, and its number may come back tomorrow as somebody else's.
    void forget(parley::interest& watched) noexcept {
        // ------------------------------ your part begins here
        (void)watched;
        // ------------------------------ and ends here
    }

    /// Waits until one of them is ready or the deadline has come. How many are ready?
    int wait(parley::time_point deadline) {
        ready_.clear();
        // ------------------------------ your part begins here
        (void)deadline;
        // ------------------------------ and ends here
        return static_cast<int>(ready_.size());
    }

    /// One of them, until the next wait().
    parley::readiness ready(int number) const noexcept { return ready_[static_cast<std::size_t>(number)]; }

private:
    std::vector<pollfd> asked_;
    std::vector<parley::interest*> watched_;  // in the same order
    std::vector<parley::readiness> ready_;
};

using my_policy = parley::event_loop<my_poller>;
static_assert(parley::explain_policy<my_policy>());
