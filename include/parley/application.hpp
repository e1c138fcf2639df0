#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The chat as a policy sees it: it opens sessions, passes on news from foreign threads and says when all is over.
/// Everything that sessions share is here. Refuses to know sockets and how anybody waits.
/// Read next: `session.hpp`; `base/mailbox.hpp`, `base/counters.hpp`, `hooks.hpp`, `observe/none.hpp`,
/// which it is made of.

#include <exception>
#include <mutex>
#include <parley/base/counters.hpp>
#include <parley/base/mailbox.hpp>
#include <parley/base/options.hpp>
#include <parley/chat/wording.hpp>
#include <parley/commands.hpp>
#include <parley/hooks.hpp>
#include <parley/login.hpp>
#include <parley/net/address.hpp>
#include <parley/notices.hpp>
#include <parley/observe/span.hpp>
#include <parley/protocol/telnet.hpp>
#include <parley/session.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

/// The chat application. `Mutex` is the policy's; `Observer` watches (`observe/none.hpp`).
/// @snippet examples/session.cpp session
template <class Mutex, class Observer>
class chat_application {
public:
    using observer_type = Observer;  ///< a policy asks it whether time is measured (`observe/span.hpp`)
    /// @{ The policy's lock, or one around it that an observer watches: of the chat, and of each outbox.
    using mutex_type = typename observe::locks_under<Observer, Mutex>::chat;
    using outbox_mutex_type = typename observe::locks_under<Observer, Mutex>::outbox;
    /// @}
    using session_type = chat_session<chat_application>;  ///< what `open()` makes

    /// Reads nothing and starts nothing: a policy runs it.
    chat_application(const options& wanted, Observer watching)
        : settings(wanted), observer(std::move(watching)), lobby(wanted.history) {}

    // What a policy calls: see the concept `application` in concurrency/policy.hpp.

    /// Somebody has connected: they wait in the doorway until they have a nickname.
    session_type open(waker& woken, const net::address& from) {
        // Clients of a Unix-domain socket, and of the same process, have no address.
        observer.connected(from.text().empty() ? std::string_view("a local client") : std::string_view(from.text()));
        return session_type(*this, woken);
    }

    /// `options::client_limit` is reached.
    bool full() const noexcept {
        return settings.client_limit != 0 && counted.clients() >= settings.client_limit;
    }

    /// One line, with its end.
    std::string_view refusal() const noexcept { return chat::wording::full; }

    /// Counts it, and tells the observer.
    void refused() noexcept {
        counters::add(counted.refused);
        observer.refused();
    }

    /// Runs the errands that foreign threads have left, in their order.
    void attend() noexcept {
        for (errand& one : errands_.take()) run(one);
    }

    /// No errands any more; those accepted are run, and everybody gets the last words. `options::drain_limit` from now.
    time_point closing() noexcept {
        errands_.close();
        attend();  // what was accepted before is done before
        const time_point deadline = later(clock::now(), settings.drain_limit);
        const std::lock_guard lock(lobby.mutex);
        lobby.for_everybody([&](session_type& one) { one.tell_last(closing_text, deadline); });
        return deadline;
    }

    /// @{ What the embedding program asks for, from any thread. False when too much is waiting, or all is over.
    bool say(std::string_view text) { return errands_.put({share(notices(text)), {}, {}}); }
    bool close(std::string_view nickname, std::string_view reason) {
        return errands_.put({nullptr, std::string(nickname), reason_or_default(reason)});
    }
    /// @}

    // What sessions share.

    /// Until when somebody who comes now has to have a name.
    time_point login_deadline() const noexcept {
        return settings.login_limit.count() == 0 ? never : later(clock::now(), settings.login_limit);
    }

    /// Runs a hook on this thread, with no lock held; what it throws ends the session that called it.
    template <class Call>
    void call_hook(Call&& call) {
        const hook_scope inside(this);
        call();
    }

    /// The same where nobody is left to be ended.
    template <class Call>
    void call_hook_quietly(Call&& call) noexcept {
        try {
            call_hook(call);
        } catch (...) {
            report(std::current_exception());
        }
    }

    /// What the error hook throws goes nowhere: there is nobody left to tell.
    void report(std::exception_ptr what) noexcept {
        try {
            if (hook.error) call_hook([&] { hook.error(what); });
        } catch (...) {}
    }

    /// Is this thread inside a hook of this application?
    bool inside_hook() const noexcept { return hook_scope::innermost == this; }

    const options settings;                       ///< as they were when it was made
    [[no_unique_address]] Observer observer;      ///< called from any thread that serves clients
    hooks hook;                                   ///< set before it runs, read by all afterwards
    counters counted;                             ///< by any thread
    chat::lobby<session_type, mutex_type> lobby;  ///< under its own mutex

    /// @{ What many are told, stored once for all (`chat/wording.hpp`).
    const shared_text prompt = share(std::string(chat::wording::prompt));
    const shared_text welcome = share(std::string(chat::wording::welcome));
    const shared_text too_slow = share(std::string(chat::wording::too_slow));
    const shared_text login_over = share(std::string(chat::wording::login_over));
    const shared_text closing_text = share(std::string(chat::wording::closing));
    const shared_text wont_timing_mark = share(std::string(protocol::wont_timing_mark));
    /// @}

private:
    /// What a foreign thread asked for: something to be said, or somebody to be closed.
    struct errand {
        shared_text say;
        std::string close, reason;
    };

    void run(errand& one) noexcept {
        const std::lock_guard lock(lobby.mutex);
        if (one.say != nullptr) return lobby.tell_everybody(one.say);
        if (session_type* const found = lobby.find(one.close)) found->dismiss(one.reason);
    }

    /// Marks the thread that a hook runs on, for as long as it runs.
    struct hook_scope {
        explicit hook_scope(const chat_application* entered) noexcept : before(innermost) { innermost = entered; }
        hook_scope(const hook_scope&) = delete;
        hook_scope& operator=(const hook_scope&) = delete;
        ~hook_scope() { innermost = before; }

        static inline thread_local const chat_application* innermost = nullptr;
        const chat_application* before;
    };

    mailbox<errand> errands_;
};

}  // namespace parley
