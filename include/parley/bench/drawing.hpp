#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a comparison does with timelines: a file instead of numbers, or one picture more in the report.
/// Refuses to know how a server is traced. Read next: `bench/tracing.hpp`; `observe/timeline.hpp`.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <parley/bench/command_line.hpp>
#include <parley/bench/contestant.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/performance.hpp>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/text.hpp>
#include <parley/bench/server_process.hpp>
#include <parley/bench/tracing.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/observe/trace_file.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// The file that a timeline is wanted in, instead of numbers; empty: none. Throws `usage_error` when something is
/// wanted besides that a timeline does not heed.
inline std::string wanted_timeline(const command_line& wanted) {
    const std::string environment = trace_variable();
    const std::string file = environment.empty() ? wanted.timeline : environment;
    if (file.empty()) return file;
    for (const std::string_view other : {"--references", "--loads", "--clients", "--in-flight", "--rate", "--seconds",
                                         "--messages", "--rounds", "--quick", "--predict", "--out"})
        if (std::find(wanted.said.begin(), wanted.said.end(), other) != wanted.said.end())
            throw usage_error("a timeline (" + file + ") has a small load of its own, and goes without " +
                              std::string(other));
    return file;
}

/// All who can be traced, one above the other. Returns what `main()` does.
inline int draw_timeline_file(const std::string& file, const std::vector<contestant>& contestants,
                              const conditions& given, const processors& where) {
    if (file.ends_with(".spans") && contestants.size() != 1)
        throw usage_error(file + " holds one server; choose one, or a name that ends in .svg, .html or .json");
    observe::trace_file drawn(file);  // fails now, not after everybody was traced
    std::vector<std::string> notes;
    const std::vector<observe::named_spans> servers = trace_all(contestants, given, where, notes);
    for (const std::string& note : notes) std::fprintf(stderr, "%s\n", note.c_str());
    if (servers.empty() && notes.empty()) throw usage_error("nobody here knows PARLEY_TRACE; the models do");
    if (servers.empty()) return 1;
    drawn.write(servers);
    std::fprintf(stderr, "Wrote %s: one server above the other.\n", file.c_str());
    return 0;
}

/// What goes wrong becomes a note. False when it was interrupted.
inline bool add_timeline(const std::vector<contestant>& contestants, const conditions& given, const processors& where,
                         report::contents& found) {
    std::fputs("Everybody once more, for a timeline.\n", stderr);
    try {
        const std::vector<observe::named_spans> servers = trace_all(contestants, given, where, found.notes);
        if (!servers.empty())
            found.timelines.push_back({report::title_of(pictured_load), observe::draw_timeline(servers)});
        return true;
    } catch (const interrupted&) {
        found.notes.emplace_back(std::string(interruption_note) + "there was a timeline.");
        return false;
    } catch (const std::exception& error) {
        found.notes.push_back(std::string("There is no timeline: ") + error.what());
        return true;
    }
}

}  // namespace parley::bench
