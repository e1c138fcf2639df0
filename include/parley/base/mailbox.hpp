#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How a foreign thread hands something to the policy's thread: a bounded list with a real lock, under every policy.
/// Refuses to know what is in it and who is woken. Read next: `base/guarded_by.hpp`; `application.hpp`.

#include <cstddef>
#include <mutex>
#include <parley/base/cpp20.hpp>
#include <parley/base/guarded_by.hpp>
#include <utility>
#include <vector>

namespace parley {

/// Errands wait here until they are taken. Thread-safe.
/// @snippet examples/pollers.cpp poller
template <class Errand>
class mailbox {
public:
    /// The most errands that wait.
    static constexpr std::size_t limit = 1024;

    /// False when the mailbox is full or closed: the errand will not be done. Throws `std::bad_alloc`.
    bool put(Errand errand) {
        const std::lock_guard lock(mutex_);
        if (closed_ || errands_.size() == limit) return false;
        errands_.push_back(std::move(errand));
        return true;
    }

    /// Everything that waits, in the order in which it was put.
    std::vector<Errand> take() noexcept {
        const std::lock_guard lock(mutex_);
        return std::exchange(errands_, {});
    }

    /// Nothing more is taken in; what waits can still be taken out.
    void close() noexcept {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }

private:
    std::mutex mutex_;
    std::vector<Errand> errands_ PARLEY_GUARDED_BY(mutex_);
    bool closed_ PARLEY_GUARDED_BY(mutex_) = false;
};

}  // namespace parley
