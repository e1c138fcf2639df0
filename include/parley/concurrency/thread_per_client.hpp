#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A thread for each client. Whoever speaks, delivers: the thread that heard something writes it to the sockets of
/// those who were told, never waiting; where the kernel has no room, that client's own thread goes on.
///
/// - *Where does it wait?* Each thread in `poll()` for its one client; one more for the listener.
/// - *Where is the half-finished conversation kept?* What was half heard and half said in a `peer`, as under every
///   model; whose turn it is nowhere: each thread has its own `converse()`.
/// - *What is locked?* The chat while something is told, an outbox while it changes, the crowd while somebody enters
///   or leaves. No lock is held while writing: who may write is settled by a counter.
/// - *How is it woken?* By a readable descriptor; each thread has a doorbell.
/// - *What is the limit?* Threads, two descriptors and two or three pages of stack for each client.
/// - *How does it break?* With thousands of clients the scheduler has more to do than the chat.
///
/// Refuses to know what is said. Read next: `concurrency/loop_crowd.hpp`, then the same without threads.

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/concurrency/read_buffer.hpp>
#include <parley/concurrency/thread_roster.hpp>
#include <parley/concurrency/threaded_client.hpp>
#include <parley/concurrency/threading.hpp>
#include <parley/observe/span.hpp>
#include <utility>

namespace parley {

/// A thread for each client and one that accepts. `Threading`: what threads meet by; `thread_per_client`, below, is
/// this with the real thing.
/// @snippet examples/policies.cpp policies
template <class Threading>
class basic_thread_per_client {
public:
    using mutex_type = typename Threading::mutex;  ///< what the chat locks: every thread may speak
    static constexpr bool serves_together = true;  ///< nobody waits until somebody else has left

    /// Serves `listener` until `stop()`; then everybody is told and what is due is delivered.
    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        crowd<Listener, App> everybody(*this, listener, app);
        while (everybody.goes_on()) everybody.take_turn();
    }  // ~crowd() waits until every conversation has ended

    /// From any thread and any signal handler, any number of times.
    void stop() noexcept {
        stop_asked_.store(true);
        doorbell_.ring();
    }

    /// "There is news for `app.attend()`." From any thread and any signal handler.
    void notify() noexcept { doorbell_.ring(); }

    std::size_t threads() const noexcept { return 1 + threads_.load(); }  ///< in use now, with the one that is in run()

private:
    template <class Listener, class App>
    class crowd;

    template <class Value>
    using atomic = typename Threading::template atomic<Value>;

    typename Threading::doorbell doorbell_;
    atomic<bool> stop_asked_{false};
    atomic<std::size_t> threads_{0};
};

/// Everybody who is connected, for as long as `run()` runs. The accepting thread owns it.
template <class Threading>
template <class Listener, class App>
class basic_thread_per_client<Threading>::crowd {
    using client = threaded_client<typename Listener::socket_type, App, Threading>;

public:
    crowd(basic_thread_per_client& policy, Listener& listener, App& app)
        : policy_(policy), listener_(listener), app_(app), door_(listener, app), clients_(policy.threads_) {}

    bool goes_on() const noexcept { return !stopping_.load(); }

    /// The accepting thread's turn: new clients, news from outside, threads that have ended.
    void take_turn() {
        const time_point now = clock::now();
        std::array<net::native::poll_entry, 2> entries{{{policy_.doorbell_.native_handle(), POLLIN, 0},
                                                        {door_.native_handle(), POLLIN, 0}}};
        {
            const observe::span<App> span(observe::activity::waiting);
            Threading::wait({entries.data(), door_.open(now) ? 2u : 1u}, door_.reopens(now));
        }
        if (net::native::readable(entries[0].revents)) answer_doorbell();
        if (net::native::readable(entries[1].revents) && !stopping_.load()) accept();
        deliver_told(views_);
    }

    ~crowd() {
        if (!stopping_.load()) begin_stopping();  // run() was left by an exception
        while (!clients_.empty()) {
            const observe::span<App> span(observe::activity::waiting);
            net::native::poll_entry bell{policy_.doorbell_.native_handle(), POLLIN, 0};
            Threading::wait({&bell, 1}, never);
            policy_.doorbell_.silence();
            clients_.reap();
        }
        clients_.reap();
    }

private:
    void accept() {
        door_.admit(clock::now(), accept_limit, [this](auto&& socket, const net::address& from) {
            const auto newcomer = std::make_shared<client>(std::move(socket), from, app_, told_);
            if (!clients_.enter(newcomer, [this, newcomer] { converse(*newcomer); }))
                newcomer->refuse(app_);  // the door cannot: the socket is the newcomer's by now
            return true;
        });
    }

    /// The conversation, on the client's own thread.
    void converse(client& self) noexcept {
        read_buffer buffer;
        scratch views;
        bool heard = false;
        self.deliver(views);
        for (;;) {
            const time_point now = clock::now();
            self.give_turn(now);
            // What was heard, or became due, was told to others: before this thread sleeps, they get it.
            if (!std::exchange(heard, false) || others_have_spoken()) deliver_told(views);
            self.say_rest(views, stopping_.load() ? last_linger(now, over_.load()) : self.deadline());
            if (self.gone(now) || now >= over_.load()) break;
            heard = self.wait(over_.load());
            if (heard) buffer.filled(self.hear(buffer.space()));
        }
        self.lose();
        deliver_told(views);
        clients_.leave(self);
        policy_.doorbell_.ring();  // so that the accepting thread joins this one
    }

    /// Who else is about to speak does so first, so that one write carries it all: several threads that were here at
    /// the same time leave delivering to the last of them. False for the others, but not for too many in a row.
    bool others_have_spoken() noexcept {
        speaking_.fetch_add(1);
        Threading::yield();
        return speaking_.fetch_sub(1) == 1 || left_to_others_.fetch_add(1) % most_together == most_together - 1;
    }

    /// Whoever speaks, delivers: also what others have told meanwhile.
    void deliver_told(scratch& views) noexcept {
        told_.visit_all([&](auto& told) { static_cast<client&>(told).deliver(views); });  // every peer here is a client
    }

    void answer_doorbell() {
        policy_.doorbell_.silence();
        clients_.reap();
        app_.attend();
        if (policy_.stop_asked_.load() && !stopping_.load()) begin_stopping();
    }

    /// Nobody is let in or heard from now on. What is due to be said is said, until the application's deadline.
    void begin_stopping() {
        listener_.close();
        over_.store(app_.closing());
        stopping_.store(true);
        deliver_told(views_);
        clients_.ring_all();
    }

    static constexpr unsigned most_together = net::native::most_views;  // what one write carries

    basic_thread_per_client& policy_;
    Listener& listener_;
    App& app_;
    entrance<Listener, App> door_;
    scratch views_;  // the accepting thread's
    told_list<peer<typename Listener::socket_type, App, mutex_type>, mutex_type> told_;
    atomic<time_point> over_{never};       // when stopping: everybody has to be gone by then
    atomic<bool> stopping_{false};         // both are set by the accepting thread and read by all
    atomic<unsigned> speaking_{0};        // threads that let others speak first ...
    atomic<unsigned> left_to_others_{0};  // ... and how often that was the end of it
    thread_roster<client, Threading> clients_;
};

/// The real one: a thread, two descriptors and a few pages of stack for each client.
/// @snippet examples/policies.cpp policies
using thread_per_client = basic_thread_per_client<threading>;

static_assert(policy<thread_per_client>);

}  // namespace parley
