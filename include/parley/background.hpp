#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Something that runs once, in the caller's thread or in one of its own, and can be waited for by several.
/// Refuses to know what it is. Read next: `server.hpp`.

#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace parley {

class background {
public:
    /// The caller's thread is the one. Throws `std::logic_error` the second time.
    void enter() {
        const std::lock_guard lock(mutex_);
        claim();
    }

    /// A thread of its own is the one.
    template <class Body>
    void start(Body body) {
        const std::lock_guard lock(mutex_);
        claim();
        try {
            thread_ = std::thread([body] {
                try {
                    body();
                } catch (...) {}  // kept for wait()
            });
        } catch (...) {
            state_ = state::idle;
            throw;
        }
    }

    /// Runs `body` to its end; waiters are told how it ended.
    template <class Body>
    void leave_with(Body&& body) {
        std::exception_ptr thrown;
        try {
            body();
        } catch (...) {
            thrown = std::current_exception();
        }
        {
            const std::lock_guard lock(mutex_);
            state_ = state::over;
            thrown_ = thrown;
        }
        ended_.notify_all();
        if (thrown != nullptr) std::rethrow_exception(thrown);
    }

    /// Until it has ended and its thread is joined; throws what it threw. At once when it never began.
    void wait() {
        finish();
        const std::lock_guard lock(mutex_);
        if (thrown_ != nullptr) std::rethrow_exception(thrown_);
    }

    /// The same, and does not throw what it threw.
    void finish() noexcept {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return state_ != state::running && !joining_; });
        if (!thread_.joinable()) return;
        joining_ = true;  // one of the waiters joins, the others wait for it
        lock.unlock();
        thread_.join();
        lock.lock();
        joining_ = false;
        ended_.notify_all();
    }

private:
    enum class state { idle, running, over };

    void claim() {
        if (state_ != state::idle) throw std::logic_error("a parley server runs once; make another one");
        state_ = state::running;
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    state state_ = state::idle;
    bool joining_ = false;
    std::exception_ptr thrown_;
    std::thread thread_;
};

}  // namespace parley
