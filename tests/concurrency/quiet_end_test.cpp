// SPDX-License-Identifier: MIT

/// @file
/// A session that ends in its own turn wakes nobody: the policy was there, and sees it.

#include "every_policy.hpp"

#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <parley/client.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/tcp.hpp>
#include <parley/observe/span.hpp>
#include <span>
#include <string_view>
#include <thread>

namespace {

using parley::clock;
using parley::milliseconds;
using parley::time_point;

/// When a session ends.
enum class turn { when_it_hears, at_the_end_of_input, when_it_is_due };

/// Says nothing, and never wakes. Who overlooks that it has ended closes its connection a minute late.
class quiet_session {
public:
    explicit quiet_session(turn when) : when_(when), deadline_(when == turn::when_it_is_due ? clock::now() : parley::never) {}

    void receive(std::string_view) noexcept { end(turn::when_it_hears); }
    void end_of_input() noexcept { end(turn::at_the_end_of_input); }
    void expire(time_point) noexcept { end(turn::when_it_is_due); }
    std::span<const std::string_view> pending(std::span<std::string_view>) noexcept { return {}; }
    void sent(std::size_t) noexcept {}
    bool finished() const noexcept { return finished_; }
    time_point deadline() const noexcept { return deadline_; }

private:
    void end(turn now) noexcept {
        if (now != when_ || finished_) return;
        deadline_ = parley::later(clock::now(), milliseconds(60'000));
        finished_ = true;
    }

    const turn when_;
    std::atomic<bool> finished_{false};
    std::atomic<time_point> deadline_;
};

struct quiet_service : parley::archetype::application {
    explicit quiet_service(turn when) : ends(when) {}
    quiet_session open(parley::waker&, const parley::net::address&) { return quiet_session(ends); }
    time_point closing() noexcept { return clock::now(); }
    const turn ends;
};

}  // namespace

TEST_CASE_TEMPLATE("who ends in its own turn, and wakes nobody, is let go at once", P, EVERY_POLICY) {
    for (const turn when : {turn::when_it_hears, turn::at_the_end_of_input, turn::when_it_is_due}) {
        CAPTURE(static_cast<int>(when));
        P policy;
        quiet_service service(when);
        parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 128);
        parley::client ann({.port = listener.where().port()});
        std::thread serving([&] { policy.run(listener, service); });
        const time_point begin = clock::now();
        if (when == turn::when_it_hears) ann.send_line("bye");
        if (when == turn::at_the_end_of_input) ann.finish_sending();
        CHECK_FALSE(ann.read_line().has_value());
        CHECK(clock::now() - begin < milliseconds(30'000));
        policy.stop();
        serving.join();
    }
}

namespace {

/// Counts how often a policy waits, and nothing else.
struct waits_counted {
    struct span {
        explicit span(parley::observe::activity what) noexcept { counted += what == parley::observe::activity::waiting; }
    };
    template <class Mutex> using chat_lock = Mutex;
    template <class Mutex> using outbox_lock = Mutex;
    static inline std::atomic<int> counted{0};
};

/// Goes on when its client has said all, until half a second has passed or the connection is lost.
class patient_session : public parley::archetype::session {
public:
    explicit patient_session(std::atomic<int>& stage) : stage_(stage) {}
    ~patient_session() { reach(2); }
    void end_of_input() noexcept {
        deadline_ = parley::later(clock::now(), milliseconds(500));
        waits_counted::counted = 0;
        reach(1);
    }
    void expire(time_point now) noexcept {
        deadline_ = now;
        finished_ = true;
    }
    bool finished() const noexcept { return finished_; }
    time_point deadline() const noexcept { return deadline_; }

private:
    void reach(int stage) noexcept {
        stage_ = stage;
        stage_.notify_all();
    }

    std::atomic<int>& stage_;
    std::atomic<bool> finished_{false};
    std::atomic<time_point> deadline_{parley::never};
};

struct patient_service : parley::archetype::application {
    using observer_type = waits_counted;
    patient_session open(parley::waker&, const parley::net::address&) { return patient_session(stage); }
    std::atomic<int> stage{0};  // 1: the client has said all; 2: its session has ended
};

}  // namespace

TEST_CASE_TEMPLATE("who has said all, or is lost then, is slept for until the session has finished", P, EVERY_POLICY) {
    for (const bool lost : {false, true}) {
        CAPTURE(lost);
        P policy;
        patient_service service;
        parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 128);
        parley::net::socket ann = parley::net::connect_tcp("127.0.0.1", listener.where().port());
        std::thread serving([&] { policy.run(listener, service); });
        ann.shutdown_send();
        service.stage.wait(0);
        if (lost) {
            parley::net::native::reset_on_close(ann.native_handle());
            ann = parley::net::socket();
        }
        service.stage.wait(1);
        CHECK(waits_counted::counted < 100);  // on Windows it is looked a hundred times a second
        policy.stop();
        serving.join();
    }
}

TEST_CASE_TEMPLATE("the least that can be served: who connects is let go at once", P, EVERY_POLICY) {
    parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 128);
    //! [archetype]
    P policy;
    parley::archetype::application app;  // its sessions say nothing and have finished from the beginning
    std::thread serving([&] { policy.run(listener, app); });
    {
        parley::client ann({.port = listener.where().port()});
        CHECK_FALSE(ann.read_line().has_value());
        CHECK(ann.finished());
    }
    policy.stop();
    serving.join();
    //! [archetype]
}
