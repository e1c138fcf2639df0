#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `std::mutex` and `std::condition_variable` as points where the explorer chooses who goes on. Used where no world is
/// (before a search, after it), they lock nothing. Refuses to know time: a wait that ends by itself hides a missing
/// wake-up. Read next: `testing/explore/thread.hpp`.

#include <algorithm>
#include <mutex>
#include <parley/testing/explore/atomic.hpp>
#include <parley/testing/explore/thing.hpp>
#include <parley/testing/explore/world.hpp>
#include <string>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// Stands in for `std::mutex`, for `std::lock_guard` and `std::unique_lock` too. Locking it twice is a deadlock, giving
/// it back without holding it a failure; both are told.
///
/// @snippet examples/tools/explore_lost_wakeup.cpp door
class mutex : public thing {
public:
    /// For `parley::atomic_beside<mutex, Value>`: an atomic where there are threads.
    template <class Value>
    using atomic = explore::atomic<Value>;

    explicit mutex(std::string_view name = {}) : thing("mutex", name) {}  ///< `name` is for stories

    /// A point: others may go on first. Waits until it is free.
    void lock() {
        world* const here = world::here();
        if (here == nullptr) return;
        here->point(need::lock, [this] { return holder_ == nullptr; }, [this] { return waits(); });
        take(*here);
    }
    /// A point; never waits, and never fails while it is free.
    bool try_lock() {
        world* const here = world::here();
        if (here == nullptr) return true;
        here->point();
        if (holder_ == nullptr) return take(*here), true;
        here->tell([&] { return "finds " + called() + " taken by " + holder_->name; });
        return false;
    }
    /// No point: what others can do now, they can do before this thread's next one.
    void unlock() {
        world* const here = world::here();
        if (here == nullptr) return;
        const std::string& me = here->self().name;
        if (holder_ != &here->self()) here->fail(me + " gives back " + called() + ", and does not hold it");
        holder_ = nullptr;
        if (told_ != here->told())
            here->tell([&] { return "gives back " + called(); });
        else
            here->tell_more(", and gives it back");
    }

private:
    void take(world& here) {
        holder_ = &here.self();
        here.tell([&] { return "takes " + called(); });
        told_ = here.told();
    }
    std::string waits() const {
        return "waits for " + called() + (holder_ == nullptr ? "" : ", which " + holder_->name + " holds");
    }

    actor* holder_ = nullptr;
    std::size_t told_ = 0;  // where the story was when it was taken
};

/// Stands in for `std::condition_variable`. Without spurious wake-ups: whoever counts on them is found out. Whom
/// `notify_one()` wakes is a fork: each sleeper is tried.
/// @snippet examples/tools/explore_lost_wakeup.cpp door
class condition_variable : public thing {
public:
    /// `name` is for stories.
    explicit condition_variable(std::string_view name = {}) : thing("condition variable", name) {}

    /// A point, and then: gives the lock back, sleeps until it is notified, and takes the lock again. There is no time
    /// limit: a wake-up that is missing is a failure. @{
    void wait(std::unique_lock<mutex>& lock) {
        world* const here = world::here();
        if (here == nullptr) return;
        here->point();  // somebody may notify between the question, whether to sleep, and the sleep
        actor* const me = &here->self();
        sleepers_.push_back(me);
        here->tell([&] { return "sleeps on " + called(); });
        lock.unlock();
        here->point(need::news, [this, me] { return !sleeps(me); }, [this] { return "sleeps on " + called(); });
        lock.lock();
    }
    template <class Condition>
    void wait(std::unique_lock<mutex>& lock, Condition&& fulfilled) {
        while (!fulfilled()) wait(lock);
    }
    /// @}

    /// A point; wakes one or all of those that sleep there, and is told when there is nobody. @{
    void notify_one() {
        world* const here = world::here();
        if (here == nullptr) return;
        here->point();
        if (sleepers_.empty()) return here->tell([&] { return "notifies " + called() + ": nobody sleeps there"; });
        wake(*here, here->choose(sleepers_.size()));
    }
    void notify_all() {
        world* const here = world::here();
        if (here == nullptr) return;
        here->point();
        if (sleepers_.empty()) here->tell([&] { return "notifies all on " + called() + ": nobody sleeps there"; });
        while (!sleepers_.empty()) wake(*here, 0);
    }
    /// @}

private:
    bool sleeps(const actor* one) const {
        return std::find(sleepers_.begin(), sleepers_.end(), one) != sleepers_.end();
    }
    void wake(world& here, std::size_t which) {
        here.tell([&] { return "wakes " + sleepers_[which]->name + ", which slept on " + called(); });
        sleepers_.erase(sleepers_.begin() + static_cast<std::ptrdiff_t>(which));
    }

    std::vector<actor*> sleepers_{};
};

}  // namespace parley::testing::explore
