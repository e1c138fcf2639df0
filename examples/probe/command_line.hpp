#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What `chat_probe` is told when it is started. Pure. Refuses to know what is done with it.
/// Read next: `../chat_probe.cpp`.

#include "run.hpp"

#include <charconv>
#include <parley/base/decimal.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace probe {

/// Somebody who has to look at `--help`; `what()` says why.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct command_line {
    settings told{};
    std::vector<const probe_case*> cases{};
    bool json = false;
    bool help = false;
};

inline std::string usage() {
    std::string text =
        "usage: chat_probe [OPTION...] HOST PORT CASE...\n"
        "\n"
        "Is a badly behaved client of the chat server at HOST and PORT, and says what that does to others. Any server\n"
        "will do that is spoken to in lines, in whatever language it was written. The cases:\n\n";
    for (const probe_case& one : all_cases) {
        std::string left = "  " + std::string(one.name);
        left.resize(17, ' ');
        text.append(left).append(one.promise).append("\n");
    }
    return text +
           "  all              each of them, in this order\n"
           "\n"
           "  --nickname MODE     does the server want a nickname first? always, never, or auto: answers a question\n"
           "                      that ends without a newline (auto)\n"
           "  --patience SECONDS  how long something that is expected is waited for (5)\n"
           "  --json              what was found, for programs\n"
           "  --help              prints this\n"
           "\n"
           "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage.\n";
}

namespace detail {

template <class Number>
Number parse(std::string_view what, std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= least && value <= most))
        throw usage_error(std::string(what) + " is no '" + std::string(text) + "'");
    return value;
}

/// A Mac's library has no std::from_chars for fractions.
inline parley::milliseconds parse_seconds(std::string_view what, std::string_view text) {
    const double value = parley::decimal(text).value_or(0);
    if (!(value >= 0.001 && value <= 1e6)) throw usage_error(std::string(what) + " is no '" + std::string(text) + "'");
    return parley::milliseconds(static_cast<parley::milliseconds::rep>(1000 * value));
}

inline nicknames parse_naming(std::string_view text) {
    if (text == "auto") return nicknames::automatic;
    if (text == "always") return nicknames::always;
    if (text == "never") return nicknames::never;
    throw usage_error("--nickname is always, never or auto, and not '" + std::string(text) + "'");
}

inline void add_case(std::vector<const probe_case*>& cases, std::string_view name) {
    const std::size_t before = cases.size();
    for (const probe_case& one : all_cases)
        if (name == "all" || name == one.name) cases.push_back(&one);
    if (cases.size() == before) throw usage_error("there is no case '" + std::string(name) + "'");
}

}  // namespace detail

/// The arguments without the program's name. Throws `usage_error`.
inline command_line parse_command_line(std::span<const char* const> arguments) {
    command_line parsed;
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i != arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const auto value = [&] {
            if (++i == arguments.size()) throw usage_error(std::string(argument) + " needs a value");
            return std::string_view(arguments[i]);
        };
        if (argument == "--help" || argument == "-h") parsed.help = true;
        else if (argument == "--json") parsed.json = true;
        else if (argument == "--nickname") parsed.told.naming = detail::parse_naming(value());
        else if (argument == "--patience")
            parsed.told.patience = detail::parse_seconds(argument, value());
        else if (argument.starts_with("-")) throw usage_error("unknown option '" + std::string(argument) + "'");
        else words.push_back(argument);
    }
    if (parsed.help) return parsed;
    if (words.size() < 3) throw usage_error("HOST, PORT and CASE are needed");
    parsed.told.host = words[0];
    parsed.told.port = detail::parse<std::uint16_t>("a port", words[1], 1, 65535);
    for (std::size_t i = 2; i != words.size(); ++i) detail::add_case(parsed.cases, words[i]);
    return parsed;
}

}  // namespace probe
