#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A colour for each nickname, the same in everybody's client. Refuses to know whether colours are wanted.
/// Read next: `screen.hpp`.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace terminal {

/// Colours of xterm's 256 that stand out from black and from white alike: a contrast of 4:1 or more with both, as
/// WCAG 2 counts it (the test of this file computes it).
inline constexpr unsigned char palette[] = {131, 130, 64, 28, 30, 31, 27, 63, 98, 129, 164, 161};

/// One of them. Nicknames that differ only in ASCII case are one (FNV-1a hash).
constexpr unsigned colour_of(std::string_view nickname) noexcept {
    std::uint32_t hash = 2166136261u;
    for (const char letter : nickname) {
        const bool upper = letter >= 'A' && letter <= 'Z';
        hash = (hash ^ static_cast<unsigned char>(upper ? letter + ('a' - 'A') : letter)) * 16777619u;
    }
    return palette[(hash ^ (hash >> 16)) % sizeof palette];
}

/// Where a nickname stands in a line of the chat; the length is 0 when there is none.
struct nickname_place {
    std::size_t at = 0;
    std::size_t length = 0;
};

/// The text between `before`, with which `line` must begin, and `after`, if that is one word.
constexpr nickname_place word_between(std::string_view line, std::string_view before, std::string_view after) noexcept {
    if (!line.starts_with(before)) return {};
    const std::size_t end = line.find(after, before.size());
    if (end == line.npos || line.substr(before.size(), end - before.size()).find(' ') != line.npos) return {};
    return {before.size(), end - before.size()};
}

/// `ann: hello`, `* ann waves`, `[from ann] hi`, `[to ann] hi`, `'ann' has left…`; nothing in `-- …`.
constexpr nickname_place find_nickname(std::string_view line) noexcept {
    if (line.starts_with("-- ")) return {};
    if (line.starts_with("* ")) return word_between(line, "* ", " ");
    if (line.starts_with("[from ")) return word_between(line, "[from ", "] ");
    if (line.starts_with("[to ")) return word_between(line, "[to ", "] ");
    if (line.starts_with("'")) return word_between(line, "'", "' ");
    return word_between(line, "", ": ");
}

/// The line with its nickname in colour.
inline std::string coloured(std::string_view line) {
    const nickname_place name = find_nickname(line);
    if (name.length == 0) return std::string(line);
    const std::string_view nickname = line.substr(name.at, name.length);
    std::string result(line.substr(0, name.at));
    result.append("\x1b[38;5;").append(std::to_string(colour_of(nickname))).append("m").append(nickname);
    return result.append("\x1b[39m").append(line.substr(name.at + name.length));
}

}  // namespace terminal
