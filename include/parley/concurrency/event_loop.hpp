#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One thread and a poller: `select_loop` with the system call taken out, so that a way of waiting is a class of
/// about 50 lines: `poll_loop`, `epoll_loop` and `kqueue_loop` are this loop with three of them. Refuses to know what
/// is said, and which of them it has.
///
/// - *Where does it wait?* In the poller, for everybody at once.
/// - *Where is the half-finished conversation kept?* What was half heard and half said in a `peer`, as under every
///   model; and what a stack would remember, since one stack serves all: `blocked` and the like are in a struct, too.
/// - *What is locked?* Nothing: there is one thread.
/// - *How is it woken?* By a readable descriptor; `stop()` and `notify()` write to one, the doorbell.
/// - *What is the limit?* Descriptors and memory; with poll(2) each turn costs as much as all clients together,
///   with epoll(7) and kqueue(2) as much as those who are ready.
/// - *How does it break?* One slow handler stops everybody.
///
/// Read next: `concurrency/pollers/interest.hpp`.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/loop_crowd.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/observe/span.hpp>

namespace parley {

/// One thread and a `Poller` (`concurrency/pollers/interest.hpp`): a policy for each way of waiting.
/// @snippet examples/policies.cpp policies
template <poller Poller>
class event_loop {
public:
    using mutex_type = null_mutex;                 ///< what the chat locks: one thread needs no lock
    static constexpr bool serves_together = true;  ///< nobody waits until somebody else has left

    /// Serves `listener` until `stop()`; then everybody is told and what is due is delivered. Throws `setup_error`
    /// when the poller cannot be made.
    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        loop<Listener, App> turns(*this, listener, app);
        while (turns.go_on()) turns.take_one();
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
    class loop;

    net::doorbell doorbell_;
    std::atomic<bool> stop_asked_{false};
};

/// One turn after another, for as long as `run()` runs.
template <poller Poller>
template <class Listener, class App>
class event_loop<Poller>::loop {
    /// Keeps the poller's question up to date.
    struct watcher {
        using note = interest;
        static bool fits(net::native::handle, std::size_t) noexcept { return true; }
        template <class Client> void changed(Client& client) {
            client.note.descriptor = client.native_handle();
            client.note.whom = &client;
            client.note.input = client.wants_input();
            client.note.output = client.blocked;
            asked->watch(client.note);
        }
        template <class Client> void left(Client& client) noexcept { asked->forget(client.note); }
        Poller* asked;
    };
    using crowd_type = loop_crowd<Listener, App, watcher>;
    using client_type = typename crowd_type::client;

public:
    loop(event_loop& policy, Listener& listener, App& app)
        : policy_(policy), app_(app), crowd_(listener, app, {&poller_}),
          listener_{listener.native_handle(), &listener_} {
        doorbell_.input = listener_.input = true;
        poller_.watch(doorbell_);
    }

    bool go_on() const noexcept { return crowd_.goes_on(); }

    void take_one() {
        ask(never);
        hear();
        if (crowd_.worth_another_look()) {
            ask(at_once);
            hear();
        }
        if (rung_) answer_doorbell();
        crowd_.settle();
        if (door_is_ready_ && !crowd_.stopping()) crowd_.accept();  // last: nobody new takes a number from the answer
    }

private:
    /// The poller remembers the question; only the listener comes and goes.
    void ask(time_point until) {
        const time_point now = clock::now();
        if (crowd_.accepting(now))
            watch_listener(now);
        else
            poller_.forget(listener_);
        const observe::span<App> span(observe::activity::waiting);
        ready_ = poller_.wait(std::min(until, crowd_.next_deadline(now)));
        crowd_.begin_turn(ready_);
    }

    void watch_listener(time_point now) noexcept {
        try {
            poller_.watch(listener_);
        } catch (...) {  // no memory for it in the kernel: those inside must not suffer
            crowd_.pause_accepting(now);
        }
    }

    /// Nobody enters or leaves the crowd here, so that the answers still mean whom they meant in ask().
    void hear() {
        rung_ = door_is_ready_ = false;
        for (int i = 0; i != ready_; ++i) {
            const readiness found = poller_.ready(i);
            if (found.whom == &doorbell_)
                rung_ = true;
            else if (found.whom == &listener_)
                door_is_ready_ = true;
            else
                hear(*static_cast<client_type*>(found.whom), found);
        }
    }

    void hear(client_type& client, const readiness& found) noexcept {
        if (found.readable && client.note.input)
            crowd_.hear(client);
        else if (found.readable)
            drop(client);
        if (found.writable && client.blocked) crowd_.unblock(client);  // a lost connection is both, asked or not
    }

    /// Nobody asked whether it can be read: its connection is lost, and the kernel would say so again and again.
    void drop(client_type& lost) noexcept {
        lost.lose();
        lost.wake();
    }

    void answer_doorbell() {
        policy_.doorbell_.silence();
        app_.attend();
        if (policy_.stop_asked_.load() && !crowd_.stopping()) begin_stopping();
    }

    void begin_stopping() {
        poller_.forget(listener_);  // before its descriptor is closed
        crowd_.begin_stopping();
    }

    event_loop& policy_;
    App& app_;
    Poller poller_;
    crowd_type crowd_;
    interest doorbell_{policy_.doorbell_.native_handle(), &doorbell_};
    interest listener_;
    int ready_ = 0;
    bool rung_ = false;
    bool door_is_ready_ = false;
};

}  // namespace parley
