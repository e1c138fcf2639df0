#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A timeline of several servers under the same small load, one after another: who waits, for what, how long.
/// Refuses to know how it is drawn. Read next: `observe/spans_file.hpp`.

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
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::bench {

/// Few clients and messages: a picture of thousands shows nothing.
inline const load pictured_load{"fan-out", 12, 8, 0};
inline constexpr std::uint64_t pictured_messages = 64;

/// The file that somebody wants a trace in, by PARLEY_TRACE; empty: nobody does.
inline std::string trace_variable() {
    const char* const value = std::getenv("PARLEY_TRACE");
    return value == nullptr ? "" : value;
}

/// A folder for files that nobody else is to see or to have put there; gone with this.
class temporary_folder {
public:
    temporary_folder() {
        std::random_device any;
        const std::filesystem::path beside = std::filesystem::temp_directory_path();
        do path_ = beside / ("parley_" + std::to_string(any()));
        while (!std::filesystem::create_directory(path_));  // false: it was there already
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code none;
        std::filesystem::remove_all(path_, none);
    }

    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// Starts this contestant with PARLEY_TRACE, and reads the spans that it writes into that file. None if it does not
/// know PARLEY_TRACE. Throws `interrupted`, and whatever else there is to say when that fails.
inline std::optional<observe::named_spans> trace(contestant who, const conditions& given, const processors& where) {
    const temporary_folder folder;
    const std::string file = (folder.path() / "recorded.spans").string();
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
