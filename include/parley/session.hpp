#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One conversation: protocol, chat and outbox meet here. Bytes come in and are understood; what they mean for others
/// is told to them. Refuses to know sockets, threads and how anybody waits. Read next: `commands.hpp`, what a session
/// does when it is asked; `concurrency/policy.hpp`, who calls it.

#include <exception>
#include <mutex>
#include <parley/base/counters.hpp>
#include <parley/base/delivery.hpp>
#include <parley/chat/lobby.hpp>
#include <parley/chat/speech.hpp>
#include <parley/chat/wording.hpp>
#include <parley/hooks.hpp>
#include <parley/protocol/hygiene.hpp>
#include <parley/protocol/line_decoder.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

template <class App>
class commands;

/// A session of the chat. `App` is what all sessions share (`application.hpp`).
///
/// Its own turn (`receive`, `end_of_input`, `expire`) belongs to one thread at a time; `tell()` and the sending half to
/// any. Plain lines that one read brought are told as one text, and before anything else happens: order is kept.
template <class App>
class chat_session final : public member {
public:
    /// Waits in the doorway until a nickname is chosen.
    chat_session(App& app, waker& woken)
        : app_(app), decoder_(app.settings.line_limit),
          delivery_(woken, app.settings.outbox_limit, app.settings.farewell_limit, app.login_deadline()) {
        const std::lock_guard lock(app_.lobby.mutex);
        app_.lobby.doorway().enter(*this);
        delivery_.tell(app_.prompt);
        counters::add(app_.counted.opened);
    }

    ~chat_session() {
        leave({});
        counters::add(app_.counted.closed);
    }

    // What a policy calls: see the concept `session` in concurrency/policy.hpp.

    void receive(std::string_view bytes) noexcept {
        counters::add(app_.counted.bytes_received, bytes.size());
        guarded([&] {
            decoder_.feed(bytes, [this](std::string_view line) { understand(line); }, [this] { commands<App>(*this).refuse_long_line(); });
            publish();
        });
    }

    void end_of_input() noexcept {
        if (delivery_.overflowed()) return drop();
        leave({});
        delivery_.finish();
    }

    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept { return delivery_.pending(views); }

    void sent(std::size_t count) noexcept {
        counters::add(app_.counted.bytes_sent, count);
        delivery_.sent(count);
    }

    bool finished() const noexcept { return delivery_.finished(); }
    time_point deadline() const noexcept { return delivery_.deadline(); }

    void expire(time_point now) noexcept {
        guarded([&] {
            if (delivery_.overflowed()) return drop();
            if (const std::string reason = dismissal(); !reason.empty()) return close(reason);
            if (nickname_.empty() && now >= login_over_) return delivery_.finish(app_.login_over);
            delivery_.set_deadline(nickname_.empty() ? login_over_ : never);
        });
    }

    // What other sessions and the application call, with the chat's mutex held.

    void tell(const shared_text& text) noexcept { delivery_.tell(text); }

    /// The server closes: the last words, and the instant by which they are out.
    void tell_last(const shared_text& text, time_point deadline) noexcept { delivery_.finish(text, deadline); }

    /// The embedding program wants this client gone; it leaves in its own turn.
    void dismiss(std::string& reason) noexcept {
        dismissal_.swap(reason);
        delivery_.make_due();
    }

    chat::seat<chat_session> place{};  // guarded by the chat's mutex

    // What hooks call, in this session's own turn.

    const std::string& nickname() const noexcept override { return nickname_; }
    std::string_view room() const noexcept override { return place.where == nullptr ? std::string_view{} : place.where->name(); }
    void reply(std::string_view text) override { tell(share(chat::wording::notice(text))); }
    void tell_room(std::string_view text) override {
        const shared_text told = share(chat::wording::notice(text));
        const std::lock_guard lock(app_.lobby.mutex);
        if (place.where != nullptr) place.where->tell(told);
    }
    void close(std::string_view why) override {
        const std::string_view reason = why.empty() ? chat::wording::no_reason : why;
        leave(reason);
        delivery_.finish(share(chat::wording::removed(reason)));
    }

private:
    friend class commands<App>;

    /// A line that is still as the client sent it.
    void understand(std::string_view line) {
        if (finished()) return;
        if (nickname_.empty()) return commands<App>(*this).log_in(line);
        const std::string_view text =
            speech_.begin_line(nickname_, line.size(), [line](std::string& out) { protocol::append_clean(out, line); });
        if (!text.empty() && text.front() != '/') return end_said_line(text);
        commands<App>(*this).obey(speech_.withdraw());
    }

    /// Plain speech is collected; with somebody listening to each message, each is told at once.
    void end_said_line(std::string_view text) {
        counters::add(app_.counted.messages);
        if (app_.hook.message) return end_watched_line(std::string(text));
        speech_.end_line();
        if (speech_.long_enough()) publish();
    }

    void end_watched_line(const std::string& text) {
        speech_.end_line();
        publish();
        app_.call_hook([&] { app_.hook.message(*this, text); });
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

    /// Out of the room, and the name is free again; the connection may last a little longer. Once.
    void leave(std::string_view reason) noexcept {
        if (!part(reason) || nickname_.empty()) return;
        app_.observer.left(nickname_, reason);
        if (app_.hook.leave) app_.call_hook_quietly([&] { app_.hook.leave(*this); });
    }

    bool part(std::string_view reason) noexcept {
        shared_text notice;
        try {
            if (!nickname_.empty()) notice = share(chat::wording::left(nickname_, reason));
        } catch (...) {}  // no memory to announce it
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

    std::string dismissal() {
        const std::lock_guard lock(app_.lobby.mutex);
        return std::exchange(dismissal_, {});
    }

    App& app_;
    protocol::line_decoder decoder_;
    delivery<typename App::mutex_type> delivery_;
    time_point login_over_ = delivery_.deadline();
    std::string nickname_;   // written with the chat's mutex, in this session's turn
    chat::speech speech_;    // plain lines of this turn that are not told yet
    std::string dismissal_;  // guarded by the chat's mutex
};

}  // namespace parley
