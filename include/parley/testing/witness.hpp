#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// An application that does little and notices much: it records who calls it, from which thread and when, and complains
/// of every call that a policy has promised not to make. What anybody says, everybody hears; who says `q` is told `bye`
/// and finished. Refuses to know policies and sockets. Read next: `testing/witness_session.hpp`.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <new>
#include <parley/concurrency/policy.hpp>
#include <parley/testing/story.hpp>
#include <parley/testing/witness_session.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::testing {

/// The application that a policy is tried with; see the concept `application`. What a policy calls comes from one
/// thread at a time, or is complained of; what a test asks for may come from any.
/// @snippet testing/witness_session_test.cpp witness
class witness final : public witness_records {
public:
    static constexpr std::string_view greeting = "welcome\n";  ///< to whoever is let in
    static constexpr std::string_view no_room = "no room\n";   ///< to whoever is not

    /// What a policy calls; see the concept `application`. @{
    witness_session open(waker& woken, const net::address&) {
        const visit inside(*this, "open()");
        if (throws_when_opening) throw std::bad_alloc();
        return {*this, woken, greeting};
    }
    bool full() const noexcept { return is_full; }
    std::string_view refusal() const noexcept { return no_room; }
    void refused() noexcept {
        const visit inside(*this, "refused()");
        {
            const std::lock_guard lock(mutex);
            ++turned_away;
        }
        changed.notify_all();
    }
    void attend() noexcept {
        const visit inside(*this, "attend()");
        std::vector<errand> asked;
        {
            const std::lock_guard lock(mutex);
            asked.swap(errands_);
            for (const errand& one : asked)
                for (witness_session* const inside_now : sessions) one(*inside_now);
            ++attended_;
        }
        changed.notify_all();
    }
    time_point closing() noexcept {
        const visit inside(*this, "closing()");
        const std::lock_guard lock(mutex);
        close_by_ = later(clock::now(), drain_limit);
        const time_point much_later = later(close_by_, milliseconds(3'600'000));  // the policy has to look at the clock
        for (witness_session* const one : sessions) one->finish_with("closing\n", much_later);
        return close_by_;
    }
    /// @}

    // What a test asks for.

    /// To be done with every session when the policy calls `attend()`; `mutex` is held then.
    using errand = std::function<void(witness_session&)>;
    /// Left for the next `attend()`; whoever asks calls the policy's `notify()`. Any thread.
    void ask(errand wanted) {
        const std::lock_guard lock(mutex);
        errands_.push_back(std::move(wanted));
    }

    /// Waits until `condition(*this)`, looked at with `mutex` held, is true. False when patience ends.
    template <class Condition>
    bool becomes(Condition&& condition) {
        std::unique_lock lock(mutex);
        return changed.wait_until(lock, time_limit(), [&] { return condition(*this); });
    }

    /// Looked at with `mutex` held, or when nobody calls this any more. @{
    std::size_t attended() const { return attended_; }  ///< calls of attend()
    time_point close_by() const { return close_by_; }   ///< what closing() has given; `never` until then
    std::size_t turned_away = 0;                        ///< calls of refused()
    /// @}

    std::atomic<bool> is_full{false};              ///< from now on everybody is refused
    std::atomic<bool> throws_when_opening{false};  ///< from now on open() throws `std::bad_alloc`
    milliseconds drain_limit{300};                 ///< closing() gives the instant so much later; set before run()

private:
    /// The application is called from one thread at a time.
    struct visit {
        visit(witness& whole, const char* what) noexcept : app(whole) {
            if (const char* const other = app.inside_.exchange(what))
                app.complain(std::string(what) + " of the application was called during " + other);
        }
        visit(const visit&) = delete;
        visit& operator=(const visit&) = delete;
        ~visit() { app.inside_ = nullptr; }
        witness& app;
    };

    std::vector<errand> errands_{};  // guarded by mutex, with the next two
    std::size_t attended_ = 0;
    time_point close_by_ = never;
    std::atomic<const char*> inside_{nullptr};
};

}  // namespace parley::testing
