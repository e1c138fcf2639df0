#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Counts the memory that a test program holds, and can let it run out. It replaces the global `operator new`, so
/// exactly one file of a program includes it. Any thread may allocate; one thread at a time looks or lets it run out.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace allocations {

inline std::atomic<std::size_t> held{0};            ///< bytes asked for and not given back
inline std::atomic<std::size_t> most{0};            ///< the highest that `held` has been since `forget_most()`
inline std::atomic<std::size_t> before_failure{0};  ///< so many allocations succeed yet, when `failing`
inline std::atomic<bool> failing{false};

inline void forget_most() noexcept { most = held.load(); }

/// While it lives, the allocation after `good` others fails, and all that follow it too.
struct failure {
    explicit failure(std::size_t good) noexcept {
        before_failure = good;
        failing = true;
    }
    failure(const failure&) = delete;
    failure& operator=(const failure&) = delete;
    ~failure() { failing = false; }

    /// Did every good allocation happen?
    bool met() const noexcept { return before_failure == 0; }
};

inline constexpr std::size_t header = alignof(std::max_align_t);

inline void* take(std::size_t size) noexcept {
    if (failing && before_failure == 0) return nullptr;
    if (failing) --before_failure;
    void* const block = std::malloc(size + header);
    if (block == nullptr) return nullptr;
    *static_cast<std::size_t*>(block) = size;
    const std::size_t now = held += size;
    for (std::size_t before = most; before < now && !most.compare_exchange_weak(before, now);) {}
    return static_cast<char*>(block) + header;
}

inline void give_back(void* taken) noexcept {
    if (taken == nullptr) return;
    char* const block = static_cast<char*>(taken) - header;
    held -= *reinterpret_cast<std::size_t*>(block);
    std::free(block);
}

}  // namespace allocations

[[gnu::noinline]] void* operator new(std::size_t size) {
    if (void* const taken = allocations::take(size)) return taken;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* taken) noexcept { allocations::give_back(taken); }
[[gnu::noinline]] void operator delete(void* taken, std::size_t) noexcept { allocations::give_back(taken); }
