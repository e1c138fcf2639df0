#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who takes part in a comparison: a command. It prints the address that it listens on, serves the chat's lines until
/// SIGTERM, and nothing else is asked of it. Refuses to know how it is started.
/// Read next: `bench/server_process.hpp`.

#include <string>
#include <vector>

namespace parley::bench {

/// One of those that are compared, started anew for each run.
/// @snippet bench/line_up_test.cpp contestant
struct contestant {
    std::string name;                        ///< one word, the same in every table and picture
    std::string description;                 ///< for people
    std::vector<std::string> command;        ///< the program and its arguments
    std::vector<std::string> counting = {};  ///< the same, but it counts its calls, and tells them to `/calls`; or none
};

}  // namespace parley::bench
