#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One conversation of the application that watches its policy, and the book in which all of them write.
/// Refuses to know policies and sockets.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <parley/base/clock.hpp>
#include <parley/base/waker.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace parley::testing {

class witness_session;

/// What the sessions of one application share.
/// @snippet testing/witness_session_test.cpp complaints
class witness_records {
public:
    /// A promise of the policy's was broken.
    void complain(std::string text) {
        const std::lock_guard lock(complaints_mutex_);
        complaints_.insert(std::move(text));
    }
    /// All complaints, a line each, the same one once; empty when the policy has kept its promises.
    std::string complaints() const {
        const std::lock_guard lock(complaints_mutex_);
        std::string list;
        for (const std::string& one : complaints_) list += "  - " + one + "\n";
        return list;
    }

    std::mutex mutex{};                     ///< guards all below, and what the sessions queue; as the chat's mutex does
    std::condition_variable changed{};      ///< notified after each change
    std::set<witness_session*> sessions{};  ///< those that have not come to their end of input
    /// How many sessions were opened, and destroyed; calls of expire(), and of sent() with less than pending. @{
    std::size_t opened = 0, destroyed = 0, expired = 0, blocked = 0;
    /// @}

private:
    mutable std::mutex complaints_mutex_{};
    std::set<std::string> complaints_{};
};

/// See the concept `session`. What a policy promises to each session is checked here, with the threads that broke it.
/// @snippet testing/witness_session_test.cpp witness
class witness_session {
public:
    /// `greeting` is pending at once. Both have to outlive this.
    witness_session(witness_records& records, waker& woken, std::string_view greeting)
        : records_(records), waker_(woken) {
        const std::lock_guard lock(records_.mutex);
        records_.sessions.insert(this);
        ++records_.opened;
        tell(greeting);
    }
    witness_session(const witness_session&) = delete;
    witness_session& operator=(const witness_session&) = delete;
    ~witness_session() {
        if (ends_ != 1) records_.complain("end_of_input() was called " + std::to_string(ends_) + " times, not once");
        change([&] {
            records_.sessions.erase(this);
            ++records_.destroyed;
        });
    }

    /// What a policy calls, as the concept `session` says; whatever it promised not to do is complained of. @{
    void receive(std::string_view bytes) noexcept {
        const call inside(*this, "receive()");
        if (over_) records_.complain("receive() was called after the session had ended");
        change([&] {
            // Whole lines: a policy may read a few bytes at a time, and a test waits for lines that were said.
            const std::size_t end = (unfinished_ += bytes).rfind('\n') + 1;
            for (witness_session* const one : records_.sessions) one->tell(unfinished_.substr(0, end));
            unfinished_.erase(0, end);
            if (bytes.find('q') != bytes.npos) end_with("bye\n");
        });
    }
    void end_of_input() noexcept {
        const call inside(*this, "end_of_input()");
        ++ends_;
        over_ = true;
        change([&] {
            records_.sessions.erase(this);
            finish_with("", later(clock::now(), milliseconds(10'000)));
        });
    }
    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        if (pair_.exchange(true)) records_.complain("pending() was called between pending() and sent()");
        std::this_thread::yield();
        const std::lock_guard lock(records_.mutex);
        if (sending_.empty()) sending_.swap(queued_);
        std::size_t used = 0;
        std::string_view rest = std::string_view(sending_).substr(taken_);
        const std::size_t piece = rest.size() < 100'000 ? 1000 : 1'000'000;  // many texts, or too much for any kernel
        for (; !rest.empty() && used != views.size(); rest.remove_prefix(views[used++].size()))
            views[used] = rest.substr(0, piece);
        offered_ = sending_.size() - taken_ - rest.size();
        if (used == 0) pair_ = false;
        return views.first(used);
    }
    void sent(std::size_t count) noexcept {
        std::this_thread::yield();
        change([&] {
            if (count > offered_) records_.complain("sent() was called with more than pending() had shown");
            if (count < offered_) ++records_.blocked;
            taken_ += count;
            if (taken_ >= sending_.size()) taken_ = (sending_.clear(), 0);
        });
        if (!pair_.exchange(false)) records_.complain("sent() was called without pending()");
    }
    bool finished() const noexcept { return finished_; }
    time_point deadline() const noexcept { return deadline_; }
    void expire(time_point now) noexcept {
        const call inside(*this, "expire()");
        if (over_) records_.complain("expire() was called after the session had ended");
        change([&] {
            if (!finished_ && now < deadline_.load()) records_.complain("expire() was called before the deadline");
            ++records_.expired;
            if (!finished_) deadline_ = never;
            tell("expired\n");
        });
    }
    /// @}

    /// Queues text. With the mutex held, as the next two; each wakes, and does nothing once this has finished.
    void tell(std::string_view text) {
        if (finished_) return;
        queued_ += text;
        waker_.wake();
    }
    /// Wants its own turn then; `at_once`: now.
    void make_due(time_point when = at_once) {
        if (finished_) return;
        deadline_ = when;
        waker_.wake();
    }
    /// Queues the last words: nothing more is said to its client, who has until the deadline to read them.
    void finish_with(std::string_view last_words, time_point deadline) {
        if (finished_) return;
        queued_ += last_words;
        deadline_ = deadline;
        finished_ = true;
        waker_.wake();
    }
    /// Finishes in its own turn, so that nobody can have been on the way to another call.
    void end_with(std::string_view last_words) {
        over_ = true;
        finish_with(last_words, later(clock::now(), milliseconds(10'000)));
    }

private:
    /// Marks a call for as long as it lasts, a little longer than it would.
    struct call {
        call(witness_session& whose, const char* what) noexcept : session(whose) {
            const auto thread = std::this_thread::get_id(), other_thread = session.turn_thread_.exchange(thread);
            if (const char* const other = session.turn_.exchange(what))
                session.records_.complain(std::string(what) + " was called during " + other + " of one session, on " +
                                          (thread == other_thread ? "the same thread" : "another thread"));
            std::this_thread::yield();
        }
        call(const call&) = delete;
        call& operator=(const call&) = delete;
        ~call() { session.turn_ = nullptr; }
        witness_session& session;
    };
    template <class Step>
    void change(Step&& step) {
        {
            const std::lock_guard lock(records_.mutex);
            step();
        }
        records_.changed.notify_all();
    }

    witness_records& records_;
    waker& waker_;
    std::atomic<const char*> turn_{nullptr};  // the call of its own turn that has begun, and where
    std::atomic<std::thread::id> turn_thread_{};
    std::atomic<bool> pair_{false};
    std::atomic<bool> finished_{false};
    std::atomic<time_point> deadline_{never};
    std::atomic<bool> over_{false};  // ended in its own turn
    std::atomic<int> ends_{0};
    std::string unfinished_{}, queued_{}, sending_{};  // guarded by the mutex, with what follows
    std::size_t taken_ = 0, offered_ = 0;
};

}  // namespace parley::testing
