#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Is a text valid UTF-8 without a control character? Looks at bytes only, so that it shares no code with what it tests.

#include <cstddef>
#include <string_view>

inline bool harmless(std::string_view text) {
    for (std::size_t i = 0; i != text.size();) {
        const auto at = [&](std::size_t k) -> unsigned {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0;
        };
        const auto follows = [&](std::size_t k) { return (at(k) & 0xC0) == 0x80; };
        if (at(0) < 0x80) {
            if (at(0) < 0x20 || at(0) == 0x7F) return false;
            i += 1;
        } else if (at(0) >= 0xC2 && at(0) <= 0xDF && follows(1)) {
            if (at(0) == 0xC2 && at(1) < 0xA0) return false;  // C1
            i += 2;
        } else if ((at(0) & 0xF0) == 0xE0 && follows(1) && follows(2)) {
            if ((at(0) == 0xE0 && at(1) < 0xA0) || (at(0) == 0xED && at(1) > 0x9F)) return false;
            i += 3;
        } else if (at(0) >= 0xF0 && at(0) <= 0xF4 && follows(1) && follows(2) && follows(3)) {
            if ((at(0) == 0xF0 && at(1) < 0x90) || (at(0) == 0xF4 && at(1) > 0x8F)) return false;
            i += 4;
        } else {
            return false;
        }
    }
    return true;
}
