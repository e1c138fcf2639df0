#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A timeline of several servers under the same small load, one after another: who waits, for what, how long.
/// Refuses to know how it is drawn. Read next: `observe/spans_file.hpp`, `testing/temporary_folder.hpp`.

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>
#include <parley/bench/contestant.hpp>
#include <parley/bench/crowd.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/measure.hpp>
#include <parley/bench/performance.hpp>
#include <parley/bench/sample.hpp>
#include <parley/observe/lanes.hpp>
#include <parley/observe/spans_file.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench {

/// Few clients and messages: a picture of thousands shows nothing. @{
inline const load pictured_load{"fan-out", 12, 8, 0};
inline constexpr std::uint64_t pictured_messages = 64;
/// @}

/// The file that somebody wants a trace in, by PARLEY_TRACE; empty: nobody does.
inline std::string trace_variable() {
    const char* const value = std::getenv("PARLEY_TRACE");
    return value == nullptr ? "" : value;
}

/// Starts this contestant with PARLEY_TRACE, and reads the spans that it writes into that file. None if it does not
/// know PARLEY_TRACE. Throws `interrupted`, and whatever else there is to say when that fails.
inline std::optional<observe::named_spans> trace(contestant who, const conditions& given, const processors& where) {
    const testing::temporary_folder folder;
    const std::string file = folder.file("recorded.spans");
    who.command.insert(who.command.begin(), {"env", "PARLEY_TRACE=" + file});
    const sample run = measure(who, pictured_load, 1, given, where);
    if (!run.broken.empty()) throw void_run(run.broken);
    if (!std::filesystem::exists(file)) return std::nullopt;
    std::optional<observe::named_spans> server = observe::read_spans(file);
    server->name = who.name;
    return server;
}

/// All of them, but for those who do not know PARLEY_TRACE. Whose trace fails costs the others nothing: it becomes one
/// of the `notes`. Throws `interrupted`.
inline std::vector<observe::named_spans> trace_all(const std::vector<contestant>& contestants, conditions given,
                                                   const processors& where, std::vector<std::string>& notes) {
    std::vector<observe::named_spans> servers;
    given.messages = pictured_messages;
    for (const contestant& who : contestants) {
        try {
            if (auto server = trace(who, given, where)) servers.push_back(std::move(*server));
        } catch (const interrupted&) {
            throw;
        } catch (const std::exception& error) {
            notes.push_back("There is no timeline of " + who.name + ": " + error.what());
        }
    }
    return servers;
}

}  // namespace parley::bench
