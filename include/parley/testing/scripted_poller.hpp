#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A poller that asks a script instead of the kernel: `event_loop<scripted_poller>` is driven one turn at a time, in
/// the thread that calls `run()`, and the script decides what happens between two turns and who is found ready, in
/// which order. Refuses to know what the script wants to find out. Read next: `concurrency/event_loop.hpp`.
///
/// @code
/// struct my_script final : parley::testing::poller_script {
///     void wait(std::span<parley::interest* const> watched, parley::time_point,
///               std::vector<parley::readiness>& answers) override {
///         if (++turns == 100) server->stop();             // clients speak, read, hang up: here
///         for (const parley::interest* one : watched)
///             if (const auto found = ready(*network, *one)) answers.push_back(*found);
///     }
///     ...
/// };
/// my_script script;
/// const parley::testing::scripted_poller::follow following(script);
/// server.run();
/// @endcode

#include <algorithm>
#include <optional>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/testing/in_memory.hpp>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace parley::testing {

/// Stands where the loop would sleep: derive from it, and `wait()` is called once a turn, on the thread of `run()`.
/// @snippet testing/scripted_poller_test.cpp script
class poller_script {
public:
    virtual ~poller_script() = default;

    /// `watched` is all that the loop waits for. Who is ready is put into `answers`; none means that the time of
    /// `deadline` is up, or a signal came. What it throws comes out of `run()`.
    virtual void wait(std::span<interest* const> watched, time_point deadline, std::vector<readiness>& answers) = 0;

protected:
    poller_script() = default;
    /// Nothing is in it; a script of yours decides whether it can be copied. @{
    poller_script(const poller_script&) = default;
    poller_script& operator=(const poller_script&) = default;
    /// @}
};

/// The truth about one of them: what a kernel would answer. A doorbell is a real descriptor, and the kernel is asked.
inline std::optional<readiness> ready(const in_memory_network& network, const interest& watched) {
    bool readable = false, writable = false;
    if (network.knows(watched.descriptor)) {
        readable = watched.input && network.readable(watched.descriptor);
        writable = watched.output && network.writable(watched.descriptor);
    } else {
        net::native::poll_entry bell{watched.descriptor, POLLIN, 0};
        readable = net::native::wait({&bell, 1}, at_once) > 0;
    }
    if (!readable && !writable) return std::nullopt;
    return readiness{watched.whom, readable, writable};
}

/// A poller for `event_loop` (see the concept `poller`) that never waits. One thread: the one that made the `follow`.
/// @snippet examples/tools/explore_a_loop.cpp scene
class scripted_poller {
public:
    /// Pollers that this thread makes follow `script`, as long as this exists.
    /// @snippet testing/scripted_poller_test.cpp script
    class follow {
    public:
        /// Which has to outlive it.
        explicit follow(poller_script& script) noexcept : before_(std::exchange(followed_, &script)) {}
        follow(const follow&) = delete;
        follow& operator=(const follow&) = delete;
        ~follow() { followed_ = before_; }

    private:
        poller_script* before_;
    };

    /// Throws `std::logic_error` when there is nothing to follow.
    scripted_poller() : script_(followed_) {
        if (script_ == nullptr) throw std::logic_error("make a scripted_poller::follow in the thread that calls run()");
    }

    /// See the concept `poller`. What is watched is shown to the script in the order in which it came. @{
    void watch(interest& watched) {
        if (watched.known_as < 0) watched_.push_back(&watched);
        watched.known_as = 0;
    }

    void forget(interest& watched) noexcept {
        if (watched.known_as < 0) return;
        watched_.erase(std::find(watched_.begin(), watched_.end(), &watched));
        watched.known_as = -1;
    }

    int wait(time_point deadline) {
        answers_.clear();
        script_->wait(watched_, deadline, answers_);
        return static_cast<int>(answers_.size());
    }

    readiness ready(int i) const noexcept { return answers_[static_cast<std::size_t>(i)]; }
    /// @}

private:
    static inline thread_local poller_script* followed_ = nullptr;

    poller_script* script_;
    std::vector<interest*> watched_{};  // in the order in which they came: a script may count on it
    std::vector<readiness> answers_{};
};

static_assert(poller<scripted_poller>);

}  // namespace parley::testing
