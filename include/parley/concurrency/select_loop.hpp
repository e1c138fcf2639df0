#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One thread, `select()`: ask the kernel who is ready, serve exactly those, ask again. Refuses to know what is said.
///
/// - *Where does it wait?* In `select()`, for everybody at once.
/// - *Where is the half-finished conversation kept?* What was half heard and half said in a `peer`, as under every
///   model; and what a stack would remember, since one stack serves all: `blocked` and the like are in a struct, too.
/// - *What is locked?* Nothing: there is one thread.
/// - *How is it woken?* By a readable descriptor; `stop()` and `notify()` write to one, the doorbell.
/// - *What is the limit?* Descriptors below FD_SETSIZE (1,024), and every turn costs as much as all clients together.
/// - *How does it break?* One slow handler stops everybody; one descriptor too high would write past the set.
///
/// Read next: `concurrency/event_loop.hpp`, the same loop with the system call taken out.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <parley/base/error.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/loop_crowd.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/observe/span.hpp>

namespace parley {

/// One thread, `select(2)`: descriptors below FD_SETSIZE, every turn costs as much as all clients together.
/// @snippet examples/policies.cpp policies
class select_loop {
public:
    using mutex_type = null_mutex;                 ///< what the chat locks: one thread needs no lock
    static constexpr bool serves_together = true;  ///< nobody waits until somebody else has left

    /// Serves `listener` until `stop()`; then everybody is told and what is due is delivered. Throws `setup_error`
    /// when the embedding program has so many descriptors open that select(2) cannot watch the listener.
    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        using net::native::fits_select;
        if (!fits_select(listener.native_handle(), 0) || !fits_select(doorbell_.native_handle(), 0))
            throw setup_error(std::make_error_code(std::errc::too_many_files_open), "watch the listener with select()",
                              "use poll_loop, epoll_loop or kqueue_loop");
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
template <class Listener, class App>
class select_loop::loop {
public:
    loop(select_loop& policy, Listener& listener, App& app)
        : policy_(policy), app_(app), crowd_(listener, app, {}), listener_(listener.native_handle()) {}

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
    /// The sets are filled anew each time, since select() overwrites the question with its answer.
    void ask(time_point until) {
        FD_ZERO(&readable_);
        FD_ZERO(&writable_);
        highest_ = net::native::no_handle;
        watch(policy_.doorbell_.native_handle(), readable_);
        const time_point now = clock::now();
        if (crowd_.accepting(now)) watch(listener_, readable_);
        for (const auto& client : crowd_.clients()) {
            if (client->wants_input()) watch(client->native_handle(), readable_);
            if (client->blocked) watch(client->native_handle(), writable_);
        }
        const time_point deadline = std::min(until, crowd_.next_deadline(now));
        const observe::span<App> span(observe::activity::waiting);
        crowd_.begin_turn(net::native::select(highest_ + 1, readable_, writable_, deadline));
    }

    void watch(net::native::handle descriptor, fd_set& set) noexcept {
        FD_SET(descriptor, &set);  // it fits: who does not was not let in
        if (descriptor > highest_) highest_ = descriptor;
    }

    /// Nobody enters or leaves the crowd here, so that a descriptor still means whom it meant in ask().
    void hear() {
        for (const auto& client : crowd_.clients()) {
            if (FD_ISSET(client->native_handle(), &readable_)) crowd_.hear(*client);
            if (FD_ISSET(client->native_handle(), &writable_)) crowd_.unblock(*client);
        }
        rung_ = FD_ISSET(policy_.doorbell_.native_handle(), &readable_);
        door_is_ready_ = FD_ISSET(listener_, &readable_);
    }

    void answer_doorbell() {
        policy_.doorbell_.silence();
        app_.attend();
        if (policy_.stop_asked_.load() && !crowd_.stopping()) crowd_.begin_stopping();
    }

    /// A new client whose descriptor select() cannot watch is refused before the sets see it. Nobody else is of
    /// interest here: the sets are filled anew anyway.
    struct watcher {
        struct note {};
        static bool fits(net::native::handle descriptor, std::size_t others) noexcept {
            return net::native::fits_select(descriptor, others);
        }
        template <class Client> void changed(Client&) noexcept {}
        template <class Client> void left(Client&) noexcept {}
    };

    select_loop& policy_;
    App& app_;
    loop_crowd<Listener, App, watcher> crowd_;
    const net::native::handle listener_;
    fd_set readable_, writable_;
    net::native::handle highest_ = net::native::no_handle;
    bool rung_ = false;
    bool door_is_ready_ = false;
};

static_assert(policy<select_loop>);

}  // namespace parley
