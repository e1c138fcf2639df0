#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the load says: lines of one size, no two of them alike, so that whoever hears one knows who said it and which
/// one it was. Refuses to know who said and who heard it. Read next: `bench/ledger.hpp`.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace parley::bench {

/// `~b0000002a…filling…` and a newline: a mark, the speaker (a letter), the number of the message (hexadecimal),
/// filling that depends on both. Writing takes as long as the line is, reading looks at ten bytes.
/// @snippet bench/ledger_test.cpp message
struct message {
    static constexpr std::size_t most_speakers = 26;  ///< a letter each
    static constexpr std::size_t fewest_bytes = 16;   ///< of a line, its newline included
    static constexpr char mark = '~';                 ///< in nothing else that a server says

    std::size_t speaker = 0;   ///< from 0 on
    std::uint32_t number = 0;  ///< among those of its speaker, from 0 on

    friend bool operator==(const message&, const message&) = default;  ///< by speaker and number

    /// Writes the line, `size` bytes (`fewest_bytes` and more), to `out`.
    void write(char* out, std::size_t size) const noexcept {
        out[0] = mark;
        out[1] = static_cast<char>('a' + speaker);
        for (std::size_t i = 0; i != digits; ++i) out[2 + i] = "0123456789abcdef"[number >> 4 * (digits - 1 - i) & 15];
        for (std::size_t i = head; i != size; ++i) out[i] = static_cast<char>('A' + (i + number * 7 + speaker) % 26);
        out[size - 1] = '\n';
    }

    /// The message of which `text` is the beginning; nothing when it is none of the load's.
    static std::optional<message> read(std::string_view text) noexcept {
        if (text.size() < head || text[0] != mark || text[1] < 'a' || text[1] > 'z') return std::nullopt;
        message found{static_cast<std::size_t>(text[1] - 'a'), 0};
        const auto [end, error] = std::from_chars(text.data() + 2, text.data() + head, found.number, 16);
        if (error != std::errc() || end != text.data() + head) return std::nullopt;
        return found;
    }

private:
    static constexpr std::size_t digits = 8;
    static constexpr std::size_t head = 2 + digits;
};

}  // namespace parley::bench
