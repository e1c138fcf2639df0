#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What `chat_client` is told when it is started. Pure. Refuses to know what is done with it.
/// Read next: `chat_client.cpp`.

#include <charconv>
#include <cstdint>
#include <parley/base/options.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace terminal {

/// Somebody who has to look at `--help`; `what()` says why.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct command_line {
    parley::options where{};  ///< host and port, or path
    std::string name{};       ///< empty: the server's question is put to the person
    bool help = false;
    bool version = false;
};

inline constexpr std::string_view usage =
    "usage: chat_client [--host HOST] [--port PORT] [--path PATH] [--name NICKNAME] [--version] [--help]\n"
    "\n"
    "Chats with a parley server.\n"
    "\n"
    "  --host HOST      an address or a name (127.0.0.1)\n"
    "  --port PORT      its port (5000)\n"
    "  --path PATH      a Unix-domain socket, instead of host and port\n"
    "  --name NICKNAME  answers the server's question\n"
    "  --version        prints which version this is\n"
    "  --help           prints this\n"
    "\n"
    "The chat goes to stdout, the prompt and messages of the program to stderr. Keys: arrows, Home, End,\n"
    "Ctrl+A E U K W L; up and down bring back lines; Ctrl+C, or Ctrl+D on an empty line, leaves.\n"
    "Input from a file or a pipe is sent line by line; the program ends when the server has answered it all.\n"
    "NO_COLOR turns colours off. Exit codes: 0 good, 1 failed (also: the server did not let us in), 2 wrong usage,\n"
    "130 a second Ctrl+C.\n";

inline std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0)
        throw usage_error("--port needs a number from 1 to 65535, not '" + std::string(text) + "'");
    return port;
}

/// The arguments without the program's name. Throws `usage_error`.
inline command_line parse_command_line(std::span<const char* const> arguments) {
    command_line parsed;
    bool network = false;
    for (std::size_t i = 0; i != arguments.size(); ++i) {
        const std::string_view option = arguments[i];
        if (option == "--help" || option == "--version") {
            (option == "--help" ? parsed.help : parsed.version) = true;
            continue;
        }
        if (option != "--host" && option != "--port" && option != "--path" && option != "--name")
            throw usage_error("unknown argument '" + std::string(option) + "'");
        if (++i == arguments.size() || *arguments[i] == '\0') throw usage_error(std::string(option) + " needs a value");
        const std::string_view value = arguments[i];
        network = network || option == "--host" || option == "--port";
        if (option == "--host") parsed.where.host = value;
        if (option == "--port") parsed.where.port = parse_port(value);
        if (option == "--path") parsed.where.path = value;
        if (option == "--name") parsed.name = value;
    }
    if (network && !parsed.where.path.empty())
        throw usage_error("--path stands instead of --host and --port: give one or the other");
    return parsed;
}

}  // namespace terminal
