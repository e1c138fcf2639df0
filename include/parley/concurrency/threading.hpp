#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Everything by which threads meet, in one place: the model with threads takes it as a parameter, so that the very
/// same code can be run with a lock, a thread and a wait that somebody else decides about (`testing/explore.hpp`).
/// Refuses to know what is locked and awaited. Read next: `concurrency/thread_roster.hpp`.

#include <atomic>
#include <mutex>
#include <parley/base/clock.hpp>
#include <parley/net/doorbell.hpp>
#include <span>
#include <thread>

namespace parley {

/// The real thing.
/// @snippet examples/threads.cpp roster
struct threading {
    /// @{ The standard's, and the doorbell of `net/`.
    using mutex = std::mutex;
    using thread = std::thread;
    using doorbell = net::doorbell;
    template <class Value>
    using atomic = std::atomic<Value>;
    /// @}

    /// Until a descriptor is ready, a signal has come or time is up: poll(2).
    static void wait(std::span<net::native::poll_entry> entries, time_point deadline) noexcept {
        net::native::wait(entries, deadline);
    }
    static void yield() noexcept { std::this_thread::yield(); }  ///< others go first
};

}  // namespace parley
