#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One conversation: protocol, chat and outbox meet here. Bytes come in and are understood; what they mean for others
/// is told to them. Refuses to know sockets, threads and how anybody waits.
/// Read next: `protocol/line_decoder.hpp`, then what lines mean: `login.hpp`, `commands.hpp`.

#include <exception>
#include <mutex>
#include <parley/base/counters.hpp>
#include <parley/base/delivery.hpp>
#include <parley/chat/lobby.hpp>
#include <parley/chat/speech.hpp>
#include <parley/chat/wording.hpp>
#include <parley/hooks.hpp>
#include <parley/notices.hpp>
#include <parley/protocol/line_decoder.hpp>
#include <parley/protocol/telnet.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

template <class App>
class login;
template <class App>
class commands;

/// A session of the chat. `App` is what all sessions share (`application.hpp`).
///
/// Its own turn (`receive`, `end_of_input`, `expire`) belongs to one thread at a time; `tell()` and the sending half to
/// any. Plain lines that one read brought are told as one text, and before anything else happens: order is kept.
/// @snippet examples/session.cpp session
template <class App>
class chat_session final : public member {
public:
    /// Waits in the doorway until a nickname is chosen.
    chat_session(App& app, waker& woken)
        : app_(app), delivery_(woken, app.settings.outbox_limit, app.settings.farewell_limit, app.login_deadline()),
          decoder_(app.settings.line_limit) {
        const std::lock_guard lock(app_.lobby.mutex);
        app_.lobby.doorway().enter(*this);
        delivery_.tell(app_.prompt);
        counters::add(app_.counted.opened);
    }

    ~chat_session() {
        leave({});
        counters::add(app_.counted.closed);
    }

    /// @{ What a policy calls, each as the concept `session` promises (`concurrency/policy.hpp`).
    void receive(std::string_view bytes) noexcept {
        counters::add(app_.counted.bytes_received, bytes.size());
        guarded([&] {
            decoder_.feed(bytes, [this](std::string_view line) { understand(line); }, [this] { refuse_long_line(); });
            publish();
            for (auto marks = timing_marks_.count(bytes); marks != 0; --marks) delivery_.answer(app_.wont_timing_mark);
        });
    }

    void end_of_input() noexcept {  // and a line that was begun and not ended is none: it is not said
        if (!finished() && delivery_.overflowed()) return drop();
        leave({});
        delivery_.finish();
    }

    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        return delivery_.pending(views);
    }

    void sent(std::size_t count) noexcept {
        counters::add(app_.counted.bytes_sent, count);
        delivery_.sent(count);
    }

    bool finished() const noexcept { return delivery_.finished(); }
    time_point deadline() const noexcept { return delivery_.deadline(); }

    void expire(time_point now) noexcept {
        guarded([&] {
            if (finished()) return;
            if (delivery_.overflowed()) return drop();
            if (const std::string reason = dismissal(); !reason.empty()) return close(reason);
            if (nickname_.empty() && now >= login_over_) delivery_.finish(app_.login_over);
        });
    }
    /// @}

    /// Queues a text, without waiting. Like the next two, for others who hold the chat's mutex; and for this session.
    void tell(const shared_text& text) noexcept { delivery_.tell(text); }

    /// The server closes: the last words, and the instant by which they are out.
    void tell_last(const shared_text& text, time_point deadline) noexcept { delivery_.finish(text, deadline); }

    /// The embedding program wants this client gone; it leaves in its own turn.
    void dismiss(std::string& reason) noexcept {
        dismissal_.swap(reason);
        delivery_.make_due();
    }

    chat::seat<chat_session> place{};  ///< under the chat's mutex; this session's turn reads `where` without

    // What hooks call, in this session's own turn.
    const std::string& nickname() const noexcept override { return nickname_; }
    std::string_view room() const noexcept override {
        return place.where == nullptr ? std::string_view{} : place.where->name();
    }
    void reply(std::string_view text) override { delivery_.answer(share(notices(text))); }
    void tell_room(std::string_view text) override {
        const shared_text told = share(notices(text));
        const std::lock_guard lock(app_.lobby.mutex);
        if (place.where != nullptr) place.where->tell(told);
    }
    void close(std::string_view why) override {
        const std::string reason = reason_or_default(why);
        const shared_text last_words = share(chat::wording::removed(reason));
        leave(reason);  // all that may fail comes before it: who has left is finished
        delivery_.finish(last_words);
    }

private:
    friend class login<App>;
    friend class commands<App>;

    void understand(std::string_view line) {
        if (finished() || delivery_.overflowed()) return;
        if (nickname_.empty()) return login<App>(*this).hear(line);
        commands<App>(*this).hear(line);
    }

    /// A line over the limit: nobody else sees any of it.
    void refuse_long_line() {
        if (finished()) return;
        publish();
        reply(chat::wording::too_long(app_.settings.line_limit));
        if (nickname_.empty()) tell(app_.prompt);
    }

    /// Tells the room what was said since the last time.
    void publish() {
        const shared_text text = speech_.take();
        if (text == nullptr) return;
        const std::lock_guard lock(app_.lobby.mutex);
        if (place.where != nullptr) place.where->say(text);
    }

    void drop() noexcept {
        counters::add(app_.counted.dropped);
        leave("too slow");
        delivery_.drop(app_.too_slow);
    }

    /// Out of the room, and the name is free again; the connection may last a little longer. Once is enough.
    void leave(std::string_view reason) noexcept {
        if (!leave_lobby(reason) || nickname_.empty()) return;
        app_.observer.left(nickname_, reason);
        if (app_.hook.leave) app_.call_hook_quietly([&] { app_.hook.leave(*this); });
    }

    bool leave_lobby(std::string_view reason) noexcept {
        const shared_text notice = departure(nickname_, reason);
        const std::lock_guard lock(app_.lobby.mutex);
        return app_.lobby.depart(*this, nickname_, notice);
    }

    /// Whatever goes wrong in a session's turn, a hook or the memory, ends that session and no other.
    template <class Step>
    void guarded(Step&& step) noexcept {
        try {
            step();
        } catch (...) {
            leave({});
            delivery_.finish();
            app_.report(std::current_exception());
        }
    }

    /// Why somebody wants this client gone, if anybody does; else it is not due any more.
    std::string dismissal() {
        const std::lock_guard lock(app_.lobby.mutex);
        if (dismissal_.empty()) delivery_.set_deadline(nickname_.empty() ? login_over_ : never);
        return std::exchange(dismissal_, {});
    }

    App& app_;
    delivery<typename App::outbox_mutex_type> delivery_;  // in front: what others touch lies side by side
    protocol::line_decoder decoder_;
    protocol::timing_marks timing_marks_{};
    const time_point login_over_ = delivery_.deadline();  // what delivery_ was made with
    std::string nickname_;   // written in this session's turn and with the chat's mutex: either will do for reading
    chat::speech speech_;    // plain lines of this turn that are not told yet
    std::string dismissal_;  // guarded by the chat's mutex
};

}  // namespace parley
