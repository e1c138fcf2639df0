#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A command is what is written: its parts are parts of the line, and put together again they are the line but for
/// blanks. Names keep their rules, whatever bytes they are made of. Input: a line; what follows the first line end is
/// another name to compare with. Read next: `targets/hygiene.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/chat/nickname.hpp>
#include <parley/commands.hpp>
#include <parley/protocol/command.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fuzz/input.hpp"

namespace fuzz {

inline bool inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

inline void check_command(const std::string& line) {
    using parley::protocol::verb;
    const parley::protocol::command asked = parley::protocol::parse_command(line);
    const std::string_view name = asked.name, argument = asked.argument;
    demand(inside(name, line) && inside(argument, line), "a part is not of the line: " + shown(line));
    if (asked.what == verb::say) {
        demand(name.empty(), "speech with a name: " + shown(line));
        const std::string said(argument);
        demand(line.starts_with("//") ? "/" + said == line : said == line && !line.starts_with('/'),
               "speech is not as it was written: " + shown(line));
        return;
    }
    demand(line.starts_with('/') && !line.starts_with("//"), "no slash, and yet a command: " + shown(line));
    demand(name.find(' ') == name.npos, "a name with a blank: " + shown(line));
    demand(!argument.starts_with(' '), "an argument that begins with a blank: " + shown(line));
    std::string blanks(line.size() - 1 - name.size() - argument.size(), ' ');
    demand("/" + std::string(name) + blanks + std::string(argument) == line, "parts are missing: " + shown(line));
    demand(argument.empty() || !blanks.empty(), "nothing between name and argument: " + shown(line));
    const auto& known = parley::protocol::builtin_commands;
    const auto row = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.name == name; });
    demand(asked.what == (row == known.end() ? verb::other : row->what), "another command's verb: " + shown(line));
}

/// What a nickname must never be, whatever else the rule allows.
inline void check_name(const std::string& name) {
    const bool callable = [&] {
        try {
            parley::require_callable(name);
            return true;
        } catch (const std::invalid_argument&) {
            return false;
        }
    }();
    const std::string line = "/" + name;
    const auto called = parley::protocol::parse_command(line);
    demand(!callable || (called.what == parley::protocol::verb::other && called.name == name),
           "a hook that no line calls: " + shown(name));
    if (!parley::chat::valid_nickname(name)) return;
    demand(name.size() <= 4 * parley::chat::nickname_limit && !name.empty(), "a name of that length: " + shown(name));
    for (const char forbidden : std::string_view("'*[]#/: \n\r\t\0", 12))
        demand(name.find(forbidden) == name.npos, "a name that imitates the server: " + shown(name));
    demand(!name.starts_with('-'), "a name that imitates a notice: " + shown(name));
    demand(parley::protocol::clean(name) == name, "a name that hygiene changes: " + shown(name));
}

inline void check_order(const std::string& one, const std::string& other) {
    const parley::chat::name_order before;
    demand(!before(one, one) && !(before(one, other) && before(other, one)), "no order of names: " + shown(one));
    std::string capitals = one;
    for (char& letter : capitals)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    demand(!before(one, capitals) && !before(capitals, one), "case makes another name: " + shown(one));
    demand(before(one, other) == before(capitals, other), "case changes the order: " + shown(one));
}

inline void command(std::string_view input) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string line(input.substr(0, end)), rest(input.substr(std::min(end + 1, input.size())));
    check_command(line);
    check_name(line);
    check_name(rest);
    check_order(line, rest);
}

}  // namespace fuzz
