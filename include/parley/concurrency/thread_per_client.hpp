#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A thread for each client. Whoever speaks, delivers: the thread that heard something writes it to the sockets of
/// those who were told, never waiting; where the kernel has no room, that client's own thread goes on.
///
/// - *Where does it wait?* Each thread in `poll()` for its one client; one more for the listener.
/// - *Where is the half-finished conversation kept?* On each thread's stack, in `converse()`.
/// - *What is locked?* The chat while something is told, an outbox while it changes, the crowd while somebody enters
///   or leaves. No lock is held while writing: who may write is settled by a counter, and nobody waits for it.
/// - *How is it woken?* By a readable descriptor; each thread has a doorbell.
/// - *What is the limit?* Threads, and two descriptors and a stack for each client.
/// - *How does it break?* With thousands of clients the scheduler has more to do than the chat.
///
/// Read next: `concurrency/select_loop.hpp`, the same without threads.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/concurrency/threaded_client.hpp>
#include <parley/net/doorbell.hpp>
#include <system_error>
#include <thread>

namespace parley {

class thread_per_client {
public:
    using mutex_type = std::mutex;
    static constexpr bool serves_together = true;

    /// Serves `listener` until `stop()`; then everybody is told and what is due is delivered.
    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        crowd<Listener, App> everybody(*this, listener, app);
        while (everybody.remains()) everybody.take_turn();
    }

    /// From any thread and any signal handler, any number of times.
    void stop() noexcept {
        stopping_.store(true);
        doorbell_.ring();
    }

    /// "There is news for `app.attend()`." From any thread and any signal handler.
    void notify() noexcept { doorbell_.ring(); }

    std::size_t threads() const noexcept { return 1 + threads_.load(); }

private:
    template <class Listener, class App>
    class crowd;

    net::doorbell doorbell_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> threads_{0};
};

/// Everybody who is connected, for as long as `run()` runs. The accepting thread owns it.
template <class Listener, class App>
class thread_per_client::crowd {
    using client = threaded_client<typename Listener::socket_type, App>;

public:
    crowd(thread_per_client& policy, Listener& listener, App& app)
        : policy_(policy), listener_(listener), app_(app), door_(listener, app) {}

    bool remains() const noexcept { return over_.load() == never; }

    /// The accepting thread's turn: new clients, news from outside, threads that have ended.
    void take_turn() {
        const time_point now = clock::now();
        std::array<net::native::poll_entry, 2> entries{{{policy_.doorbell_.native_handle(), POLLIN, 0},
                                                        {door_.native_handle(), POLLIN, 0}}};
        net::native::wait({entries.data(), door_.open(now) ? 2u : 1u}, door_.reopens(now));
        if (entries[0].revents != 0) answer_doorbell();
        if (entries[1].revents != 0 && remains()) accept();
        deliver_told();
    }

    /// Every conversation has ended when run() returns.
    ~crowd() {
        if (remains()) stop();
        std::unique_lock lock(mutex_);
        while (!clients_.empty()) {
            lock.unlock();
            net::native::poll_entry bell{policy_.doorbell_.native_handle(), POLLIN, 0};
            net::native::wait({&bell, 1}, never);
            policy_.doorbell_.silence();
            reap();
            lock.lock();
        }
        lock.unlock();
        reap();
    }

private:
    void accept() {
        door_.admit(clock::now(), accept_limit, [this](auto&& socket, const net::address& from) {
            const auto newcomer = std::make_shared<client>(std::move(socket), from, app_, told_);
            if (enter(newcomer)) return true;
            newcomer->refuse(app_.refusal());  // its socket is its own by now
            app_.refused();
            return true;
        });
    }

    /// Starts the client's thread. False when the system has no thread left.
    bool enter(const std::shared_ptr<client>& newcomer) {
        const std::lock_guard lock(mutex_);  // the thread cannot leave before it has entered
        newcomer->place = clients_.insert(clients_.end(), newcomer);
        try {
            newcomer->thread = std::thread([this, newcomer] { converse(*newcomer); });
        } catch (const std::system_error&) {
            clients_.erase(newcomer->place);
            return false;
        }
        ++policy_.threads_;
        return true;
    }

    /// The conversation, on the client's own thread.
    void converse(client& self) noexcept {
        std::array<char, read_limit> buffer;
        for (self.deliver();; deliver_told()) {
            const time_point now = clock::now();
            self.attend(now);
            self.say_rest(remains() ? self.deadline() : std::min(over_.load(), now + stop_linger_limit));
            if (self.gone(now) || now >= over_.load()) break;
            if (!self.wait(over_.load())) continue;
            self.hear(buffer);
            std::this_thread::yield();  // who else is about to speak does so first: one write then carries it all
        }
        self.lose();
        deliver_told();
        leave(self);
    }

    /// Whoever speaks, delivers: also what others have told meanwhile.
    void deliver_told() noexcept {
        told_.visit_all([](auto& told) { static_cast<client&>(told).deliver(); });
    }

    /// The thread's last act; it is joined by the accepting one.
    void leave(client& self) noexcept {
        {
            const std::lock_guard lock(mutex_);
            ended_.splice(ended_.end(), clients_, self.place);
            --policy_.threads_;
        }
        policy_.doorbell_.ring();
    }

    void answer_doorbell() {
        policy_.doorbell_.silence();
        reap();
        app_.attend();
        if (policy_.stopping_.load() && remains()) stop();
    }

    /// Joins the threads that have ended.
    void reap() noexcept {
        std::list<std::shared_ptr<client>> ended;
        {
            const std::lock_guard lock(mutex_);
            ended.swap(ended_);
        }
        for (const auto& one : ended) one->thread.join();
    }

    /// Nobody is let in or heard from now on. What is due to be said is said, until the application's deadline.
    void stop() {
        listener_.close();
        over_.store(app_.closing());
        deliver_told();
        const std::lock_guard lock(mutex_);
        for (const auto& one : clients_) one->doorbell.ring();
    }

    thread_per_client& policy_;
    Listener& listener_;
    App& app_;
    entrance<Listener, App> door_;
    told_list<peer<typename Listener::socket_type, App, mutex_type>, mutex_type> told_;
    std::atomic<time_point> over_{never};
    std::mutex mutex_;  // guards the two lists, for entering and leaving only; never held while waiting
    std::list<std::shared_ptr<client>> clients_;
    std::list<std::shared_ptr<client>> ended_;
};

static_assert(policy<thread_per_client>);

}  // namespace parley
