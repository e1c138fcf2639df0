#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One run of a policy with the witness: real sockets, a thread that runs it, clients that tell what happened. Ends it
/// in any case, and throws the story when it did not keep a promise.
/// Read next: `testing/witness.hpp`, `testing/conversation.hpp`.

#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <parley/concurrency/policy.hpp>
#include <parley/net/tcp.hpp>
#include <parley/testing/conversation.hpp>
#include <parley/testing/likely_causes.hpp>
#include <parley/testing/witness.hpp>
#include <string>
#include <string_view>
#include <thread>

namespace parley::testing {

/// A policy that runs on a thread of its own, with the witness as its application and a free port of 127.0.0.1. Used by
/// one thread, the test's; a promise that is not kept is thrown as `broken_promise`.
///
/// @code
/// trial<Policy> run;
/// run.start();
/// run.joins("ann").says("hello").hears("hello");
/// run.ends();      // the test's last step: stops it, and complains of what the witness saw
/// @endcode
template <class Policy>
class trial {
    /// Lives as long as the thread, which may outlive the test when a policy cannot be stopped.
    struct stage {
        witness app{};
        Policy policy{};
        net::listener listener = net::listen_tcp("127.0.0.1", 0, 128);
        std::mutex mutex{};
        std::condition_variable changed{};
        bool over = false;  // guarded by mutex, with the next two
        time_point ended = never;
        std::exception_ptr thrown{};
    };

public:
    trial() { talk_.emplace(stage_->listener.where().port()); }
    trial(const trial&) = delete;
    trial& operator=(const trial&) = delete;

    /// Whatever has happened: no thread of this test goes on, if that can be helped.
    ~trial() {
        talk_.reset();
        if (!thread_.joinable()) return;
        stage_->policy.stop();
        if (await_end(later(clock::now(), rescue_limit)))
            thread_.join();
        else
            thread_.detach();
    }

    /// Calls `run()` on a thread of its own. Once.
    void start() {
        thread_ = std::thread([stage = stage_] {
            std::exception_ptr thrown;
            try {
                stage->policy.run(stage->listener, stage->app);
            } catch (...) {
                thrown = std::current_exception();
            }
            {
                const std::lock_guard lock(stage->mutex);
                stage->over = true;
                stage->ended = clock::now();
                stage->thrown = thrown;
            }
            stage->changed.notify_all();
        });
    }

    /// The thing that is tried, and the application that watches it. Valid as long as this. @{
    Policy& policy() noexcept { return stage_->policy; }
    witness& app() noexcept { return stage_->app; }
    /// @}

    /// A client that has connected, and said nothing yet; `name` is for the story. Owned by this.
    speaker& connects(std::string_view name) { return talk_->connect(name); }
    /// A client that has connected and must be let in: it has heard the greeting.
    speaker& joins(std::string_view name) {
        try {
            return connects(name).hears_bytes(witness::greeting);
        } catch (const broken_promise& broken) {
            throw broken_promise(broken.what() + likely_slips({}, is_over()));
        }
    }

    /// Something for `app.attend()` to do with every session.
    void asks(witness::errand wanted) {
        stage_->app.ask(std::move(wanted));
        stage_->policy.notify();
    }

    /// More for everybody than any kernel has room for: who does not read is blocked.
    void tells_too_much() {
        asks([](witness_session& one) { one.tell(std::string(32 << 20, '.') + "\n"); });
        expects("what is pending is sent until the kernel is full", [](witness& app) { return app.blocked != 0; });
    }

    /// Complains unless the condition, looked at with the witness's mutex held, comes true.
    template <class Condition>
    void expects(std::string_view promise, Condition&& condition) {
        if (!stage_->app.becomes(condition)) breaks(promise, likely_slips(promise, is_over()));
    }

    /// Waits until run() has returned, by itself or because it was stopped; every session has ended then. Gives the
    /// instant at which it did, and throws what it threw.
    time_point returns() {
        if (!await_end(time_limit())) breaks("run() returns after stop(), by the instant that closing() gave");
        thread_.join();
        if (stage_->thrown != nullptr) std::rethrow_exception(stage_->thrown);
        if (stage_->app.opened != stage_->app.destroyed) breaks("every session has ended when run() returns");
        if (!stage_->app.complaints().empty()) breaks("the witness sees nothing to complain of");
        return stage_->ended;
    }

    /// The end of a test that is not about stopping: everybody leaves, it is stopped; and the same.
    void ends() {
        talk_->everybody_hangs_up();
        stage_->policy.stop();
        returns();
    }

    /// Throws `broken_promise` with the story so far and what the witness has to complain of; `causes`: guesses, a line
    /// each.
    [[noreturn]] void breaks(std::string_view promise, const std::string& causes = {}) const {
        std::string text = "the story so far:\n" + talk_->told() + "promised: " + std::string(promise) + "\n";
        const std::string complaints = stage_->app.complaints();
        text += complaints.empty() ? "and it was not kept\n" : "the witness complains:\n" + complaints;
        if (!causes.empty()) text += "likely causes:\n" + causes;
        throw broken_promise(text);
    }

private:
    static constexpr milliseconds rescue_limit{20'000};  // however little patience a test has

    bool is_over() const {
        const std::lock_guard lock(stage_->mutex);
        return stage_->over;
    }

    bool await_end(time_point deadline) {
        std::unique_lock lock(stage_->mutex);
        return stage_->changed.wait_until(lock, deadline, [&] { return stage_->over; });
    }

    std::shared_ptr<stage> stage_ = std::make_shared<stage>();
    std::optional<conversation> talk_{};
    std::thread thread_{};
};

}  // namespace parley::testing
