#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A lock that does nothing, for models that run everything on one thread.
/// The choice between locking and not locking is a type, so nothing is decided at run time and the
/// compiler removes what is not needed. Refuses to know who uses it.
/// Read next: `base/mailbox.hpp`, which has a real one under every policy.

#include <parley/base/cpp20.hpp>
#include <parley/base/guarded_by.hpp>

namespace parley {

/// Satisfies *Lockable* (`std::mutex`'s interface) and never waits. Only for objects that a single
/// thread touches.
/// @snippet examples/rooms.cpp lobby
struct PARLEY_CAPABILITY null_mutex {
    /// @{ Succeeds at once, without doing anything.
    void lock() noexcept PARLEY_ACQUIRE() {}
    bool try_lock() noexcept PARLEY_TRY_ACQUIRE() { return true; }
    void unlock() noexcept PARLEY_RELEASE() {}
    /// @}
};

}  // namespace parley
