#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which nicknames (and names of rooms) there may be, and when two are the same.
/// No name can imitate a line of the server's, hide characters or turn the direction of a text.
/// Read next: `chat/room.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <parley/base/utf8.hpp>
#include <string_view>
#include <utility>

namespace parley::chat {

/// The longest nickname in code points.
inline constexpr std::size_t nickname_limit = 32;

namespace detail {

/// Code points from U+00A1 on that leave no ink: spaces, bidirectional controls, zero-width and filler
/// characters, variation selectors and tags (Unicode 15: White_Space, Bidi_Control, Default_Ignorable).
inline constexpr std::array<std::pair<char32_t, char32_t>, 21> invisible{{
    {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x1680, 0x1680},
    {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
    {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
}};

constexpr bool is_letter_or_digit(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Beyond ASCII: does it leave ink?
constexpr bool is_visible(char32_t c) noexcept {
    return c >= 0xA1 && std::none_of(invisible.begin(), invisible.end(),
                                     [c](auto range) { return c >= range.first && c <= range.second; });
}

}  // namespace detail

/// 1 to 32 code points: letters, digits, hyphens, underscores, full stops and what Unicode has beyond ASCII and can be
/// seen; begins with none of the three signs.
/// @snippet examples/lines.cpp nickname
constexpr bool valid_nickname(std::string_view name) noexcept {
    std::size_t length = 0;
    for (; !name.empty(); ++length) {
        const decoded next = decode_utf8(name);
        const char32_t c = next.code_point;
        const bool inside_only = c == '-' || c == '_' || c == '.';
        if (!next.valid || length == nickname_limit) return false;
        if (!detail::is_letter_or_digit(c) && !detail::is_visible(c) && (length == 0 || !inside_only)) return false;
        name.remove_prefix(next.length);
    }
    return length != 0;
}

/// A room is named like a nickname, with `#` before it.
constexpr bool valid_room_name(std::string_view name) noexcept {
    return !name.empty() && name[0] == '#' && valid_nickname(name.substr(1));
}

/// The order of names for a map: ASCII letters without their case, so that Ann and ann are the same name.
/// @snippet examples/rooms.cpp lobby
struct name_order {
    using is_transparent = void;  ///< look-ups need no copy of the name

    /// Does `left` come before `right`?
    constexpr bool operator()(std::string_view left, std::string_view right) const noexcept {
        return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                            [](char a, char b) { return folded(a) < folded(b); });
    }

    /// A byte without its case, if it is an ASCII letter.
    static constexpr unsigned char folded(char c) noexcept {
        return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
};

}  // namespace parley::chat
