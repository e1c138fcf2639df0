#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What `chat_server` is told when it is started: each option is one row of a table. Pure; refuses to know what is
/// done with it. Read next: `chat_server.cpp`.

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <parley/base/decimal.hpp>
#include <parley/base/options.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace server_program {

/// Somebody who has to look at `--help`; `what()` says why.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct command_line {
    parley::options options{};
    std::string policy = "thread_per_client";
    bool quiet = false;
    bool help = false;
    bool version = false;
    bool network = false;  ///< --host or --port was given
};

/// A whole number that fits `Number`, not less than `least`. Throws `usage_error`.
template <class Number>
Number parse_number(std::string_view option, std::string_view text, Number least = 0) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least)
        throw usage_error(std::string(option) + " needs a number from " + std::to_string(least) + " to " +
                          std::to_string(std::numeric_limits<Number>::max()) + ", not '" + std::string(text) + "'");
    return value;
}

/// Seconds, whole or with a decimal point: 5, 0.25.
inline parley::milliseconds parse_seconds(std::string_view option, std::string_view text) {
    const std::optional<double> value = parley::decimal(text);
    if (!value || *value > 1e9)
        throw usage_error(std::string(option) + " needs a number of seconds, not '" + std::string(text) + "'");
    return parley::milliseconds(static_cast<parley::milliseconds::rep>(*value * 1000));
}

struct option_row {
    std::string_view name, value, help;  ///< no value: a switch
    void (*set)(command_line&, std::string_view);
};

inline constexpr std::array<option_row, 17> option_table{{
    {"--policy", "NAME", "the concurrency model (thread_per_client)",
     [](command_line& c, std::string_view v) { c.policy = v; }},
    {"--host", "HOST", "where to listen: an address or a name (127.0.0.1)",
     [](command_line& c, std::string_view v) { c.options.host = v, c.network = true; }},
    {"--port", "PORT", "its port; 0 takes a free one (5000)",
     [](command_line& c, std::string_view v) {
         c.options.port = parse_number<std::uint16_t>("--port", v), c.network = true;
     }},
    {"--path", "PATH", "a Unix-domain socket, instead of host and port",
     [](command_line& c, std::string_view v) { c.options.path = v; }},
    {"--backlog", "N", "connections that may wait to be accepted (4096)",
     [](command_line& c, std::string_view v) { c.options.backlog = parse_number<int>("--backlog", v); }},
    {"--client-limit", "N", "clients at once; 0: no limit (0)",
     [](command_line& c, std::string_view v) { c.options.client_limit = parse_number<std::size_t>("--client-limit", v); }},
    {"--line-limit", "BYTES", "the longest line, at least 1 (4096)",
     [](command_line& c, std::string_view v) { c.options.line_limit = parse_number<std::size_t>("--line-limit", v, 1); }},
    {"--outbox-limit", "BYTES", "what may wait for a slow reader; 0: what the kernel keeps (1048576)",
     [](command_line& c, std::string_view v) { c.options.outbox_limit = parse_number<std::size_t>("--outbox-limit", v); }},
    {"--history", "LINES", "shown to who enters a room (0)",
     [](command_line& c, std::string_view v) { c.options.history = parse_number<std::size_t>("--history", v); }},
    {"--login-limit", "SECONDS", "to pick a nickname; 0: no limit (60)",
     [](command_line& c, std::string_view v) { c.options.login_limit = parse_seconds("--login-limit", v); }},
    {"--farewell-limit", "SECONDS", "for the last words to a client (5)",
     [](command_line& c, std::string_view v) { c.options.farewell_limit = parse_seconds("--farewell-limit", v); }},
    {"--drain-limit", "SECONDS", "that stopping may take (5)",
     [](command_line& c, std::string_view v) { c.options.drain_limit = parse_seconds("--drain-limit", v); }},
    {"--keep-alive-limit", "SECONDS", "to find a client whose machine vanished; 0: hours (120)",
     [](command_line& c, std::string_view v) { c.options.keep_alive_limit = parse_seconds("--keep-alive-limit", v); }},
    {"--quiet", "", "says nothing but the address", [](command_line& c, std::string_view) { c.quiet = true; }},
    {"--version", "", "prints which version this is", [](command_line& c, std::string_view) { c.version = true; }},
    {"--help", "", "prints this", [](command_line& c, std::string_view) { c.help = true; }},
    {"-h", "", "the same", [](command_line& c, std::string_view) { c.help = true; }},
}};

inline std::string usage(std::string_view policies) {
    std::string text = "usage: chat_server [OPTION...]\n\nA chat server. The models for --policy:\n";
    text.append(policies).append("\n");
    for (const option_row& row : option_table) {
        std::string left = "  " + std::string(row.name) + " " + std::string(row.value);
        left.resize(left.size() < 28 ? 28 : left.size() + 1, ' ');
        text.append(left).append(row.help).append("\n");
    }
    return text +
           "\nThe address that is listened on is the only line on stdout; what is said to people goes to stderr.\n"
           "Ctrl+C tells everybody, delivers what was accepted and ends; a second Ctrl+C ends at once.\n"
           "PARLEY_TRACE=FILE in the environment: writes at the end what each thread did when; FILE ends in .svg, .html,\n"
           ".json (for trace viewers) or .spans (plain text).\n"
           "Exit codes: 0 good, 1 failed, 2 wrong usage, 130 a second Ctrl+C.\n";
}

/// The arguments without the program's name: `--port 0` and `--port=0` are the same. Throws `usage_error`.
inline command_line parse_command_line(std::span<const char* const> arguments) {
    command_line parsed;
    for (std::size_t i = 0; i != arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const std::size_t equals = argument.find('=');
        const std::string_view name = argument.substr(0, equals);
        const option_row* row = nullptr;
        for (const option_row& one : option_table)
            if (one.name == name) row = &one;
        if (row == nullptr) throw usage_error("unknown argument '" + std::string(argument) + "'");
        if (row->value.empty() && equals != argument.npos) throw usage_error(std::string(name) + " takes no value");
        std::string_view value = equals == argument.npos ? std::string_view{} : argument.substr(equals + 1);
        if (!row->value.empty() && equals == argument.npos) {
            if (++i == arguments.size()) throw usage_error(std::string(name) + " needs a value");
            value = arguments[i];
        }
        if (!row->value.empty() && value.empty()) throw usage_error(std::string(name) + " needs a value");
        row->set(parsed, value);
    }
    if (!parsed.options.path.empty() && parsed.network)
        throw usage_error("--path stands instead of --host and --port: give one or the other");
    return parsed;
}

}  // namespace server_program
