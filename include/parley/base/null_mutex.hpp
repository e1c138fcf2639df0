#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A lock that does nothing, for models that run everything on one thread.
/// The choice between locking and not locking is a type, so nothing is decided at run time and the
/// compiler removes what is not needed. Refuses to know who uses it.
/// Read next: `base/mailbox.hpp`, which has a real one under every policy.

#include <parley/base/cpp20.hpp>

namespace parley {

/// Satisfies *Lockable* (`std::mutex`'s interface) and never waits. Only for objects that a single
/// thread touches.
struct null_mutex {
    void lock() noexcept {}
    bool try_lock() noexcept { return true; }
    void unlock() noexcept {}
};

}  // namespace parley
