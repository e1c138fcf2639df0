#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Locks that show how long a thread waited for them and, if it is the chat's, how long it was held.
/// Refuses to know what is guarded. Read next: `observe/trace_span.hpp`.

#include <optional>
#include <parley/base/guarded_by.hpp>
#include <parley/observe/span.hpp>
#include <parley/observe/trace_span.hpp>

namespace parley::observe {

/// `Mutex`, with the time measured that a thread waits for it. One that is free costs what it always costs, and one
/// that waits for nobody (`null_mutex`) nothing.
/// @snippet examples/spans.cpp span
template <class Mutex>
class PARLEY_CAPABILITY trace_lock {
public:
    /// Waits, and records for how long, if it has to.
    void lock() PARLEY_ACQUIRE() PARLEY_UNCHECKED {  // what is locked is the one inside
        if (free_at_once()) return;
        const trace_span span(activity::locking);
        inner_.lock();
    }

    void unlock() PARLEY_RELEASE() PARLEY_UNCHECKED { inner_.unlock(); }  ///< records nothing

private:
    /// A policy's lock need not have try_lock(): then every locking is a wait, most of them short.
    bool free_at_once() PARLEY_UNCHECKED {
        if constexpr (requires { inner_.try_lock(); })
            return inner_.try_lock();
        else
            return false;
    }

    Mutex inner_;
};

/// The same, with the time measured that it is held. (An outbox is locked for a few instructions: the looks at the
/// clock would be most of it.)
/// @snippet examples/spans.cpp span
template <class Mutex>
class PARLEY_CAPABILITY trace_chat_lock {
public:
    /// As `trace_lock`; from now on it is held.
    void lock() PARLEY_ACQUIRE() PARLEY_UNCHECKED {
        lock_.lock();
        held_.emplace(activity::appending);
    }

    /// Records for how long it was held.
    void unlock() PARLEY_RELEASE() PARLEY_UNCHECKED {
        held_.reset();
        lock_.unlock();
    }

private:
    trace_lock<Mutex> lock_;
    std::optional<trace_span> held_{};  // guarded by lock_
};

}  // namespace parley::observe
