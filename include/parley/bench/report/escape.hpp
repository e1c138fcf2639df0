#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How names and sentences are put into files of each format, whatever bytes they are made of: a void run quotes what
/// a server said. Refuses to know what they mean. Read next: `bench/report/records.hpp`.

#include <cstddef>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>

namespace parley::bench::report {

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

/// Good between tags and between double quotes.
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

/// Good as a cell of a table and in a sentence.
inline std::string escape_markdown(std::string_view text) {
    return replaced(text, [](char letter) -> std::string_view {
        switch (letter) {
            case '|': return "\\|";
            case '\\': return "\\\\";
            case '<': return "&lt;";
            case '`': return "\\`";
            case '*': return "\\*";
            default: return {};
        }
    });
}

/// A field as RFC 4180 has it: in quotes if it must be.
inline std::string escape_csv(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return printable(text);
    return '"' + replaced(text, [](char letter) { return std::string_view(letter == '"' ? "\"\"" : ""); }) + '"';
}

/// A string as JSON has it, with its quotes.
inline std::string quote_json(std::string_view text) {
    const auto instead = [](char letter) -> std::string_view {
        return letter == '"' ? "\\\"" : letter == '\\' ? "\\\\" : "";
    };
    return '"' + replaced(text, instead) + '"';
}

}  // namespace parley::bench::report
