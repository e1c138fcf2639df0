#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The report of a comparison: `write_all(folder, contents)` writes every file and returns what belongs on stdout.
/// Refuses to know how runs were measured. Read next: `bench/report/contents.hpp`, `bench/report/records.hpp`,
/// `bench/report/summary.hpp`.

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <parley/base/error.hpp>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/hgrm.hpp>
#include <parley/bench/report/markdown.hpp>
#include <parley/bench/report/page.hpp>
#include <parley/bench/report/records.hpp>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace parley::bench::report {

/// Replaces the file. Throws std::system_error that names it.
inline void write_file(const std::filesystem::path& path, std::string_view text) {
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (file) return;
    const int error = errno != 0 ? errno : EIO;  // a stream does not say why; the call below it usually does
    throw setup_error(std::error_code(error, std::generic_category()), "write " + path.string(),
                      "choose another folder, or make room");
}

/// A name of a file for any name: letters, digits and '-', anything else is '_'.
inline std::string file_name(std::string_view text) {
    std::string name;
    for (const char letter : text.substr(0, 150)) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '-';
        if (plain || name.empty() || name.back() != '_') name += plain ? letter : '_';
    }
    return name;
}

/// The latencies of each contestant under each load, all rounds together, in microseconds: CONTESTANT_LOAD.hgrm.
inline void write_histograms(const std::filesystem::path& folder, const contents& all) {
    std::set<std::string> taken;
    for (const group& compared : summarize(all).groups)
        for (const row& one : compared.rows) {
            const histogram latency = one.latency();
            if (latency.empty()) continue;
            std::string name = file_name(one.contestant + ' ' + title_of(compared.given));
            while (!taken.insert(name).second) name += "_2";
            write_file(folder / (name + ".hgrm"), to_hgrm(latency));
        }
}

/// Makes the folder if there is none, and writes into it: about.json (machine, guess, notes), results.jsonl and
/// results.csv (a line for every run), report.md, report.html, and the histograms. Returns the Markdown. Throws
/// std::system_error that names the file. Not thread-safe for one folder.
inline std::string write_all(const std::filesystem::path& folder, const contents& all) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) throw setup_error(failed, "make folder " + folder.string(), "choose another folder");
    std::string lines, table = csv_header();
    for (const sample& run : all.samples) {
        lines += json_line(run);
        table += csv_line(run);
    }
    const std::string text = markdown(all);
    write_file(folder / "about.json", json_about(all));
    write_file(folder / "results.jsonl", lines);
    write_file(folder / "results.csv", table);
    write_file(folder / "report.md", text);
    write_file(folder / "report.html", page(all));
    write_histograms(folder, all);
    return text;
}

}  // namespace parley::bench::report
