#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// UTF-8 (RFC 3629), one code point at a time, and what stands for bytes that are none.
/// Refuses to know which code points are welcome: `protocol/hygiene.hpp` and `chat/nickname.hpp` say that.
/// Read next: `protocol/command.hpp`.

#include <cstddef>
#include <parley/base/cpp20.hpp>
#include <string_view>

namespace parley {

inline constexpr char32_t replacement_character = 0xFFFD;              ///< stands for what is no UTF-8
inline constexpr std::string_view replacement_bytes = "\xEF\xBF\xBD";  ///< the same, encoded

/// What stands at the front of some bytes: a code point, or bytes that are no UTF-8.
/// @snippet examples/lines.cpp utf8
struct decoded {
    char32_t code_point = replacement_character;  ///< U+FFFD when it is not valid
    std::size_t length = 1;                       ///< bytes it takes, at least 1
    bool valid = false;                           ///< false: bytes that are no UTF-8
};

/// Decodes the first code point of `bytes`, which is not empty. Overlong forms, surrogates, code points beyond
/// U+10FFFF and cut sequences are invalid; `length` then is that of the longest part that could have begun a
/// code point (Unicode 15, section 3.9, "substitution of maximal subparts"), so that each fault is replaced once.
constexpr decoded decode_utf8(std::string_view bytes) noexcept {
    const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {lead, 1, true};
    if (lead < 0xC2 || lead > 0xF4) return {};
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code_point = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i != length; ++i) {
        unsigned char lowest = 0x80, highest = 0xBF;
        if (i == 1 && lead == 0xE0) lowest = 0xA0;   // overlong
        if (i == 1 && lead == 0xED) highest = 0x9F;  // surrogates
        if (i == 1 && lead == 0xF0) lowest = 0x90;   // overlong
        if (i == 1 && lead == 0xF4) highest = 0x8F;  // beyond U+10FFFF
        if (i == bytes.size() || at(i) < lowest || at(i) > highest) return {replacement_character, i, false};
        code_point = (code_point << 6) | (at(i) & 0x3Fu);
    }
    return {code_point, length, true};
}

}  // namespace parley
