#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How names and sentences are put into Markdown and CSV, whatever bytes they are made of: a void run quotes what a
/// server said. Refuses to know what they mean. Read next: `base/markup.hpp`, which does it for other formats;
/// `bench/report/records.hpp`.

#include <parley/base/markup.hpp>
#include <string>
#include <string_view>

namespace parley::bench::report {

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

}  // namespace parley::bench::report
