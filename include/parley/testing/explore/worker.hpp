#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Real threads that do nothing until they are told to go on, and are used again by the next run: starting one takes
/// longer than most runs. Refuses to know who goes on when. Read next: `testing/explore/world.hpp`.

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// What one thread waits for and another one gives. Given before it is waited for, it is kept.
/// @snippet explore/classic_races_test.cpp worker
class baton {
public:
    /// Whoever waits goes on; never waits itself.
    void give() {
        const std::lock_guard lock(mutex_);
        given_ = true;
        changed_.notify_one();
    }
    /// Waits until it is given, and takes it.
    void await() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return given_; });
        given_ = false;
    }

private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    bool given_ = false;  // guarded by mutex_
};

/// A thread for hire. It is never ended: a run that has failed leaves its threads where they stand, since nothing can
/// make a thread that is blocked for ever unwind its stack.
/// @snippet explore/classic_races_test.cpp worker
class worker {
public:
    using job = void (*)(void*);  ///< what it does; must not throw

    /// Gets one that will do `work(with)` once it has the baton. Throws `std::system_error` when there is no thread.
    static worker& hire(job work, void* with) {
        worker& hired = take_idle();
        hired.work_ = work;
        hired.with_ = with;
        return hired;
    }

    /// Its job is done but for giving the baton to somebody else: from now on it may be hired again.
    void dismiss() {
        const std::lock_guard lock(all().mutex);
        all().idle.push_back(this);
    }

    baton turn{};  ///< given by whoever wants it to go on

private:
    struct pool {
        std::mutex mutex{};
        std::vector<worker*> idle{};  // guarded by mutex
    };

    /// Never destroyed, as the threads never end.
    static pool& all() {
        static pool& kept = *new pool;
        return kept;
    }

    static worker& take_idle() {
        {
            const std::lock_guard lock(all().mutex);
            if (!all().idle.empty()) {
                worker& taken = *all().idle.back();
                all().idle.pop_back();
                return taken;
            }
        }
        worker* const made = new worker;
        std::thread([made] { made->live(); }).detach();
        return *made;
    }

    void live() {
        for (;;) {
            turn.await();
            work_(with_);
        }
    }

    job work_ = nullptr;  // set before the baton is given
    void* with_ = nullptr;
};

}  // namespace parley::testing::explore
