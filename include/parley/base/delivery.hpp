#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The sending half of a session: what others tell it, what the policy takes from it, and when it has ended.
/// The only part of a session that others touch without the chat's mutex, so it has a lock of its own.
/// Refuses to know what is said. Read next: `session.hpp`.

#include <cstddef>
#include <mutex>
#include <parley/base/atomic_beside.hpp>
#include <parley/base/clock.hpp>
#include <parley/base/guarded_by.hpp>
#include <parley/base/outbox.hpp>
#include <parley/base/waker.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley {

/// An outbox with a lock, a deadline and an end. Its mutex is held for a few instructions only and comes after the
/// chat's in the order of locks; the waker is called after it is released.
/// @snippet examples/application.cpp session
template <class Mutex>
class delivery {
public:
    /// @param woken          is told when there is something to send or to do; lives longer than this
    /// @param outbox_limit   bytes that may wait once the kernel has refused some
    /// @param farewell_limit time in which each part of the last words has to be taken
    /// @param deadline       when the session wants its own turn, until `set_deadline()` says otherwise
    delivery(waker& woken, std::size_t outbox_limit, milliseconds farewell_limit, time_point deadline) noexcept
        : waker_(woken), farewell_limit_(farewell_limit), outbox_(outbox_limit), deadline_(deadline) {}

    /// Queues a text. Any thread; never waits, never removes. A session that is finished hears nothing; one that does
    /// not keep up becomes due, and drops itself in its own turn.
    void tell(const shared_text& text) noexcept { queue(text, &outbox::append); }

    /// The same for what the client has asked for: less of it may wait.
    void answer(const shared_text& text) noexcept { queue(text, &outbox::answer); }

    /// What to send next: texts, put into `views`, that stay valid until `sent()`. The policy's call, one at a time.
    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        const std::lock_guard lock(mutex_);
        woken_ = false;
        if (cut_ != nullptr) cut_short();
        const std::span<const std::string_view> texts = outbox_.front(views);
        offered_ = 0;
        for (const std::string_view text : texts) offered_ += text.size();
        return texts;
    }

    /// The kernel took `count` bytes of what `pending()` showed. Who does not keep up becomes due.
    void sent(std::size_t count) noexcept {
        const std::lock_guard lock(mutex_);
        outbox_.sent(count, std::exchange(offered_, 0));
        if (finished_.load()) {
            if (patient_ && count != 0) deadline_.store(farewell());
        } else if (outbox_.overflowed()) {
            deadline_.store(at_once);
        }
    }

    /// Nothing more is queued from now on. What is, is delivered as long as some of it is taken in time.
    void finish() noexcept { end(ending::patient, nullptr, farewell()); }

    /// @{ The same with last words, and a deadline that does not move: the farewell limit from now, or one given.
    void finish(shared_text last_words) noexcept { end(ending::strict, std::move(last_words), farewell()); }
    void finish(shared_text last_words, time_point deadline) noexcept {
        end(ending::strict, std::move(last_words), deadline);
    }
    /// @}

    /// The client does not keep up: what waits for it is dropped but for the rest of a line, and this is said instead.
    void drop(shared_text last_words) noexcept { end(ending::cut, std::move(last_words), farewell()); }

    /// The session wants its own turn now.
    void make_due() noexcept {
        {
            const std::lock_guard lock(mutex_);
            if (finished_.load()) return;
            deadline_.store(at_once);
        }
        waker_.wake();
    }

    /// Moves the deadline of a session that has not ended; one that does not keep up stays due.
    void set_deadline(time_point deadline) noexcept {
        const std::lock_guard lock(mutex_);
        if (!finished_.load()) deadline_.store(outbox_.overflowed() ? at_once : deadline);
    }

    /// Does not keep up: to be dropped, by its own turn.
    bool overflowed() noexcept {
        const std::lock_guard lock(mutex_);
        return outbox_.overflowed();
    }

    /// @{ Nothing more will be queued; and when the session wants its own turn. From any thread, without the lock.
    bool finished() const noexcept { return finished_.load(); }
    time_point deadline() const noexcept { return deadline_.load(); }
    /// @}

private:
    void queue(const shared_text& text, void (outbox::*add)(shared_text) noexcept) noexcept {
        {
            const std::lock_guard lock(mutex_);
            if (finished_.load() || outbox_.overflowed()) return;
            (outbox_.*add)(text);
            if (outbox_.overflowed()) deadline_.store(at_once);
            if (std::exchange(woken_, true) && !outbox_.overflowed()) return;
        }
        waker_.wake();
    }

    enum class ending {
        patient,  ///< what waits is delivered, as long as parts of it are taken in time
        strict,   ///< what waits and the last words are delivered by a fixed instant
        cut       ///< what waits is thrown away; only the last words are delivered
    };

    void end(ending how, shared_text last_words, time_point deadline) noexcept {
        {
            const std::lock_guard lock(mutex_);
            if (finished_.load()) return;
            if (how == ending::cut) {
                cut_ = std::move(last_words);
                if (offered_ == 0) cut_short();  // else pending() does it: somebody is sending what is to be dropped
            } else if (last_words != nullptr) {
                outbox_.append(std::move(last_words));
            }
            patient_ = how == ending::patient;
            deadline_.store(deadline);
            finished_.store(true);
        }
        waker_.wake();
    }

    /// Never between pending() and sent(): nobody looks at what is dropped.
    void cut_short() noexcept PARLEY_REQUIRES(mutex_) {
        try {
            outbox_.cut_short(*cut_);
        } catch (...) {}  // no memory for a farewell
        cut_.reset();
    }

    time_point farewell() const noexcept { return later(clock::now(), farewell_limit_); }

    waker& waker_;
    const milliseconds farewell_limit_;
    Mutex mutex_;
    outbox outbox_ PARLEY_GUARDED_BY(mutex_);
    shared_text cut_ PARLEY_GUARDED_BY(mutex_);          // last words that replace the queue, until the next pending()
    std::size_t offered_ PARLEY_GUARDED_BY(mutex_) = 0;  // bytes that pending() showed, until sent()
    bool woken_ PARLEY_GUARDED_BY(mutex_) = false;       // told since the last pending(): one wake is enough
    bool patient_ PARLEY_GUARDED_BY(mutex_) = false;     // each part of the rest that is taken moves the deadline
    // These two are written with the mutex and read without.
    atomic_beside<Mutex, bool> finished_{false};
    atomic_beside<Mutex, time_point> deadline_;
};

}  // namespace parley
