// SPDX-License-Identifier: MIT

#include <atomic>
#include <doctest/doctest.h>
#include <mutex>
#include <parley/base/atomic_beside.hpp>
#include <parley/base/null_mutex.hpp>
#include <type_traits>

using parley::atomic_beside;
using parley::null_mutex;

namespace {

//! [atomic_beside]
/// A lock that somebody watches, and who wants to see its atomics, too.
struct watched_mutex : std::mutex {
    template <class Value>
    struct atomic : std::atomic<Value> {};
};

static_assert(std::is_same_v<atomic_beside<std::mutex, bool>, std::atomic<bool>>);
static_assert(std::is_same_v<atomic_beside<null_mutex, bool>, std::atomic<bool>>);
static_assert(std::is_same_v<atomic_beside<watched_mutex, bool>, watched_mutex::atomic<bool>>);
//! [atomic_beside]

}  // namespace

TEST_CASE("a lock that does nothing never waits, and takes no room") {
    static_assert(std::is_empty_v<null_mutex>);
    null_mutex mutex;
    const std::lock_guard outer(mutex);
    const std::unique_lock inner(mutex, std::try_to_lock);
    CHECK(inner.owns_lock());
}
