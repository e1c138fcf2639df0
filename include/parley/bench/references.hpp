#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Servers that do without parley, to compare it with: programs and scripts that lie beside `chat_compare`. Who is not
/// there, or lacks its interpreter, is left out. Refuses to know how they work: `examples/compare/` says it.
/// Read next: `bench/contestant.hpp`.

#include <array>
#include <cstdlib>
#include <filesystem>
#include <parley/bench/contestant.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace parley::bench {

/// A server that is no part of the library, and what it takes to start it.
/// @snippet bench/line_up_test.cpp reference
struct reference {
    std::string_view name,              ///< one word
        description;                    ///< for people
    std::string_view file;              ///< beside this program
    std::string_view interpreter = {};  ///< looked for in PATH; none: the file is a program
};

/// All of them, as `--help` lists them.
inline constexpr std::array references{
    reference{"floor", "a fan-out loop with no chat in it: the system calls alone", "compare_floor"},
    reference{"naive_threads", "blocking sends under one mutex: a first attempt", "compare_naive_threads"},
    reference{"tutorial_06", "a list and one mutex: chapter 6 of tutorials/", "compare_tutorial_06"},
    reference{"tutorial_07", "a mutex for each member: chapter 7 of tutorials/", "compare_tutorial_07"},
    reference{"select_by_hand", "select() in one file, no framework", "compare_select"},
    reference{"asio", "a coroutine for each client (Asio)", "compare_asio"},
    reference{"libevent", "buffered events (libevent)", "compare_libevent"},
    reference{"python_threads", "a thread for each client (Python)", "compare_threads.py", "python3"},
    reference{"python_asyncio", "asyncio streams (Python)", "compare_asyncio_chat.py", "python3"},
    reference{"node", "Node's net", "compare_net.js", "node"},
};

/// Whether a program of this name is in a folder of PATH.
inline bool is_in_path(std::string_view program) {
    const char* const path = std::getenv("PATH");
    std::string_view rest = path == nullptr ? std::string_view{} : path;
    std::error_code none;
    for (std::size_t end = 0; end != rest.npos && !rest.empty(); rest.remove_prefix(end == rest.npos ? 0 : end + 1)) {
        end = rest.find(':');
        if (std::filesystem::exists(std::filesystem::path(rest.substr(0, end)) / program, none)) return true;
    }
    return false;
}

/// Why this reference cannot take part; empty if it can.
inline std::string what_lacks(const reference& one, const std::filesystem::path& folder) {
    std::error_code none;
    if (!std::filesystem::exists(folder / one.file, none)) return std::string(one.file) + " is not beside this program";
    if (one.interpreter.empty() || is_in_path(one.interpreter)) return {};
    return std::string(one.interpreter) + " is not installed";
}

/// How it is started; `folder` is where its file lies.
inline contestant contestant_of(const reference& one, const std::filesystem::path& folder) {
    contestant made{std::string(one.name), std::string(one.description), {}};
    if (!one.interpreter.empty()) made.command.emplace_back(one.interpreter);
    made.command.push_back((folder / one.file).string());
    return made;
}

}  // namespace parley::bench
