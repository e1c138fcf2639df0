#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a session does with the lines of somebody who has a nickname: speech, and each command of the chat.
/// Refuses to know sockets, and how lines are cut out of bytes. Read next: `chat/lobby.hpp`.

#include <mutex>
#include <parley/base/guarded_by.hpp>
#include <parley/chat/lobby.hpp>
#include <parley/chat/wording.hpp>
#include <parley/protocol/command.hpp>
#include <parley/protocol/hygiene.hpp>
#include <parley/session.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace parley {

static_assert(protocol::builtin_commands[4].usage.ends_with(chat::lobby_name), "/help says where /leave leads to");

/// Throws `std::invalid_argument`, which says why, unless a line can call a command of that name.
inline void require_callable(std::string_view name) {
    const std::string line = "/" + std::string(name);
    const protocol::command called = protocol::parse_command(line);
    const auto refuse = [name](std::string_view why) {
        throw std::invalid_argument("command \"" + std::string(name) + "\": " + std::string(why));
    };
    if (name.empty()) refuse("a command needs a name");
    if (called.what == protocol::verb::say) refuse("its name goes without the slash");
    if (called.name != name) refuse("its name is one word");
    if (called.what != protocol::verb::other) refuse("the chat has that command itself, and it cannot be replaced");
    if (protocol::clean(name) != name) refuse("no line holds control characters or invalid UTF-8");
}

/// The commands of one session, in its own turn. What concerns others is asked and done under one lock of the chat,
/// since a name that was free before the lock may be taken after it.
/// @snippet examples/session.cpp session
template <class App>
class commands {
public:
    /// For one line of this session's.
    explicit commands(chat_session<App>& self) noexcept : self_(self), app_(self.app_) {}

    /// A line that is still as the client sent it. Most are speech: it is cleaned straight into the text that will be
    /// told, one copy less.
    void hear(std::string_view line) {
        const auto clean_into = [line](std::string& out) { protocol::append_clean(out, line); };
        const std::string_view text = self_.speech_.begin_line(self_.nickname_, line.size(), clean_into);
        if (!text.empty() && text.front() != '/') return end_line(text);
        obey(self_.speech_.withdraw(), line);
    }

    /// A notice for each command: the chat's own, then those of the embedding program.
    void help() {
        for (const protocol::command_help& one : protocol::builtin_commands) self_.reply(one.usage);
        for (const auto& [name, command] : app_.hook.commands) self_.reply(command.help);
    }

    /// Leaves; what waits for the client is delivered, then its connection ends.
    void quit() {
        self_.leave({});
        self_.delivery_.finish();
    }

private:
    using lock_guard = std::lock_guard<typename App::mutex_type>;

    /// One clean line that is no plain speech, and as it came.
    void obey(std::string_view text, std::string_view line) {
        if (text.empty()) return;  // an empty line is no message
        const protocol::command asked = protocol::parse_command(text);
        if (asked.what == protocol::verb::say) return say(asked.argument);
        self_.publish();
        switch (asked.what) {
            case protocol::verb::say: return;
            case protocol::verb::action: return act(asked.argument);
            case protocol::verb::message: return message(asked.argument);
            case protocol::verb::nickname: return rename(asked.argument, line);
            case protocol::verb::join: return join(asked.argument);
            case protocol::verb::leave: return back_to_lobby();
            case protocol::verb::who: return who();
            case protocol::verb::rooms: return rooms();
            case protocol::verb::help: return help();
            case protocol::verb::quit: return quit();
            case protocol::verb::other: return call(asked);
        }
    }

    /// Plain speech is collected; with a hook on messages each is told at once, so that an answer follows its question.
    void end_line(std::string_view text) {
        counters::add(app_.counted.messages);
        const std::string said(app_.hook.message ? text : std::string_view{});
        self_.speech_.end_line();
        if (app_.hook.message || self_.speech_.long_enough()) self_.publish();
        if (app_.hook.message) app_.call_hook([&] { app_.hook.message(self_, said); });
    }

    void say(std::string_view text) {
        end_line(self_.speech_.begin_line(self_.nickname_, text.size(), [text](std::string& out) { out += text; }));
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
        self_.delivery_.answer(share(chat::wording::whispered_to(other->nickname_, text)));
    }

    void rename(std::string_view name, std::string_view line) {
        if (name.empty()) return usage("/nick NICKNAME");
        const bool good = chat::valid_nickname(name) && !protocol::has_controls(line);
        if (!good) return self_.reply(chat::wording::name_refused);
        if (name == self_.nickname_) return self_.reply(chat::wording::named_already(name));
        std::string swapped(name);  // the new name; once it is taken, the old one
        {
            const shared_text notice = share(chat::wording::renamed(self_.nickname_, name));
            const lock_guard lock(app_.lobby.mutex);
            const bool same = app_.lobby.find(name) == &self_;  // but for its case
            if (!same && !app_.lobby.claim(name, self_)) return self_.reply(chat::wording::name_taken);
            if (!same) app_.lobby.release(self_.nickname_);
            self_.nickname_.swap(swapped);
            self_.place.where->forget_names();
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

    /// All that needs memory comes first.
    void move_to(chat::room<chat_session<App>>& next) PARLEY_REQUIRES(app_.lobby.mutex) {
        const shared_text farewell = share(chat::wording::gone_to(self_.nickname_, next.name()));
        const shared_text arrival = share(chat::wording::come_to(self_.nickname_, next.name()));
        const shared_text past = next.past().replay();
        next.expect_one();
        if (auto* const before = app_.lobby.leave_room(self_)) before->tell(farewell);
        next.enter(self_);
        next.tell(arrival);
        self_.delivery_.answer(past);
    }

    void back_to_lobby() { join(chat::lobby_name); }

    void who() {
        const lock_guard lock(app_.lobby.mutex);
        self_.delivery_.answer(self_.place.where->who());
    }

    void rooms() {
        const lock_guard lock(app_.lobby.mutex);
        self_.reply(app_.lobby.list_rooms());
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
