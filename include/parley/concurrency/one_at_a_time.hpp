#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One thread, one client: the second waits, silent, in the kernel's backlog until the first has left.
/// That is the lesson, and the reason for all the other policies. Refuses to know what is said.
///
/// - *Where does it wait?* In `poll()`, for the one client; while there is none, for the listener.
/// - *Where is the half-finished conversation kept?* What was half heard and half said in one `peer`, as under every
///   model; whose turn it is on the stack of `converse()`: who waits for one client has nobody else to remember.
/// - *What is locked?* Nothing: there is one thread.
/// - *How is it woken?* By a readable descriptor; `stop()` and `notify()` write to one, the doorbell.
/// - *What is the limit?* One client, and the backlog for those who wait.
/// - *How does it break?* Whoever is inside and says nothing keeps everybody else out.
///
/// Read next: `concurrency/peer.hpp`, `concurrency/entrance.hpp`, `concurrency/told_list.hpp`, `base/null_mutex.hpp`,
/// which it is made of; then `concurrency/threaded_client.hpp`, when there are several.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/peer.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/observe/span.hpp>

namespace parley {

/// One thread, one client: `poll(2)` for one after another.
/// @snippet examples/policies.cpp policies
class one_at_a_time {
public:
    using mutex_type = null_mutex;                  ///< what the chat locks: one thread needs no lock
    static constexpr bool serves_together = false;  ///< the second client waits until the first has left

    /// Serves `listener` until `stop()`; then the client is told and what is due is delivered.
    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        conversation<Listener, App> one(*this, listener, app);
        while (one.goes_on()) one.take_next();
    }

    /// From any thread and any signal handler, any number of times.
    void stop() noexcept {
        stop_asked_.store(true);
        doorbell_.ring();
    }

    /// "There is news for `app.attend()`." From any thread and any signal handler.
    void notify() noexcept { doorbell_.ring(); }

    std::size_t threads() const noexcept { return 1; }  ///< in use now, with the one that is in run()

private:
    template <class Listener, class App>
    class conversation;

    net::doorbell doorbell_;
    std::atomic<bool> stop_asked_{false};
};

/// One client after another, for as long as `run()` runs.
template <class Listener, class App>
class one_at_a_time::conversation {
    using client = peer<typename Listener::socket_type, App, mutex_type>;

public:
    conversation(one_at_a_time& policy, Listener& listener, App& app)
        : policy_(policy), listener_(listener), app_(app), door_(listener, app) {}

    bool goes_on() const noexcept { return !stopping_; }

    /// Waits for a client and talks with it until it has left.
    void take_next() {
        const time_point now = clock::now();
        const bool door_is_ready = wait(door_.native_handle(), door_.open(now) ? POLLIN : 0, door_.reopens(now));
        if (!door_is_ready || stopping_) return;
        std::shared_ptr<client> next;
        door_.admit(clock::now(), 1, [&](auto&& socket, const net::address& from) {
            next = std::make_shared<client>(std::move(socket), from, app_, told_);
            return true;
        });
        if (next != nullptr) converse(*next);
    }

private:
    void converse(client& one) {
        std::array<char, read_limit> buffer;
        for (;;) {
            const time_point now = clock::now();
            one.give_turn(now);
            speak(one, now);
            if (one.gone(now) || now >= over_) break;
            const short asked = interest_in(one);
            const bool speaks = wait(one.native_handle(), asked, one.deadline());
            if (speaks && (asked & POLLIN) == 0) one.lose();  // nobody asked: its connection is lost
            if (speaks && one.wants_input()) one.hear(buffer);
        }
        one.lose();
        told_.visit_all([](client&) {});  // it alone can be listed: off the list, or that would keep it alive
    }

    void speak(client& one, time_point now) noexcept {
        const time_point linger_until = stopping_ ? last_linger(now, over_) : one.deadline();
        if (one.lingering()) return one.conclude(linger_until);
        const spoken how = one.speak_on(views_, linger_until);
        blocked_ = how == spoken::blocked || how == spoken::more;
    }

    short interest_in(const client& one) const noexcept {
        return static_cast<short>((one.wants_input() ? POLLIN : 0) | (blocked_ ? POLLOUT : 0));
    }

    /// Waits for one descriptor and the doorbell. True when the descriptor can be read.
    bool wait(net::native::handle descriptor, short events, time_point deadline) {
        std::array<net::native::poll_entry, 2> entries{{{descriptor, events, 0},
                                                        {policy_.doorbell_.native_handle(), POLLIN, 0}}};
        {
            const observe::span<App> span(observe::activity::waiting);
            net::native::wait(entries, std::min(deadline, over_));
        }
        if (net::native::readable(entries[1].revents)) answer_doorbell();
        return net::native::readable(entries[0].revents);
    }

    void answer_doorbell() {
        policy_.doorbell_.silence();
        app_.attend();
        if (policy_.stop_asked_.load() && !stopping_) begin_stopping();
    }

    /// Nobody is let in or heard from now on. What is due to be said is said, until the application's deadline.
    void begin_stopping() {
        stopping_ = true;
        listener_.close();
        over_ = app_.closing();
    }

    one_at_a_time& policy_;
    Listener& listener_;
    App& app_;
    entrance<Listener, App> door_;
    scratch views_;
    told_list<client, mutex_type> told_;  // holds at most the one client, so nobody looks at it
    bool blocked_ = false;                // the kernel had no room for that client
    time_point over_ = never;             // when stopping: it has to be gone by then
    bool stopping_ = false;
};

static_assert(policy<one_at_a_time>);

}  // namespace parley
