#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A timeline of several servers under the same small load, one after another: who waits, for what, how long.
/// Refuses to know how it is drawn. Read next: `observe/spans_file.hpp`.

#include <cstdint>
#include <filesystem>
#include <parley/bench/contestant.hpp>
#include <parley/bench/measure.hpp>
#include <parley/bench/performance.hpp>
#include <parley/bench/sample.hpp>
#include <parley/observe/lanes.hpp>
#include <parley/observe/spans_file.hpp>
#include <string>
#include <system_error>
#include <vector>

namespace parley::bench {

/// Few clients and messages: a picture of thousands shows nothing.
inline const load pictured_load{"fan-out", 12, 8, 0};
inline constexpr std::uint64_t pictured_messages = 64;

/// Each contestant is started with PARLEY_TRACE, writes its spans into a file, and these are read. Who does not know
/// PARLEY_TRACE is left out. Throws `interrupted`, and `setup_error` when there is no room for the file.
inline std::vector<observe::named_spans> trace(const std::vector<contestant>& contestants, conditions given,
                                               const processors& where) {
    std::vector<observe::named_spans> servers;
    given.messages = pictured_messages;
    for (const contestant& who : contestants) {
        const std::string file = (std::filesystem::temp_directory_path() / ("parley_" + who.name + ".spans")).string();
        contestant traced = who;
        traced.command.insert(traced.command.begin(), {"env", "PARLEY_TRACE=" + file});
        std::error_code none;
        std::filesystem::remove(file, none);
        if (!measure(traced, pictured_load, 1, given, where).broken.empty()) continue;
        if (!std::filesystem::exists(file, none)) continue;
        servers.push_back(observe::read_spans(file));
        servers.back().name = who.name;
        std::filesystem::remove(file, none);
    }
    return servers;
}

}  // namespace parley::bench
