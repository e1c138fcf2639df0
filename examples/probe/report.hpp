#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What was found, for people and as JSON. Pure. Read next: `command_line.hpp`.

#include "run.hpp"

#include <parley/base/markup.hpp>
#include <span>
#include <string>
#include <string_view>

namespace probe {

inline std::string_view word(verdict judged) {
    return judged == verdict::pass ? "pass" : judged == verdict::fail ? "fail" : "skipped";
}

namespace detail {

inline std::string indented(std::string_view lines) {
    std::string text;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        text.append("    ").append(line.substr(std::min(line.find_first_not_of(' '), line.size()))).append("\n");
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    return text;
}

/// `{"key": value` with a comma before it, unless it is the first.
inline void add(std::string& object, std::string_view key, std::string_view value) {
    object.append(object.empty() ? "" : ", ").append(parley::quote_json(key)).append(": ").append(value);
}

inline std::string list(std::string_view lines) {
    std::string text;
    for (std::string_view rest = lines; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        text.append(text.empty() ? "" : ", ").append(parley::quote_json(line));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return "[" + text + "]";
}

}  // namespace detail

/// One line when all is well, else the whole story.
inline std::string for_people(const finding& found) {
    const std::string name(found.tried->name), time = std::to_string(found.took.count()) + " ms";
    if (found.judged == verdict::pass)
        return "pass     " + name + ": " + std::string(found.tried->promise) + " (" + time + ", " +
               std::to_string(found.bytes) + " bytes)\n";
    if (found.judged == verdict::skipped) return "skipped  " + name + ": " + found.expected + "\n";
    std::string text = "FAIL     " + name + ": " + std::string(found.explained->word) + "\n  what was done:\n" +
                       detail::indented(found.did) + "  expected:\n    " + found.expected + "\n  what arrived, in " +
                       time + ":\n" + detail::indented(found.arrived) + "  likely causes:\n";
    for (const std::string_view cause : found.explained->causes)
        if (!cause.empty()) text.append("    - ").append(cause).append("\n");
    return text + "  read: chapter " + std::to_string(found.explained->chapter) + " of tutorials/\n";
}

/// An object, without a line end.
inline std::string as_json(const finding& found) {
    std::string object;
    detail::add(object, "case", parley::quote_json(found.tried->name));
    detail::add(object, "verdict", parley::quote_json(word(found.judged)));
    detail::add(object, "promise", parley::quote_json(found.tried->promise));
    detail::add(object, "milliseconds", std::to_string(found.took.count()));
    detail::add(object, "bytes", std::to_string(found.bytes));
    detail::add(object, "did", detail::list(found.did));
    detail::add(object, "arrived", detail::list(found.arrived));
    if (found.judged == verdict::skipped) detail::add(object, "reason", parley::quote_json(found.expected));
    if (found.judged == verdict::fail) {
        std::string causes;
        for (const std::string_view cause : found.explained->causes)
            if (!cause.empty()) causes.append(cause).append("\n");
        detail::add(object, "symptom", parley::quote_json(found.explained->word));
        detail::add(object, "expected", parley::quote_json(found.expected));
        detail::add(object, "causes", detail::list(causes));
        detail::add(object, "chapter", std::to_string(found.explained->chapter));
    }
    return "{" + object + "}";
}

inline std::string as_json(std::string_view host, unsigned port, std::span<const finding> all) {
    std::string cases;
    for (const finding& one : all) cases.append(cases.empty() ? "\n  " : ",\n  ").append(as_json(one));
    return "{\"version\": 1, \"host\": " + parley::quote_json(host) + ", \"port\": " + std::to_string(port) +
           ", \"cases\": [" + cases + "\n]}\n";
}

}  // namespace probe
