#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The explorer's stand-in for `parley::threading`: `basic_thread_per_client<explore::threading>` is the very code that
/// serves people, and each point where its threads meet is one where the explorer chooses who goes on. Time stands
/// still: who waits with a time limit waits as if there was none, so a wake-up that is missing shows.
/// Refuses to know whom it stands in for. Read next: `testing/explore/network.hpp`.

#include <parley/base/clock.hpp>
#include <parley/net/native.hpp>
#include <parley/testing/explore/atomic.hpp>
#include <parley/testing/explore/lock.hpp>
#include <parley/testing/explore/sources.hpp>
#include <parley/testing/explore/thread.hpp>
#include <parley/testing/explore/world.hpp>
#include <span>
#include <string>

namespace parley::testing::explore {

/// Stands in for `net::doorbell`, with the same members. Inside a world only.
/// @snippet explore/classic_races_test.cpp doorbell
class doorbell final : public thing, private source {
public:
    /// Can be waited for from now on, until it is destroyed.
    doorbell() : thing("doorbell", {}) {
        world_.waitable.add(*this);
    }
    ~doorbell() { world_.waitable.remove(*this); }

    /// A point, and then: rung until somebody silences it. @{
    void ring() noexcept {
        world_.point();
        world_.tell([&] { return (rings_ ? "need not ring " : "rings ") + thing::called(); });
        rings_ = true;
    }
    void silence() noexcept {
        world_.point();
        world_.tell([&] { return "silences " + thing::called(); });
        rings_ = false;
    }
    /// @}
    net::native::handle native_handle() const noexcept { return number_; }  ///< a number of the world's, no descriptor

private:
    using handle = net::native::handle;
    static constexpr handle first = 1 << 20;  // beyond all real descriptors

    bool knows(handle number) const override { return number == number_; }
    bool readable(handle) const override { return rings_; }
    bool writable(handle) const override { return false; }
    std::string called(handle) const override { return thing::called(); }

    world& world_ = *world::here();
    const handle number_ = first + static_cast<handle>(world_.next_number());
    bool rings_ = false;
};

/// What `basic_thread_per_client<explore::threading>` uses instead of `parley::threading`. Inside a world only.
/// @snippet explore/classic_races_test.cpp doorbell
struct threading {
    /// Each is a point where the explorer chooses who goes on. @{
    using mutex = explore::mutex;
    using thread = explore::thread;
    using doorbell = explore::doorbell;
    template <class Value>
    using atomic = explore::atomic<Value>;
    /// @}

    /// As `net::native::wait()`, but a deadline never comes: there is none, or it is `at_once`.
    static void wait(std::span<net::native::poll_entry> entries, time_point deadline) noexcept {
        world& here = *world::here();
        const auto ready = [&] { return here.waitable.answer(entries); };
        if (deadline == at_once)
            here.point();
        else
            here.point(need::news, ready, [&] { return "sleeps; it would be woken by " + list(here, entries, false); });
        if (ready()) here.tell([&] { return "is woken by " + list(here, entries, true); });
    }
    static void yield() noexcept { world::here()->yield(); }  ///< whoever asks again and again lets others go first

private:
    static std::string list(world& here, std::span<net::native::poll_entry> entries, bool ready) {
        std::string text;
        for (const net::native::poll_entry& one : entries) {
            const short wishes = ready ? one.revents : one.events;
            if (wishes == 0) continue;
            if (!text.empty()) text += ready ? " and " : " or ";
            text += here.waitable.called(one.fd);
            if ((wishes & POLLOUT) != 0) text += " (that has room)";
        }
        return text.empty() ? "nothing" : text;
    }
};

}  // namespace parley::testing::explore
