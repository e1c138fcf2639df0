#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a session does when its client asks for something: choosing a name, and each command of the chat.
/// Refuses to know sockets, and how lines are cut out of bytes. Read next: `application.hpp`.

#include <mutex>
#include <parley/chat/lobby.hpp>
#include <parley/chat/wording.hpp>
#include <parley/protocol/command.hpp>
#include <parley/protocol/hygiene.hpp>
#include <parley/session.hpp>
#include <string>
#include <string_view>

namespace parley {

/// The commands of one session, in its own turn. What concerns others is asked and done under one lock of the chat,
/// since a name that was free before the lock may be taken after it.
template <class App>
class commands {
public:
    explicit commands(chat_session<App>& self) noexcept : self_(self), app_(self.app_) {}

    /// Before a name is chosen, `/help` and `/quit` work; everything else is taken for a name.
    void log_in(std::string_view line) {
        const std::string text = protocol::clean(line);
        const protocol::command asked = protocol::parse_command(text);
        if (asked.what == protocol::verb::quit) return quit();
        if (asked.what == protocol::verb::help) {
            help();
        } else if (protocol::has_controls(line) || !chat::valid_nickname(text)) {
            self_.reply(chat::wording::name_refused);
        } else if (enter(text)) {
            return greet();
        } else {
            self_.reply(chat::wording::name_taken);
        }
        self_.tell(app_.prompt);
    }

    /// A line over the limit: nobody else sees any of it.
    void refuse_long_line() {
        if (self_.finished()) return;
        self_.publish();
        self_.reply(chat::wording::too_long(app_.settings.line_limit));
        if (self_.nickname_.empty()) self_.tell(app_.prompt);
    }

    /// One clean line that is no plain speech.
    void obey(std::string_view text) {
        if (text.empty()) return;  // an empty line is no message
        const protocol::command asked = protocol::parse_command(text);
        if (asked.what == protocol::verb::say) return say(asked.argument);
        self_.publish();
        switch (asked.what) {
            case protocol::verb::say: return;
            case protocol::verb::action: return act(asked.argument);
            case protocol::verb::message: return message(asked.argument);
            case protocol::verb::nickname: return rename(asked.argument);
            case protocol::verb::join: return join(asked.argument);
            case protocol::verb::leave: return back_to_lobby();
            case protocol::verb::who: return who();
            case protocol::verb::rooms: return rooms();
            case protocol::verb::help: return help();
            case protocol::verb::quit: return quit();
            case protocol::verb::other: return call(asked);
        }
    }

private:
    using lock_guard = std::lock_guard<typename App::mutex_type>;

    /// Everybody in the lobby learns of it, the newcomer included. False when the name is taken.
    bool enter(const std::string& name) {
        const shared_text notice = share(chat::wording::connected(name));
        std::string chosen(name);  // all that needs memory comes first, so that nothing can fail between the steps
        const lock_guard lock(app_.lobby.mutex);
        auto& first = app_.lobby.first_room();
        const shared_text past = share(first.past().replay());
        first.expect_one();
        if (!app_.lobby.claim(name, self_)) return false;
        self_.nickname_.swap(chosen);
        app_.lobby.leave_room(self_);
        first.enter(self_);
        first.tell(notice);
        self_.tell(app_.welcome);
        self_.tell(past);
        return true;
    }

    void greet() {
        self_.delivery_.set_deadline(never);
        app_.observer.named(self_.nickname_);
        if (app_.hook.join) app_.call_hook([this] { app_.hook.join(self_); });
    }

    void say(std::string_view text) {
        self_.end_said_line(self_.speech_.begin_line(self_.nickname_, text.size(), [text](auto& out) { out += text; }));
    }

    void act(std::string_view text) {
        if (text.empty()) return usage("/me TEXT");
        counters::add(app_.counted.messages);
        const shared_text told = share(chat::wording::action(self_.nickname_, text));
        const lock_guard lock(app_.lobby.mutex);
        self_.place.where->say(told);
    }

    void message(std::string_view argument) {
        const auto [name, text] = protocol::split_word(argument);
        if (text.empty()) return usage("/msg NICKNAME TEXT");
        const shared_text told = share(chat::wording::whispered_from(self_.nickname_, text));
        const lock_guard lock(app_.lobby.mutex);
        chat_session<App>* const other = app_.lobby.find(name);
        if (other == nullptr) return self_.reply(chat::wording::nobody(name));
        counters::add(app_.counted.messages);
        other->tell(told);
        self_.tell(share(chat::wording::whispered_to(other->nickname_, text)));
    }

    void rename(std::string_view name) {
        if (name.empty()) return usage("/nick NICKNAME");
        if (!chat::valid_nickname(name)) return self_.reply(chat::wording::name_refused);
        std::string swapped(name);  // the new name; once it is taken, the old one
        {
            const shared_text notice = share(chat::wording::renamed(self_.nickname_, name));
            const lock_guard lock(app_.lobby.mutex);
            const bool same = app_.lobby.find(name) == &self_;  // but for its case
            if (!same && !app_.lobby.claim(name, self_)) return self_.reply(chat::wording::name_taken);
            if (!same) app_.lobby.release(self_.nickname_);
            self_.nickname_.swap(swapped);
            self_.place.where->tell(notice);
        }
        app_.observer.renamed(swapped, self_.nickname_);
    }

    void join(std::string_view name) {
        if (!chat::valid_room_name(name)) return self_.reply(chat::wording::room_refused);
        const lock_guard lock(app_.lobby.mutex);
        auto& next = app_.lobby.open_room(name);
        if (&next == self_.place.where) return self_.reply(chat::wording::here_already(next.name()));
        try {
            move_to(next);
        } catch (...) {  // no memory, and nothing has happened yet
            app_.lobby.end_if_empty(next);
            throw;
        }
    }

    /// With the chat's mutex held. All that needs memory comes first.
    void move_to(chat::room<chat_session<App>>& next) {
        const shared_text farewell = share(chat::wording::gone_to(self_.nickname_, next.name()));
        const shared_text arrival = share(chat::wording::come_to(self_.nickname_, next.name()));
        const shared_text past = share(next.past().replay());
        next.expect_one();
        if (auto* const before = app_.lobby.leave_room(self_)) before->tell(farewell);
        next.enter(self_);
        next.tell(arrival);
        self_.tell(past);
    }

    void back_to_lobby() { join(chat::lobby_name); }

    void who() {
        const lock_guard lock(app_.lobby.mutex);
        self_.reply(chat::wording::who_is_in(self_.place.where->name(), chat::names_in(*self_.place.where)));
    }

    void rooms() {
        const lock_guard lock(app_.lobby.mutex);
        self_.reply(app_.lobby.list_rooms());
    }

    void help() {
        for (const protocol::command_help& one : protocol::builtin_commands) self_.reply(one.usage);
        for (const auto& [name, command] : app_.hook.commands) self_.reply(command.help);
    }

    void quit() {
        self_.leave({});
        self_.delivery_.finish();
    }

    /// A command of the embedding program's, or nobody's.
    void call(const protocol::command& asked) {
        const auto found = app_.hook.commands.find(asked.name);
        if (found == app_.hook.commands.end()) return self_.reply(chat::wording::unknown_command(asked.name));
        app_.call_hook([&] { found->second.run(self_, asked.argument); });
    }

    void usage(std::string_view form) { self_.reply(chat::wording::usage(form)); }

    chat_session<App>& self_;
    App& app_;
};

}  // namespace parley
