#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Letting clients in, or telling them why not: a bounded number each turn, and without spinning when the machine
/// has run out of descriptors. Refuses to know how clients are served. Read next: `net/doorbell.hpp`.

#include <parley/base/clock.hpp>
#include <parley/net/listener.hpp>
#include <utility>

namespace parley {

/// The most clients that one turn accepts, so that a storm of them does not keep those inside waiting.
inline constexpr int accept_limit = 128;

/// How long accepting pauses when there is no descriptor to refuse somebody with, not even the spare one.
inline constexpr milliseconds accept_pause{100};

/// The door of a server, used by one thread.
/// @snippet examples/steps.cpp entrance
template <class Listener, class App>
class entrance {
public:
    using socket_type = typename Listener::socket_type;  ///< of those who are let in

    /// Both live longer than this.
    entrance(Listener& listener, App& app) noexcept : listener_(listener), app_(app) {}

    /// Accepts at most `most` of those who wait and calls `bool welcome(socket_type&&, const net::address&)` for each.
    /// When that throws or is false, or the application is full, the client is told so and closed.
    template <class Welcome>
    void admit(time_point now, int most, Welcome&& welcome) {
        for (int i = 0; i != most; ++i) {
            auto [status, client, from] = listener_.accept();
            if (status == net::io_status::would_block) return;
            if (status == net::io_status::ok) admit_one(std::move(client), from, welcome);
            if (status != net::io_status::exhausted) continue;
            if (!listener_.turn_away_one(app_.refusal())) return pause(now);
            app_.refused();
        }
    }

    /// The machine has run out of something: nobody is let in for a while.
    void pause(time_point now) noexcept { closed_until_ = now + accept_pause; }

    /// Is it worth waiting for the listener? Not during a pause: it would be ready all the time.
    bool open(time_point now) const noexcept { return now >= closed_until_; }

    /// When a pause ends; `never` without one.
    time_point reopens(time_point now) const noexcept { return open(now) ? never : closed_until_; }

    /// For a poller: the listener's.
    auto native_handle() const noexcept { return listener_.native_handle(); }

private:
    template <class Welcome>
    void admit_one(socket_type client, const net::address& from, Welcome& welcome) {
        try {
            if (!app_.full() && welcome(std::move(client), from)) return;
        } catch (...) {}  // no memory, no descriptor, no thread: this client's bad luck, nobody else's
        app_.refused();  // first: who has been told so is counted
        net::turn_away(std::move(client), app_.refusal());
    }

    Listener& listener_;
    App& app_;
    time_point closed_until_ = at_once;
};

}  // namespace parley
