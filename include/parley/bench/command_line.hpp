#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What `chat_compare` is told when it is started: each option is one row of a table. Pure; refuses to know what is
/// done with it. Read next: `bench/schedule.hpp`; `base/decimal.hpp`.

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <parley/base/clock.hpp>
#include <parley/base/decimal.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::bench {

/// Somebody who has to look at `--help`; `what()` says why.
/// @snippet bench/command_line_test.cpp usage_error
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr std::uint64_t most_messages = 1'000'000'000;  ///< in a run: their numbers have 32 bits
inline constexpr std::size_t most_bytes = 4096 + 1;            ///< of a line: servers refuse longer ones; and a newline

/// What is wanted, with the defaults of `--help`. Each field is set by the option of its name in `option_table`.
/// @snippet bench/command_line_test.cpp command_line
struct command_line {
    std::vector<std::string> models{"all"};                      ///< names, or "all", or "none"
    bool references = false;                                     ///< those that are installed, too
    std::vector<std::pair<std::string, std::string>> servers{};  ///< name, command
    std::vector<std::string> loads{"fan-out"};                   ///< see load_name(); or "all"
    std::vector<std::size_t> clients{100};                       ///< each load with each number of them
    std::vector<std::size_t> in_flight{1, 64, 1024};             ///< messages, of a fan-out
    double rate = 0;                                             ///< messages a second; 0: 50,000 deliveries a second
    milliseconds seconds{1'000};                                 ///< measured in each run
    std::uint64_t messages = 0;                                  ///< not 0: so many in each run, instead of `seconds`
    int rounds = 3;                                              ///< how often everything is done
    std::size_t line_bytes = 64;                                 ///< of a message, with its newline
    milliseconds patience{10'000};                               ///< how long nothing may come before it counts as lost
    std::string out{};                                           ///< the report's folder; empty: none is written
    std::string timeline{};                                      ///< its file; empty: none is drawn
    bool predict = false,                                        ///< ask for a guess first
        force = false,                                           ///< measure a debug build, too
        help = false;                                            ///< print what there is to be said, instead
    std::string serve{};                                         ///< be a server of this model, instead
    bool count = false;                                          ///< with `serve`: count calls
    std::vector<std::string> said{};                             ///< the names of the options, in order
};

/// A limit for a sentence: "1000000", "0.1". @{
template <class Whole>
std::string limit_text(Whole value) {
    return std::to_string(value);
}
inline std::string limit_text(double value) {
    std::array<char, 400> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr};
}
/// @}
/// The whole text as a number, or nothing where it is none. @{
template <class Whole>
std::optional<Whole> number_in(std::string_view text) {
    Whole value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}
template <>
inline std::optional<double> number_in(std::string_view text) { return decimal(text); }
/// @}
/// A number from `least` to `most`. Throws `usage_error`.
template <class Number>
Number parse_number(std::string_view option, std::string_view text, Number least, Number most) {
    const std::optional<Number> value = number_in<Number>(text);
    if (!value || *value < least || *value > most)
        throw usage_error(std::string(option) + " needs a number from " + limit_text(least) + " to " +
                          limit_text(most) + ", not '" + std::string(text) + "'");
    return *value;
}
/// "a,b,c": the words; empty ones are left out.
inline std::vector<std::string> parse_list(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t end = 0; end != text.npos; text.remove_prefix(end == text.npos ? 0 : end + 1)) {
        end = text.find(',');
        if (const std::string_view word = text.substr(0, end); !word.empty()) words.emplace_back(word);
    }
    return words;
}
/// "1,64,1024": at least one, each from `least` to a million. Throws `usage_error`.
inline std::vector<std::size_t> parse_numbers(std::string_view option, std::string_view text, std::size_t least) {
    std::vector<std::size_t> numbers;
    constexpr std::size_t most = 1'000'000;
    for (const std::string& word : parse_list(text)) numbers.push_back(parse_number(option, word, least, most));
    if (numbers.empty()) throw usage_error(std::string(option) + " needs numbers");
    return numbers;
}
/// "0.5": from a millisecond to a day. Throws `usage_error`.
inline milliseconds parse_seconds(std::string_view option, std::string_view text) {
    constexpr double a_day = 86'400;
    return milliseconds(static_cast<milliseconds::rep>(parse_number(option, text, 0.001, a_day) * 1000));
}

/// A whole comparison of the models in about a minute: some loads, little of each.
inline void be_quick(command_line& c) {
    c.loads = {"fan-out", "stopped reader", "slow handler"};
    c.clients = {50};
    c.in_flight = {1, 64};
    c.seconds = milliseconds(100);
    c.patience = milliseconds(5'000);
}

/// One option: how it is written, and what it does.
/// @snippet bench/command_line_test.cpp option_row
struct option_row {
    std::string_view name,                         ///< "--rounds"
        value,                                     ///< what it needs, in capitals; empty: it is a switch
        help;                                      ///< for `--help`
    void (*set)(command_line&, std::string_view);  ///< is given the value; throws `usage_error`
};

/// All options, as `--help` lists them.
inline constexpr std::array<option_row, 20> option_table{{
    {"--models", "NAME,...", "which models: all, none, or some of those above (all)",
     [](command_line& c, std::string_view v) { c.models = parse_list(v); }},
    {"--references", "", "the other servers, too: those that are installed",
     [](command_line& c, std::string_view) { c.references = true; }},
    {"--server", "NAME=COMMAND", "one more server: any program that prints its address and speaks the wire",
     [](command_line& c, std::string_view v) {
         const std::size_t equals = v.find('=');
         if (equals == 0 || equals >= v.size() - 1) throw usage_error("--server needs NAME=COMMAND");
         c.servers.emplace_back(v.substr(0, equals), v.substr(equals + 1));
     }},
    {"--loads", "KIND,...", "which loads: all, or some of those above (fan-out)",
     [](command_line& c, std::string_view v) { c.loads = parse_list(v); }},
    {"--clients", "N,...", "how many clients (100)",
     [](command_line& c, std::string_view v) { c.clients = parse_numbers("--clients", v, 0); }},
    {"--in-flight", "N,...", "fan-out: messages that not everybody has heard yet (1,64,1024)",
     [](command_line& c, std::string_view v) { c.in_flight = parse_numbers("--in-flight", v, 1); }},
    {"--rate", "N", "fixed rate: messages a second (50,000 deliveries a second)",
     [](command_line& c, std::string_view v) { c.rate = parse_number("--rate", v, 0.1, 1e6); }},
    {"--seconds", "S", "measured in each run (1)",
     [](command_line& c, std::string_view v) { c.seconds = parse_seconds("--seconds", v); }},
    {"--messages", "N", "so many messages in each run, instead of so many seconds",
     [](command_line& c, std::string_view v) {
         c.messages = parse_number<std::uint64_t>("--messages", v, 1, most_messages);
     }},
    {"--rounds", "N", "how often everything is done (3)",
     [](command_line& c, std::string_view v) { c.rounds = parse_number("--rounds", v, 1, 1'000'000); }},
    {"--line-bytes", "N", "of a message, with its newline (64)",
     [](command_line& c, std::string_view v) {
         c.line_bytes = parse_number<std::size_t>("--line-bytes", v, 16, most_bytes);
     }},
    {"--patience", "S", "how long an address or a message may be waited for before it counts as lost (10)",
     [](command_line& c, std::string_view v) { c.patience = parse_seconds("--patience", v); }},
    {"--quick", "", "less of everything: a minute for the models (options after it still count)",
     [](command_line& c, std::string_view) { be_quick(c); }},
    {"--out", "FOLDER", "writes the report and all results there (a report is replaced)",
     [](command_line& c, std::string_view v) { c.out = v; }},
    {"--timeline", "FILE", "who waited for what and when, .svg or .html; instead of numbers",
     [](command_line& c, std::string_view v) { c.timeline = v; }},
    {"--predict", "", "asks for your guess first", [](command_line& c, std::string_view) { c.predict = true; }},
    {"--force", "", "measures a debug build, too", [](command_line& c, std::string_view) { c.force = true; }},
    {"--help", "", "prints this", [](command_line& c, std::string_view) { c.help = true; }},
    {"--serve", "MODEL", "is such a server until it is told to end (SIGTERM)",
     [](command_line& c, std::string_view v) { c.serve = v; }},
    {"--count", "", "with --serve: counts its calls, and /calls tells them",
     [](command_line& c, std::string_view) { c.count = true; }},
}};

/// The arguments without the program's name: `--rounds 5` and `--rounds=5` are the same. Throws `usage_error`.
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
        if (!row->value.empty() && equals == argument.npos && i + 1 != arguments.size()) value = arguments[++i];
        if (!row->value.empty() && value.empty()) throw usage_error(std::string(name) + " needs a value");
        row->set(parsed, value);
        parsed.said.emplace_back(name);
    }
    return parsed;
}

}  // namespace parley::bench
