#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A lock that shows how long a thread waited for it and, if it is the chat's, how long it was held.
/// Refuses to know what is guarded. Read next: `observe/trace_span.hpp`.

#include <parley/base/clock.hpp>
#include <parley/observe/recording.hpp>
#include <parley/observe/span.hpp>
#include <parley/observe/trace_span.hpp>

namespace parley::observe {

/// Is it worth seeing how long a lock is held? An outbox is locked for a few instructions: the look at the clock would
/// be most of it.
enum class held_is { seen, unseen };

/// `Mutex` with its time measured. A lock that is free costs one attempt more than `Mutex` itself, and what waits for
/// nobody (`null_mutex`) shows only how long it was held.
template <class Mutex, held_is Held>
class trace_lock {
public:
    void lock() {
        if (!free_at_once()) {
            const trace_span span(activity::locking);
            inner_.lock();
        }
        if constexpr (Held == held_is::seen) locked_ = clock::now();
    }

    void unlock() {
        if constexpr (Held == held_is::seen) {
            const time_point from = locked_, until = clock::now();
            inner_.unlock();
            recording::add(from, until, activity::appending, 0);  // after unlocking: others need not wait for it
        } else {
            inner_.unlock();
        }
    }

private:
    /// A policy's lock need not have try_lock(): then every locking is a wait, most of them short.
    bool free_at_once() {
        if constexpr (requires { inner_.try_lock(); })
            return inner_.try_lock();
        else
            return false;
    }

    Mutex inner_;
    time_point locked_{};  // guarded by inner_
};

}  // namespace parley::observe
