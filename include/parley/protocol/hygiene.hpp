#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What one person types must not reach another person's terminal as anything but text: no telnet commands, no
/// invalid UTF-8, no control characters, so no escape sequence moves a cursor, renames a window or rings a bell.
/// Refuses to know lines and commands. Read next: `base/utf8.hpp`; `protocol/command.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>

namespace parley::protocol {

/// C0, DEL and C1 control characters.
constexpr bool is_control(char32_t code_point) noexcept {
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

namespace detail {

/// Telnet commands (RFC 854). IAC announces one.
enum telnet : unsigned char { end_of_subnegotiation = 240, subnegotiation = 250, will = 251, iac = 255 };

/// IAC SB ... IAC SE, where a doubled IAC is a byte of the content.
inline std::size_t subnegotiation_length(std::string_view bytes) noexcept {
    for (std::size_t i = 2; i + 1 < bytes.size(); ++i) {
        if (static_cast<unsigned char>(bytes[i]) != iac) continue;
        if (static_cast<unsigned char>(bytes[++i]) == end_of_subnegotiation) return i + 1;
    }
    return bytes.size();
}

/// How many bytes of `bytes`, which begins with IAC, are negotiation; 0 when they are data after all.
inline std::size_t telnet_length(std::string_view bytes) noexcept {
    if (bytes.size() == 1) return 1;
    const auto command = static_cast<unsigned char>(bytes[1]);
    if (command < end_of_subnegotiation || command == iac) return 0;
    if (command == subnegotiation) return subnegotiation_length(bytes);
    return std::min<std::size_t>(bytes.size(), command >= will ? 3 : 2);
}

}  // namespace detail

/// The line without telnet negotiation. A subnegotiation that does not end, ends with the line; a doubled IAC is
/// the byte 255 (which is no UTF-8).
inline std::string without_telnet(std::string_view line) {
    std::string kept;
    while (!line.empty()) {
        const std::size_t data = std::min(line.find(static_cast<char>(detail::iac)), line.size());
        kept += line.substr(0, data);
        line.remove_prefix(data);
        if (line.empty()) break;
        if (const std::size_t skipped = detail::telnet_length(line)) {
            line.remove_prefix(skipped);
        } else {
            kept += line.front();
            line.remove_prefix(line.size() > 1 && line[1] == line[0] ? 2 : 1);
        }
    }
    return kept;
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
