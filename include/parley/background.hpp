#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Something that runs once, in the caller's thread or in one of its own, and can be waited for by several.
/// Refuses to know what it is. Read next: `concurrency/policy.hpp`.

#include <condition_variable>
#include <exception>
#include <mutex>
#include <parley/base/guarded_by.hpp>
#include <stdexcept>
#include <thread>

namespace parley {

/// Runs one body, once. Thread-safe; `wait()` and `finish()` block until it has ended.
/// @snippet examples/threads.cpp background
class background {
public:
    /// The caller's thread runs it, and gets what it throws. Throws `std::logic_error` the second time.
    template <class Body>
    void run(Body&& body) {
        {
            const std::lock_guard lock(mutex_);
            claim();
        }
        const std::exception_ptr thrown = run_to_end(body);  // from here on `this` may be gone: who waited may end it
        if (thrown != nullptr) std::rethrow_exception(thrown);
    }

    /// A thread of its own runs it; what it throws is kept for `wait()`. Throws as `run()`, and `std::system_error`
    /// when there is no thread to be had.
    template <class Body>
    void start(Body body) {
        const std::lock_guard lock(mutex_);
        claim();
        try {
            thread_ = std::thread([this, body] { run_to_end(body); });
        } catch (...) {
            state_ = state::idle;
            throw;
        }
    }

    /// Until it has ended and its thread is joined; throws what it threw. At once when it never began.
    void wait() {
        finish();
        const std::lock_guard lock(mutex_);
        if (thrown_ != nullptr) std::rethrow_exception(thrown_);
    }

    /// The same, and does not throw what it threw.
    void finish() noexcept PARLEY_UNCHECKED {  // it unlocks and locks on the way
        std::unique_lock lock(mutex_);
        while (state_ == state::running || joining_) ended_.wait(lock);
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

    void claim() PARLEY_REQUIRES(mutex_) {
        if (state_ != state::idle) throw std::logic_error("this runs once, and it has; make another one");
        state_ = state::running;
    }

    template <class Body>
    std::exception_ptr run_to_end(Body& body) noexcept {
        std::exception_ptr thrown;
        try {
            body();
        } catch (...) {
            thrown = std::current_exception();
        }
        const std::lock_guard lock(mutex_);
        state_ = state::over;
        thrown_ = thrown;
        ended_.notify_all();  // with the lock: who waits may end this as soon as they have it
        return thrown;
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    state state_ PARLEY_GUARDED_BY(mutex_) = state::idle;
    bool joining_ PARLEY_GUARDED_BY(mutex_) = false;
    std::exception_ptr thrown_ PARLEY_GUARDED_BY(mutex_);
    std::thread thread_ PARLEY_GUARDED_BY(mutex_);
};

}  // namespace parley
