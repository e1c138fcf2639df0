#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The report of a comparison as files: `write_all(folder, contents)`.
/// Refuses to know how runs were measured. Read next: `bench/report/contents.hpp`, `bench/report/records.hpp`,
/// `bench/report/summary.hpp`.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <parley/base/error.hpp>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/hgrm.hpp>
#include <parley/bench/report/markdown.hpp>
#include <parley/bench/report/page.hpp>
#include <parley/bench/report/records.hpp>
#include <string>
#include <string_view>
#include <system_error>

/// What is made of the numbers of a comparison: tables, verdicts, pictures, files. Knows nothing of how they were
/// measured.
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

/// Makes the folder if there is none, and makes sure that a report can be written there. Whether there is one already.
/// Throws std::system_error.
inline bool prepare_folder(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const bool is_there = std::filesystem::exists(folder / "about.json"), probed = !is_there;
    errno = 0;
    if (!std::ofstream(folder / "about.json", std::ios::app))
        throw setup_error(std::error_code(errno != 0 ? errno : EIO, std::generic_category()),
                          "write a report into " + folder.string(), "choose another folder");
    if (probed) std::filesystem::remove(folder / "about.json");
    return is_there;
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

/// The latencies of each contestant under each load, all rounds together, by the name of the file that they go to:
/// CONTESTANT_LOAD.hgrm.
inline std::map<std::string, histogram> histograms_of(const contents& all) {
    std::map<std::string, histogram> made;
    for (const group& compared : summarize(all).groups)
        for (const row& one : compared.rows) {
            const histogram latency = one.latency();
            if (latency.empty()) continue;
            std::string name = file_name(one.contestant + ' ' + title_of(compared.given));
            while (made.contains(name + ".hgrm")) name += "_2";
            made.emplace(name + ".hgrm", latency);
        }
    return made;
}

/// Files of the report that was in this folder before; its about.json names them.
inline void remove_histograms(const std::filesystem::path& folder) {
    std::ifstream file(folder / "about.json");
    const std::string begin = "  \"histograms\": [";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(begin)) continue;
        for (std::size_t from = begin.size(), end = 0; (from = line.find('"', from)) != line.npos; from = end + 1) {
            end = std::min(line.find('"', from + 1), line.size());
            const std::filesystem::path name = line.substr(from + 1, end - from - 1);
            std::error_code none;
            if (name == name.filename() && name.extension() == ".hgrm") std::filesystem::remove(folder / name, none);
        }
    }
}

/// Makes the folder if there is none, and writes into it: about.json (machine, guess, notes), results.jsonl and
/// results.csv (a line for every run), report.md, report.html, and the histograms; those of
/// a report that it replaces are removed. Not thread-safe for one folder. Throws std::system_error that names the file.
inline void write_all(const std::filesystem::path& folder, const contents& all) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) throw setup_error(failed, "make folder " + folder.string(), "choose another folder");
    std::string lines, table = csv_header();
    for (const sample& run : all.samples) {
        lines += json_line(run);
        table += csv_line(run);
    }
    const std::map<std::string, histogram> histograms = histograms_of(all);
    remove_histograms(folder);
    for (const auto& [name, latency] : histograms) write_file(folder / name, to_hgrm(latency));
    write_file(folder / "about.json", json_about(all, histograms));
    write_file(folder / "results.jsonl", lines);
    write_file(folder / "results.csv", table);
    write_file(folder / "report.md", markdown(all));
    write_file(folder / "report.html", page(all));
}

}  // namespace parley::bench::report
