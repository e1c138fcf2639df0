// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <mutex>
#include <parley/base/null_mutex.hpp>
#include <type_traits>

using parley::null_mutex;

TEST_CASE("a lock that does nothing never waits, and takes no room") {
    static_assert(std::is_empty_v<null_mutex>);
    null_mutex mutex;
    const std::lock_guard outer(mutex);
    const std::unique_lock inner(mutex, std::try_to_lock);
    CHECK(inner.owns_lock());
}
