#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The little of telnet (RFC 854) that `telnet` needs to be a client: its commands are no part of a line, and one
/// question of its must be answered. Refuses to know lines, and what is said in them. Read next: `base/utf8.hpp`.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace parley::protocol {

namespace detail {

/// Commands and one option. IAC announces a command; `will` and the three after it are followed by an option.
enum telnet : unsigned char {
    timing_mark = 6,
    end_of_subnegotiation = 240,
    subnegotiation = 250,
    will = 251,
    wont = 252,
    please_do = 253,
    iac = 255
};

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

/// IAC WONT TIMING-MARK: the answer to `timing_marks`.
inline constexpr std::string_view wont_timing_mark = "\xFF\xFC\x06";

/// Finds IAC DO TIMING-MARK (RFC 860) in a byte stream. At Ctrl+C some telnets send it and show nothing any more until
/// it is answered, and no newline comes with it: so it is looked for in bytes, not in lines. Not thread-safe.
/// @snippet protocol/telnet_test.cpp timing_marks
class timing_marks {
public:
    /// How many end in `bytes`; what a read has cut in two ends in the next.
    std::size_t count(std::string_view bytes) noexcept {
        std::size_t found = 0;
        if (before_ == 0) bytes.remove_prefix(std::min(bytes.find(static_cast<char>(detail::iac)), bytes.size()));
        for (const char byte : bytes) found += ends(static_cast<unsigned char>(byte)) ? std::size_t{1} : std::size_t{0};
        return found;
    }

private:
    bool ends(unsigned char byte) noexcept {
        const bool found = before_ == detail::please_do && byte == detail::timing_mark;
        if (before_ == detail::iac)
            before_ = byte >= detail::will && byte != detail::iac ? byte : 0;  // an option follows
        else
            before_ = before_ == 0 && byte == detail::iac ? byte : 0;
        return found;
    }

    unsigned char before_ = 0;  // IAC, or the command after it that waits for its option
};

}  // namespace parley::protocol
