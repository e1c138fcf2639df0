#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which clients have a thread: it is started when they enter, and joined after they have left, so that the number of
/// threads is back to where it was. Refuses to know what the threads do.
/// Read next: `concurrency/thread_per_client.hpp`.

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <parley/base/guarded_by.hpp>
#include <utility>

namespace parley {

/// `Client` has a public `Threading::thread thread`, a `doorbell` and `place`, an iterator of the list. One thread owns
/// the roster: it lets clients enter and joins those that have left. Leaving is for the clients' own threads.
/// @snippet examples/threads.cpp roster_in_use
template <class Client, class Threading>
class thread_roster {
public:
    /// @param running counts the threads, for whoever wants to know.
    explicit thread_roster(typename Threading::template atomic<std::size_t>& running) noexcept : running_(running) {}

    /// Starts a thread that runs `body()`, which ends with `leave()`. False when there is no thread or memory left.
    template <class Body>
    bool enter(const std::shared_ptr<Client>& newcomer, Body body) noexcept {
        const std::lock_guard lock(mutex_);  // it cannot leave before it has entered
        newcomer->place = inside_.end();
        try {
            newcomer->place = inside_.insert(inside_.end(), newcomer);
            newcomer->thread = typename Threading::thread(std::move(body));
        } catch (...) {
            if (newcomer->place != inside_.end()) inside_.erase(newcomer->place);
            return false;
        }
        ++running_;
        return true;
    }

    /// The last act of a client's thread; then the owner should `reap()`. Constant time.
    void leave(Client& leaving) noexcept {
        const std::lock_guard lock(mutex_);
        left_.splice(left_.end(), inside_, leaving.place);
        --running_;
    }

    /// Joins the threads of those who have left.
    void reap() noexcept {
        std::list<std::shared_ptr<Client>> left;
        {
            const std::lock_guard lock(mutex_);
            left.swap(left_);
        }
        for (const auto& one : left) one->thread.join();  // without the lock: others are leaving
    }

    /// Everybody's thread has a look at what there is.
    void ring_all() noexcept {
        const std::lock_guard lock(mutex_);
        for (const auto& one : inside_) one->doorbell.ring();
    }

    /// Nobody has a thread that may still do something; some may have to be joined.
    bool empty() noexcept {
        const std::lock_guard lock(mutex_);
        return inside_.empty();
    }

private:
    typename Threading::template atomic<std::size_t>& running_;
    typename Threading::mutex mutex_;  // never held while waiting
    std::list<std::shared_ptr<Client>> inside_ PARLEY_GUARDED_BY(mutex_);
    std::list<std::shared_ptr<Client>> left_ PARLEY_GUARDED_BY(mutex_);
};

}  // namespace parley
