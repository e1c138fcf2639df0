#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What one person types must not reach another person's terminal as anything but text: no telnet commands, no
/// invalid UTF-8, no control characters, so no escape sequence moves a cursor, renames a window or rings a bell.
/// It does not remove what only changes how a text looks: bidirectional controls (U+202A to U+202E, U+2066 to U+2069)
/// may turn the direction of the rest of that line, as right-to-left languages need it. No nickname has one
/// (`chat/nickname.hpp`). Refuses to know lines and commands.
/// Read next: `protocol/telnet.hpp`, `base/utf8.hpp`; `protocol/command.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/base/utf8.hpp>
#include <parley/protocol/telnet.hpp>
#include <string>
#include <string_view>

namespace parley::protocol {

/// C0, DEL and C1 control characters.
constexpr bool is_control(char32_t code_point) noexcept {
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

/// Appends one line to `out` as other people may see it: telnet negotiation removed, each invalid part of UTF-8
/// replaced by U+FFFD, a tab by a space, other control characters removed.
inline void append_clean(std::string& out, std::string_view line) {
    const auto printable = [](char byte) { return byte >= 0x20 && byte < 0x7F; };
    const auto plain = std::find_if_not(line.begin(), line.end(), printable);
    out.append(line.begin(), plain);  // most lines end here
    if (plain == line.end()) return;
    const std::string stripped = without_telnet(line.substr(static_cast<std::size_t>(plain - line.begin())));
    for (std::string_view rest = stripped; !rest.empty();) {
        const decoded next = decode_utf8(rest);
        if (!next.valid) out += replacement_bytes;
        if (next.code_point == '\t') out += ' ';
        if (next.valid && !is_control(next.code_point)) out += rest.substr(0, next.length);
        rest.remove_prefix(next.length);
    }
}

/// The same, as a text of its own.
/// @snippet examples/lines.cpp hygiene
inline std::string clean(std::string_view line) {
    std::string out;
    append_clean(out, line);
    return out;
}

/// Does the line hold control characters that a name must not have? CR and NUL are line noise: they are removed.
inline bool has_controls(std::string_view line) {
    const std::string stripped = without_telnet(line);
    for (std::string_view rest = stripped; !rest.empty();) {
        const decoded next = decode_utf8(rest);
        if (is_control(next.code_point) && next.code_point != '\r' && next.code_point != 0) return true;
        rest.remove_prefix(next.length);
    }
    return false;
}

}  // namespace parley::protocol
