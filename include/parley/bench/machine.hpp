#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a benchmark ran on: numbers without their machine say nothing. Reads what Linux shows in /proc as text; on
/// other systems that part stays "unknown". Refuses to know the numbers. Read next: `bench/compiled.hpp`.

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <parley/bench/compiled.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

namespace parley::bench {

/// One computer at one moment. What cannot be read is "unknown", and no error. Source: proc(5).
/// @snippet bench/machine_test.cpp machine
struct machine {
    std::string processor = "unknown";     ///< its name: "AMD EPYC 7763"
    unsigned cores = 0;                    ///< that this process might use when it looked
    std::string kernel = "unknown";        ///< "Linux 6.1.0"
    std::string descriptors = "unknown";   ///< `ulimit -n`: "1024, at most 524288" (soft and hard limit)
    std::string load_average = "unknown";  ///< of the last minute, 5 minutes, 15 minutes: "0.08 0.12 0.20"
    std::string date;                      ///< UTC, "2024-05-17 14:03 UTC"
    compiled program;                      ///< the one that measured

    /// Looks around. Before anything is pinned to a core, or `cores` are those that were left. `proc`: where Linux
    /// shows itself. Not thread-safe (std::gmtime).
    static machine look(const std::string& proc = "/proc") {
        machine seen;
        seen.cores = std::thread::hardware_concurrency();
        seen.date = now();
        seen.program = compiled::here();
        const std::string processors = read(proc + "/cpuinfo");
        for (const std::string_view name : {"Model", "model name"})  // some ARM systems have the first, x86 the second
            replace(seen.processor, value_of(processors, name));
        const std::string system = first_words(read(proc + "/sys/kernel/ostype"), 1);
        const std::string release = first_words(read(proc + "/sys/kernel/osrelease"), 1);
        if (!system.empty() && !release.empty()) seen.kernel = system + ' ' + release;
        replace(seen.load_average, first_words(read(proc + "/loadavg"), 3));
        replace(seen.descriptors, limit_in(read(proc + "/self/limits")));
        return seen;
    }

    /// Whether more programs wanted to run in the last minute than there are cores: then numbers mislead.
    bool was_busy() const { return std::strtod(load_average.c_str(), nullptr) > cores; }

    /// "4 cores of AMD EPYC 7763, Linux 6.1.0, g++ 12.2.0 (-O3 -DNDEBUG), ulimit -n 1024, load average ..., date".
    std::string in_one_line() const {
        std::string line = std::to_string(cores) + (cores == 1 ? " core" : " cores") + " of " + processor;
        line += ", " + kernel + ", " + program.compiler + " (" + program.flags;
        if (!program.optimised) line += ", not optimised";
        if (program.assertions) line += ", assertions on";
        if (program.sanitized) line += ", sanitized";
        return line + "), ulimit -n " + descriptors + ", load average " + load_average + ", " + date;
    }

private:
    static void replace(std::string& unknown, const std::string& found) {
        if (!found.empty()) unknown = found;
    }

    static std::string read(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    // "name  : value" in one of the lines; empty if there is none.
    static std::string value_of(const std::string& text, std::string_view name) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            const std::size_t colon = line.find(':');
            if (colon == std::string::npos || line.compare(0, name.size(), name) != 0) continue;
            if (line.find_first_not_of(" \t", name.size()) != colon) continue;  // it has a longer name
            const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
            if (begin != std::string::npos) return line.substr(begin);
        }
        return {};
    }

    static std::string first_words(const std::string& text, int count) {
        std::istringstream words(text);
        std::string line;
        for (std::string word; count != 0 && words >> word; --count) line += (line.empty() ? "" : " ") + word;
        return line;
    }

    // "Max open files            1024                 524288               files"
    static std::string limit_in(const std::string& text) {
        static constexpr std::string_view name = "Max open files";
        const std::size_t found = text.find(name);
        if (found == std::string::npos) return {};
        std::istringstream words(text.substr(found + name.size()));
        std::string soft, hard;
        words >> soft >> hard;
        return soft == hard ? soft : soft + ", at most " + hard;
    }

    static std::string now() {
        const std::time_t seconds = std::time(nullptr);
        char text[sizeof "2024-05-17 14:03 UTC"]{};
        if (const std::tm* utc = std::gmtime(&seconds)) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", utc);
        return text;
    }
};

}  // namespace parley::bench
