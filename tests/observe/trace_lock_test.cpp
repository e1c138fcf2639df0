// SPDX-License-Identifier: MIT

#include <atomic>
#include <doctest/doctest.h>
#include <mutex>
#include <observe/lanes_of.hpp>
#include <parley/base/guarded_by.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/observe/trace_lock.hpp>
#include <thread>

using namespace observe_test;
using parley::null_mutex;
using parley::observe::recording;
using parley::observe::trace_chat_lock;
using parley::observe::trace_lock;

namespace {

/// Says when somebody has found it locked.
struct watched_mutex : std::mutex {
    bool try_lock() PARLEY_TRY_ACQUIRE() PARLEY_UNCHECKED {
        const bool taken = std::mutex::try_lock();
        if (!taken) found_locked.store(true);
        return taken;
    }
    std::atomic<bool> found_locked{false};
};
watched_mutex* watched = nullptr;

/// The one that the test can look at.
struct shared_mutex {
    void lock() PARLEY_UNCHECKED { watched->lock(); }
    bool try_lock() PARLEY_UNCHECKED { return watched->try_lock(); }
    void unlock() PARLEY_UNCHECKED { watched->unlock(); }
};

/// All that a policy's lock has to have.
struct plain_mutex {
    void lock() {}
    void unlock() {}
};

template <class Lock>
lane locked_once() {
    const recording recorded;
    Lock lock;
    {
        const std::lock_guard held(lock);
    }
    const named_spans read = recorded.read("");
    return read.lanes.empty() ? lane{} : read.lanes[0];
}

}  // namespace

TEST_CASE("a lock that is free is not waited for") {
    const lane free = locked_once<trace_chat_lock<std::mutex>>();
    REQUIRE(free.spans.size() == 1);
    CHECK(free.spans[0].what == activity::appending);
    CHECK(locked_once<trace_lock<std::mutex>>().spans.empty());
}

TEST_CASE("a lock that does nothing shows how long it was held") {
    const lane null = locked_once<trace_chat_lock<null_mutex>>();
    REQUIRE(null.spans.size() == 1);
    CHECK(null.spans[0].what == activity::appending);
}

TEST_CASE("a lock without try_lock() is waited for each time") {
    const lane plain = locked_once<trace_chat_lock<plain_mutex>>();
    CHECK(count(plain, activity::locking) == 1);
    CHECK(count(plain, activity::appending) == 1);
}

TEST_CASE("who finds it locked waits until the other has let go") {
    watched_mutex inner;
    watched = &inner;
    const recording recorded;
    trace_chat_lock<shared_mutex> lock;
    lock.lock();
    std::thread other([&] { const std::lock_guard held(lock); });
    while (!inner.found_locked.load()) std::this_thread::yield();
    lock.unlock();
    other.join();
    const named_spans read = recorded.read("");
    REQUIRE(read.lanes.size() == 2);
    const lane& waiter = count(read.lanes[0], activity::locking) == 1 ? read.lanes[0] : read.lanes[1];
    const lane& holder = &waiter == &read.lanes[0] ? read.lanes[1] : read.lanes[0];
    REQUIRE(waiter.spans.size() == 2);
    CHECK(waiter.spans[0].what == activity::locking);
    CHECK(waiter.spans[1].what == activity::appending);
    CHECK(waiter.spans[0].until >= holder.spans.at(0).until);
    CHECK(waiter.spans[1].from >= holder.spans.at(0).until);
    CHECK(disorder(waiter) == "");
}
