#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Wakes a thread that sleeps in poll, select, epoll or kqueue: the self-pipe trick (D. J. Bernstein), with eventfd(2)
/// where there is one. Carries no news, only "look again". Refuses to know who sleeps.
/// Read next: `concurrency/threaded_client.hpp`, of whom each has one.

#include <atomic>
#include <parley/base/error.hpp>
#include <parley/net/native.hpp>

namespace parley::net {

/// A descriptor that becomes readable when it is rung. Any number of threads and signal handlers may ring;
/// one thread waits and silences. However often it is rung, it costs one write until it is silenced.
/// @snippet examples/pollers.cpp poller
class doorbell {
public:
    /// Throws `setup_error` when the process has no descriptor left.
    doorbell() : bell_(native::open_bell()) {
        if (bell_.read_end == native::no_handle)
            throw setup_error(native::error_code(native::last_error()), "open a doorbell", "raise `ulimit -n`");
    }
    doorbell(const doorbell&) = delete;
    doorbell& operator=(const doorbell&) = delete;
    ~doorbell() { native::close(bell_); }

    /// Set what there is to see first, then ring. Async-signal-safe; never waits; leaves errno alone.
    void ring() noexcept {
        if (!rung_.exchange(true)) native::ring(bell_);
    }

    /// Silence first, then look: a ring that comes later wakes again. Inside: read, then clear. The other way round, a
    /// ring in between would set the flag and have its write eaten by the read: deaf for ever.
    void silence() noexcept {
        native::silence(bell_);
        // No plain store: an exchange also reads. So it synchronises with a ring that was swallowed (it found the flag
        // set and wrote nothing), and what was set before that ring is visible to who looks now.
        rung_.exchange(false);
    }

    /// Readable while it rings.
    native::handle native_handle() const noexcept { return bell_.read_end; }

private:
    native::bell bell_;
    std::atomic<bool> rung_{false};
    static_assert(std::atomic<bool>::is_always_lock_free, "ring() has to be safe in a signal handler");
};

}  // namespace parley::net
