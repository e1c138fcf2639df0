#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A policy with one fault, chosen at run time: a good one, shown the application through something that bends it.
/// They prove that the conformance tests can fail. Read next: `broken_policies_test.cpp`.

#include <atomic>
#include <cerrno>
#include <list>
#include <memory>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/native.hpp>
#include <parley/testing/witness.hpp>
#include <span>
#include <string_view>
#include <thread>
#include <type_traits>

namespace broken {

using parley::testing::witness;
using parley::testing::witness_session;

/// What stands between a policy and its surroundings. This one bends nothing; a fault overrides what it bends.
struct fault {
    virtual ~fault() = default;

    virtual void receive(witness_session& session, std::string_view bytes) const { session.receive(bytes); }
    virtual void end_of_input(witness_session& session) const { session.end_of_input(); }
    virtual void sent(witness_session& session, std::size_t count, std::size_t /*offered*/) const {
        session.sent(count);
    }
    virtual parley::time_point deadline(const witness_session& session, bool /*blocked*/) const {
        return session.deadline();
    }
    virtual parley::waker& woken(parley::waker& given) const { return given; }
    virtual std::string_view refusal(const witness& app) const { return app.refusal(); }
    virtual parley::time_point closing(witness& app) const { return app.closing(); }
    virtual void opened(const std::shared_ptr<witness_session>&) const {}

    virtual bool serves() const { return true; }
    virtual void begin() const {}
    virtual void end() const {}
    virtual void notify(parley::poll_loop& policy) const noexcept { policy.notify(); }
    virtual void stop(parley::poll_loop& policy) const noexcept { policy.stop(); }
    virtual std::size_t threads() const noexcept { return 1; }
};

inline const fault none{};
inline const fault* chosen = &none;

class bent_session {
public:
    bent_session(witness& app, parley::waker& woken, const parley::net::address& from)
        : inner_(new witness_session(app.open(chosen->woken(woken), from))) {
        chosen->opened(inner_);
    }
    void receive(std::string_view bytes) noexcept { chosen->receive(*inner_, bytes); }
    void end_of_input() noexcept { chosen->end_of_input(*inner_); }
    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        const auto texts = inner_->pending(views);
        offered_ = 0;
        for (const std::string_view text : texts) offered_ += text.size();
        return texts;
    }
    void sent(std::size_t count) noexcept {
        blocked_ = count < offered_;
        chosen->sent(*inner_, count, offered_);
    }
    bool finished() const noexcept { return inner_->finished(); }
    parley::time_point deadline() const noexcept { return chosen->deadline(*inner_, blocked_); }
    void expire(parley::time_point now) noexcept { inner_->expire(now); }

private:
    std::shared_ptr<witness_session> inner_;
    std::size_t offered_ = 0;
    bool blocked_ = false;
};

struct bent_application {
    bent_session open(parley::waker& woken, const parley::net::address& from) { return {app, woken, from}; }
    bool full() const noexcept { return app.full(); }
    std::string_view refusal() const noexcept { return chosen->refusal(app); }
    void refused() noexcept { app.refused(); }
    void attend() noexcept { app.attend(); }
    parley::time_point closing() noexcept { return chosen->closing(app); }

    witness& app;
};

/// `poll_loop`, with the fault that is chosen.
class policy {
public:
    using mutex_type = parley::null_mutex;
    static constexpr bool serves_together = true;

    ~policy() { chosen->end(); }

    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        chosen->begin();
        if (!chosen->serves()) return;
        if constexpr (std::is_same_v<App, witness>) {
            bent_application bent{app};
            inner_.run(listener, bent);
        } else {
            inner_.run(listener, app);
        }
    }
    void stop() noexcept { chosen->stop(inner_); }
    void notify() noexcept { chosen->notify(inner_); }
    std::size_t threads() const noexcept { return chosen->threads(); }

private:
    parley::poll_loop inner_;
};

static_assert(parley::policy<policy>);

// Faults in moving bytes.

/// What comes is handed over by two threads at once.
struct two_receivers : fault {
    void receive(witness_session& session, std::string_view bytes) const override {
        std::atomic<int> ready{0};
        const auto race = [&] {
            for (++ready; ready != 2;) {}
            for (int times = 0; times != 20; ++times) session.receive(bytes);
        };
        std::thread other(race);
        race();
        other.join();
    }
};

struct two_pairs : fault {
    void sent(witness_session& session, std::size_t count, std::size_t) const override {
        std::string_view views[8];
        session.pending(views);
        session.sent(count);
    }
};

struct boasting : fault {
    void sent(witness_session& session, std::size_t, std::size_t offered) const override { session.sent(offered); }
};

struct forgetful : fault {
    void receive(witness_session& session, std::string_view bytes) const override {
        session.receive(bytes.substr(0, 1000));
    }
};

// Faults at the end of a session.

/// Who has finished by itself is forgotten.
struct no_end : fault {
    void end_of_input(witness_session& session) const override {
        if (!session.finished()) session.end_of_input();
    }
};

struct two_ends : fault {
    void end_of_input(witness_session& session) const override {
        session.end_of_input();
        session.end_of_input();
    }
};

struct talks_to_the_dead : fault {
    void end_of_input(witness_session& session) const override {
        session.end_of_input();
        session.receive("x");
    }
};

/// As long as the policy lives, instead of the run.
struct keeps_sessions : fault {
    void opened(const std::shared_ptr<witness_session>& session) const override { kept.push_back(session); }
    void end() const override { kept.clear(); }
    mutable std::list<std::shared_ptr<witness_session>> kept{};
};

// Faults in waking and refusing.

struct asleep : fault {
    struct dull final : parley::waker {
        void wake() noexcept override {}
    };
    parley::waker& woken(parley::waker&) const override { return nobody; }
    mutable dull nobody{};
};

/// Looks at the clock only when there is other news.
struct sleeps_too_long : fault {
    parley::time_point deadline(const witness_session& session, bool) const override {
        return session.finished() || session.deadline() == parley::at_once ? session.deadline() : parley::never;
    }
};

/// Who comes when somebody has left is not looked after.
struct loses_sight : fault {
    void opened(const std::shared_ptr<witness_session>& session) const override {
        if (++opened_so_far > 4) lost = session;
    }
    void receive(witness_session& session, std::string_view bytes) const override {
        if (&session != lost.get()) session.receive(bytes);
    }
    void end() const override { lost.reset(); }
    mutable int opened_so_far = 0;
    mutable std::shared_ptr<witness_session> lost{};
};

struct blocked_forgotten : fault {
    parley::time_point deadline(const witness_session& session, bool blocked) const override {
        return blocked && !session.finished() ? parley::never : session.deadline();
    }
};

struct silent_refusal : fault {
    std::string_view refusal(const witness&) const override { return {}; }
};

struct deaf : fault {
    void notify(parley::poll_loop&) const noexcept override {}
};

// Faults in stopping.

/// A run() that is yet to be written.
struct empty_run : fault {
    bool serves() const override { return false; }
};

struct forgets_early_stop : fault {
    void begin() const override { running = true; }
    void stop(parley::poll_loop& policy) const noexcept override {
        if (running) policy.stop();
    }
    mutable std::atomic<bool> running{false};
};

/// Stops only for one thread.
struct shy : fault {
    void stop(parley::poll_loop& policy) const noexcept override {
        if (std::this_thread::get_id() == maker) policy.stop();
    }
    std::thread::id maker = std::this_thread::get_id();
};

/// Does not stop for its own thread.
struct stubborn : fault {
    void begin() const override { runner = std::this_thread::get_id(); }
    void stop(parley::poll_loop& policy) const noexcept override {
        if (std::this_thread::get_id() != runner.load()) policy.stop();
    }
    mutable std::atomic<std::thread::id> runner{};
};

struct careless_in_handlers : fault {
    void stop(parley::poll_loop& policy) const noexcept override {
        policy.stop();
        errno = EAGAIN;
    }
};

struct endless : fault {
    parley::time_point closing(witness& app) const override {
        return parley::later(app.closing(), parley::milliseconds(3'600'000));
    }
};

struct abrupt : fault {
    parley::time_point closing(witness& app) const override {
        app.closing();
        return parley::clock::now();
    }
};

struct leaks_a_descriptor : fault {
    ~leaks_a_descriptor() override { parley::net::native::close(leaked); }
    void begin() const override { leaked = parley::net::native::open_spare(); }
    mutable parley::net::native::handle leaked = parley::net::native::no_handle;
};

struct leaks_a_thread : fault {
    ~leaks_a_thread() override {
        released = true;
        released.notify_all();
        leaked.join();
    }
    void begin() const override {
        leaked = std::thread([this] { released.wait(false); });
    }
    mutable std::atomic<bool> released{false};
    mutable std::thread leaked{};
};

struct miscounts : fault {
    void begin() const override { counted = 2; }
    std::size_t threads() const noexcept override { return counted; }
    mutable std::atomic<std::size_t> counted{1};
};

}  // namespace broken
