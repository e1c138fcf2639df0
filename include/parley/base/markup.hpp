#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How texts and numbers are put into files that programs read: JSON, XML, HTML; whatever bytes a name is made of.
/// Refuses to know what they mean. Read next: `base/utf8.hpp`.

#include <array>
#include <charconv>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>

namespace parley {

/// Good UTF-8 on one line: line ends and tabs become spaces; other control characters and what is no UTF-8, U+FFFD.
inline std::string printable(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const decoded next = decode_utf8(text);
        const bool control = next.code_point < 0x20 || (next.code_point >= 0x7F && next.code_point < 0xA0);
        if (next.code_point == '\n' || next.code_point == '\r' || next.code_point == '\t') {
            made += ' ';
        } else {
            made += control || !next.valid ? replacement_bytes : text.substr(0, next.length);
        }
        text.remove_prefix(next.length);
    }
    return made;
}

/// `text`, printable, with each character for which `instead` has something replaced by that.
template <class Instead>
std::string replaced(std::string_view text, Instead instead) {
    std::string made;
    for (const char letter : printable(text)) {
        const std::string_view other = instead(letter);
        made += other.empty() ? std::string_view(&letter, 1) : other;
    }
    return made;
}

/// For HTML and XML: good between tags and between double quotes.
inline std::string escape_html(std::string_view text) {
    return replaced(text, [](char letter) -> std::string_view {
        switch (letter) {
            case '&': return "&amp;";
            case '<': return "&lt;";
            case '>': return "&gt;";
            case '"': return "&quot;";
            default: return {};
        }
    });
}

/// A string as JSON has it, with its quotes.
inline std::string quote_json(std::string_view text) {
    const auto instead = [](char letter) -> std::string_view {
        return letter == '"' ? "\\\"" : letter == '\\' ? "\\\\" : "";
    };
    return '"' + replaced(text, instead) + '"';
}

/// With so many digits behind the point. Not of the locale, as printf would be.
inline std::string fixed(double value, int digits) {
    std::array<char, 400> text{};  // the longest double has 309 digits before the point
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits).ptr;
    return {text.data(), end};
}

/// "0.25", "17.5", "320": with at most so many digits behind the point, and no zeros at the end of them.
inline std::string number_text(double value, int digits = 2) {
    std::string number = fixed(value, digits);
    if (number.find('.') == number.npos) return number == "-0" ? "0" : number;
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
    return number == "-0" ? "0" : number;
}

}  // namespace parley
