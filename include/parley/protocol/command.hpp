#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a line asks for, as a value. Refuses to know who asked and what is done about it. Read next: `login.hpp`.

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace parley::protocol {

/// The commands of the chat itself; `other` is one of the embedding program's, or nobody's.
enum class verb { say, action, message, nickname, join, leave, who, rooms, help, quit, other };

/// A line, understood. The views point into that line.
/// @snippet examples/lines.cpp command
struct command {
    verb what = verb::say;        ///< `other`: look at the name
    std::string_view name{};      ///< the word after the slash; empty for `say`
    std::string_view argument{};  ///< what follows it, without the blanks between; for `say` the text itself
};

/// One row of `/help`.
/// @snippet examples/lines.cpp command
struct command_help {
    std::string_view name;   ///< without the slash
    verb what;               ///< what it asks for
    std::string_view usage;  ///< the whole row
};

/// The commands that every chat has, in the order of `/help`.
inline constexpr std::array<command_help, 9> builtin_commands{{
    {"me", verb::action, "/me TEXT: say what you do"},
    {"msg", verb::message, "/msg NICKNAME TEXT: say it to one person only"},
    {"nick", verb::nickname, "/nick NICKNAME: change your nickname"},
    {"join", verb::join, "/join #ROOM: go to another room"},
    {"leave", verb::leave, "/leave: go back to #lobby"},
    {"who", verb::who, "/who: who is in this room"},
    {"rooms", verb::rooms, "/rooms: which rooms there are"},
    {"help", verb::help, "/help: this list; //TEXT says /TEXT"},
    {"quit", verb::quit, "/quit: leave the chat"},
}};

/// The first word of `text` and what follows it without the blanks between.
constexpr std::pair<std::string_view, std::string_view> split_word(std::string_view text) noexcept {
    const std::size_t end = text.find(' ');
    if (end == text.npos) return {text, {}};
    const std::size_t rest = text.find_first_not_of(' ', end);
    return {text.substr(0, end), rest == text.npos ? std::string_view{} : text.substr(rest)};
}

/// Understands one clean line. A leading slash makes it a command; two say a text that begins with one.
constexpr command parse_command(std::string_view line) noexcept {
    if (line.empty() || line[0] != '/') return {verb::say, {}, line};
    line.remove_prefix(1);
    if (!line.empty() && line[0] == '/') return {verb::say, {}, line};
    const auto [name, argument] = split_word(line);
    for (const command_help& known : builtin_commands)
        if (known.name == name) return {known.what, name, argument};
    return {verb::other, name, argument};
}

}  // namespace parley::protocol
