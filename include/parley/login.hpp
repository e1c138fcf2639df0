#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a session does with lines that come before a nickname is chosen. Refuses to know what is said afterwards.
/// Read next: `commands.hpp`, its twin for everybody who has a name.

#include <mutex>
#include <parley/chat/nickname.hpp>
#include <parley/commands.hpp>
#include <string>
#include <string_view>

namespace parley {

/// The doorway: one session, in its own turn.
/// @snippet examples/session.cpp session
template <class App>
class login {
public:
    /// For one line of this session's.
    explicit login(chat_session<App>& self) noexcept : self_(self), app_(self.app_) {}

    /// `/help` and `/quit` work; everything else is taken for a name. The question comes again until one is good.
    void hear(std::string_view line) {
        const std::string text = protocol::clean(line);
        const protocol::command asked = protocol::parse_command(text);
        if (asked.what == protocol::verb::quit) return commands<App>(self_).quit();
        if (asked.what == protocol::verb::help) {
            commands<App>(self_).help();
        } else if (protocol::has_controls(line) || !chat::valid_nickname(text)) {
            self_.reply(chat::wording::name_refused);
        } else if (enter(text)) {
            return greet();
        } else {
            self_.reply(chat::wording::name_taken);
        }
        self_.tell(app_.prompt);
    }

private:
    /// Everybody in the lobby learns of it, the newcomer included. False when the name is taken. Looking whether it is
    /// free and taking it are one step under the chat's mutex; all that needs memory comes before the first change.
    bool enter(const std::string& name) {
        const shared_text notice = share(chat::wording::connected(name));
        std::string chosen(name);
        const std::lock_guard lock(app_.lobby.mutex);
        auto& first = app_.lobby.first_room();
        const shared_text past = first.past().replay();
        first.expect_one();
        if (!app_.lobby.claim(name, self_)) return false;
        self_.nickname_.swap(chosen);
        self_.delivery_.set_deadline(never);  // with the mutex: from now on somebody may close it by its name
        app_.lobby.leave_room(self_);
        first.enter(self_);
        first.tell(notice);
        self_.tell(app_.welcome);
        self_.delivery_.answer(past);
        return true;
    }

    void greet() {
        app_.observer.named(self_.nickname_);
        if (app_.hook.join) app_.call_hook([this] { app_.hook.join(self_); });
    }

    chat_session<App>& self_;
    App& app_;
};

}  // namespace parley
