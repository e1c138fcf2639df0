#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What `chat_compare --help` says. Read next: `bench/command_line.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/command_line.hpp>
#include <parley/bench/line_up.hpp>
#include <parley/bench/references.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// A name, and what is said about it from a column on.
inline std::string help_line(std::string left, std::string_view help) {
    constexpr std::size_t column = 27;
    left.insert(0, "  ");
    left.resize(std::max(left.size() + 1, column), ' ');
    return left.append(help) + "\n";
}

/// The whole text: these models, all references, loads and options.
inline std::string usage(const std::vector<model>& models) {
    std::string text =
        "usage: chat_compare [OPTION...]\n\n"
        "Compares concurrency models: the same chat, the same load, and what it costs. Each server is a process of\n"
        "its own; every message is checked to be heard once, in order, by everybody, or the run is void.\n\n"
        "Models:\n";
    for (const model& one : models) text += help_line(one.name, one.description);
    text += "\nReferences (those that are installed):\n";
    for (const reference& one : references) text += help_line(std::string(one.name), one.description);
    text += "\nLoads:\n";
    text += help_line("fan-out", "so many messages on their way at any time (closed loop)");
    text += help_line("fixed-rate", "so many messages a second, whatever happens (open loop)");
    text += help_line("idle", "clients that say nothing, and ten that talk in another room");
    text += help_line("join-storm", "all clients come, 256 at a time");
    text += help_line("stopped-reader", "fixed rate, and one client stops reading");
    text += help_line("slow-handler", "fixed rate, and one client uses a command that takes 50 ms");
    text += "\nOptions:\n";
    for (const option_row& row : option_table)
        text += help_line(std::string(row.name) + (row.value.empty() ? "" : " ") + std::string(row.value), row.help);
    return text +
           R"(
COMMAND is a program and its arguments, separated by blanks; there are no quotes: what needs them goes into a
script that ends with `exec PROGRAM ...`. It prints the address that it listens on, such as 127.0.0.1:5000, as
its first line on stdout, and serves until SIGTERM.
The wire: it asks each client `Pick a nickname: ` (no newline) and reads the nickname as a line; then it tells
everybody `'NAME' has just connected to the chat room!`, and the new one `You are now connected!`. Each line that
a client says from then on goes to everybody, also to who said it, as `NAME: TEXT`.

Tables go to stdout, progress to stderr. Ctrl+C, SIGTERM and SIGHUP keep what is done.
Exit codes: 0 good, 1 failed or a run was void, 2 wrong usage, 130 interrupted.
)";
}

}  // namespace parley::bench
