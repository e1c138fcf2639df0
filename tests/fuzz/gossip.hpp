#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is said carries a token, "<7>", that nobody can forge; so that it can be known who said it, that all who hear it
/// hear it in the same room, and that nothing was lost between two tokens. Read next: `fuzz/script.hpp`.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/input.hpp"

namespace fuzz {

/// The first token of a line; 0 when it has none.
inline int token_in(std::string_view line) {
    for (std::size_t at = line.find('<'); at != line.npos; at = line.find('<', at + 1)) {
        int token = 0;
        std::size_t i = at + 1;
        for (; i < line.size() && line[i] >= '0' && line[i] <= '9'; ++i) token = token * 10 + (line[i] - '0');
        if (i < line.size() && line[i] == '>' && i != at + 1) return token;
    }
    return 0;
}

/// What all ears have in common.
class gossip {
public:
    /// `text` as client `who` says it: each '~' becomes a token of its own, each '|' a line end; what looks like a token
    /// does not, and nobody says a byte of the names that are given in the end.
    std::string worded(std::size_t who, std::string_view text) {
        std::string bytes;
        for (const char byte : text) {
            if (byte == '~')
                bytes += "<" + std::to_string(issue(who)) + ">";
            else
                bytes += byte == '|' ? '\n' : byte == '<' ? '(' : byte == '>' ? ')' : byte == last_name[1] ? '.' : byte;
        }
        return bytes;
    }

    /// What client `who` calls itself in the end, if it has no name by then.
    static std::string name_in_the_end(std::size_t who) { return std::string(last_name) + std::to_string(who); }

    int issue(std::size_t who) {
        speakers_.push_back(who);
        return static_cast<int>(speakers_.size());
    }

    std::size_t speaker(int token) const {
        demand(token >= 1 && token <= static_cast<int>(speakers_.size()), "a token that nobody has said");
        return speakers_[static_cast<std::size_t>(token - 1)];
    }

    /// Client `who` has that name now, or had it.
    void named(std::size_t who, const std::string& name) { names_[who].insert(name); }

    /// Somebody in `room` has heard `line`, in which `name` says it; the token that they heard before it there is
    /// `before`, or 0.
    void said(int token, const std::string& line, const std::string& name, const std::string& room, int before) {
        const auto [place, first] = rooms_.try_emplace(token, room);
        demand(place->second == room,
               "what was said in " + place->second + " is heard in " + room + ": " + std::to_string(token));
        const auto [text, new_text] = lines_.try_emplace(token, line);
        demand(text->second == line, "one hears \"" + shown(text->second) + "\", and another \"" + shown(line) + "\"");
        said_by_.try_emplace(token, name);
        if (before == 0) return;
        const auto [next, new_pair] = next_.try_emplace(before, token);
        demand(next->second == token, "after " + std::to_string(before) + " one hears " + std::to_string(next->second) +
                                          " next, and another " + std::to_string(token));
    }

    /// Client `who` has heard it in private; `echo`: as what they whispered themselves.
    void whispered(int token, std::size_t who, bool echo) {
        if (token == 0) return;
        demand(!echo || speaker(token) == who, "an echo of what somebody else whispered: " + std::to_string(token));
        demand(whispers_.emplace(token, echo).second, "whispered twice: " + std::to_string(token));
        demand(rooms_.count(token) == 0, "whispered, and said aloud: " + std::to_string(token));
    }

    /// Nobody spoke in the name of client `who`, who has heard everything, and nobody but them in theirs.
    void check_names(std::size_t who) {
        for (const auto& [token, name] : said_by_)
            demand(speaker(token) != who || names_[who].count(name) != 0,
                   "spoke as " + name + ": " + std::to_string(token));
    }

private:
    static constexpr std::string_view last_name = "\xC5\xBD";  // a letter of two bytes

    std::vector<std::size_t> speakers_{};  // of each token
    std::map<std::size_t, std::set<std::string>> names_{};
    std::map<int, std::string> rooms_{}, said_by_{}, lines_{};  // where each was heard, from whom, and the whole line
    std::map<int, int> next_{};                       // in the same room
    std::set<std::pair<int, bool>> whispers_{};
};

}  // namespace fuzz
