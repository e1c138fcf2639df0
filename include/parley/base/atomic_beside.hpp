#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The atomic that is used beside a lock: `std::atomic`, unless the lock is one that is watched and brings its own
/// (`testing/explore.hpp`). Refuses to know who watches. Read next: `base/delivery.hpp`.

#include <atomic>

namespace parley {

/// Which atomic goes with a lock, ...
/// @snippet base/null_mutex_test.cpp atomic_beside
template <class Mutex, class Value>
struct atomics {
    using type = std::atomic<Value>;  ///< the standard's; beside `null_mutex`, too
};

/// ... and with one that brings its own.
/// @snippet base/null_mutex_test.cpp atomic_beside
template <class Mutex, class Value>
    requires requires { typename Mutex::template atomic<Value>; }
struct atomics<Mutex, Value> {
    using type = typename Mutex::template atomic<Value>;  ///< the lock's
};

/// An atomic for a value that is written with a `Mutex` held and read without.
template <class Mutex, class Value>
using atomic_beside = typename atomics<Mutex, Value>::type;

}  // namespace parley
