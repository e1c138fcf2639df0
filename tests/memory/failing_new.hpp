#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Memory runs out: the Nth allocation throws std::bad_alloc, on demand. The operators themselves are in
/// `memory/failing_new_test.cpp`; the whole program has them. Read next: `memory/session_test.cpp`.

#include <atomic>
#include <cstdint>

namespace memory_test {

/// Allocations from now on, in threads that are not spared: `nth` and the `times - 1` after it fail.
inline std::atomic<std::uint64_t> first_to_fail{0};  ///< 0: none does
inline std::atomic<std::uint64_t> how_many_fail{0};
inline std::atomic<std::uint64_t> counted{0};

/// This thread gets all the memory it wants. A test's own thread does, but inside `meagre`.
inline thread_local bool spared = false;

/// True when this allocation is to fail.
inline bool strikes() noexcept {
    const std::uint64_t first = first_to_fail.load(std::memory_order_relaxed);
    if (first == 0 || spared) return false;
    const std::uint64_t number = counted.fetch_add(1) + 1;
    return number >= first && number - first < how_many_fail.load();
}

/// While this exists the allocations of all other threads are counted, and some fail.
class shortage {
public:
    explicit shortage(std::uint64_t nth, std::uint64_t times = 1) {
        spared = true;
        counted = 0;
        how_many_fail = times;
        first_to_fail = nth;
    }
    shortage(const shortage&) = delete;
    shortage& operator=(const shortage&) = delete;
    ~shortage() {
        end();
        spared = false;
    }

    void end() noexcept { first_to_fail = 0; }
    /// Did the first one fail?
    bool struck(std::uint64_t nth) const noexcept { return counted.load() >= nth; }
};

/// Within a shortage: what this thread does here is not spared either.
struct meagre {
    meagre() noexcept { spared = false; }
    meagre(const meagre&) = delete;
    meagre& operator=(const meagre&) = delete;
    ~meagre() { spared = true; }
};

}  // namespace memory_test
