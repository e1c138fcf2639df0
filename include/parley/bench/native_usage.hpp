#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What another process has used up, as the system tells: processor time everywhere where there is POSIX's clock for
/// it, the rest where there is /proc (Linux). What the system does not tell is 0.
/// Refuses to know whose process it is. Read next: `bench/sample.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <parley/bench/native_process.hpp>
#include <parley/bench/sample.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace parley::bench::native {

namespace detail {

/// The number after `key` in a file of lines such as "Threads:   13".
inline std::uint64_t number_after(std::string_view key, const std::filesystem::path& file) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(key)) return std::strtoull(line.c_str() + key.size(), nullptr, 10);
    return 0;
}

inline std::filesystem::path folder_of(process_id id) { return "/proc/" + std::to_string(id); }

/// Voluntary and not, of all threads that there are now.
inline std::uint64_t context_switches(process_id id) {
    std::uint64_t sum = 0;
    std::error_code none;
    for (const auto& thread : std::filesystem::directory_iterator(folder_of(id) / "task", none)) {
        sum += number_after("voluntary_ctxt_switches:", thread.path() / "status");
        sum += number_after("nonvoluntary_ctxt_switches:", thread.path() / "status");
    }
    return sum;
}

/// Pages that this process alone has, and has written: heap, stacks, variables. The program's own code and libraries
/// are not among them: whether they are somebody else's, too, depends on what else runs.
/// `folder` is the process's in /proc.
inline std::size_t private_bytes(const std::filesystem::path& folder) {
    return number_after("Private_Dirty:", folder / "smaps_rollup") * 1024;
}

/// Processor time of all threads, those that have ended included, in seconds.
inline double processor_seconds([[maybe_unused]] process_id id) {
#if defined(_POSIX_CPUTIME) && !defined(__APPLE__)
    clockid_t its_clock{};
    timespec used{};
    if (::clock_getcpuclockid(id, &its_clock) == 0 && ::clock_gettime(its_clock, &used) == 0)
        return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
#endif
    return 0;
}

/// utime and stime of /proc/PID/stat, in ticks: words 14 and 15, counted behind the program's name, which may contain
/// anything but ends at the last bracket.
struct ticks {
    double user = 0, system = 0;

    static ticks of(process_id id) {
        std::ifstream file(folder_of(id) / "stat");
        std::string line;
        std::getline(file, line);
        std::size_t at = line.rfind(')');
        for (int word = 3; word <= 14 && at != line.npos; ++word) at = line.find(' ', at + 1);
        if (at == line.npos) return {};
        char* next = nullptr;
        const double user = std::strtod(line.c_str() + at, &next);
        return {user, std::strtod(next, nullptr)};
    }
};

}  // namespace detail

/// Whether it has started programs that run now. False where the system does not tell.
inline bool has_children(process_id id) {
    std::error_code none;
    for (const auto& thread : std::filesystem::directory_iterator(detail::folder_of(id) / "task", none)) {
        std::ifstream children(thread.path() / "children");
        if (std::string first; children >> first) return true;
    }
    return false;
}

/// What a process has used since it began, and has now. Source: proc(5), and clock_getcpuclockid(3) for the time.
/// @snippet bench/server_process_test.cpp usage
struct usage {
    double processor_seconds = 0;        ///< of all threads, exact
    detail::ticks split{};               ///< the same in hundredths of a second, by whether it was in the kernel
    std::uint64_t context_switches = 0;  ///< of all threads that there are now, voluntary and not
    std::size_t threads = 0;             ///< now
    std::size_t private_bytes = 0;       ///< now: memory that it alone has, and has written

    /// At this moment; what the system does not tell, or of a process that is gone, is 0. Reads some files for each
    /// thread.
    static usage of(process_id id) {
        return {detail::processor_seconds(id), detail::ticks::of(id), detail::context_switches(id),
                static_cast<std::size_t>(detail::number_after("Threads:", detail::folder_of(id) / "status")),
                detail::private_bytes(detail::folder_of(id))};
    }

    /// So few ticks say nothing about the parts: each may be wrong by one.
    static constexpr double least_ticks = 20;

    /// What was used between two moments; threads and memory are those of the second. A thread that has ended takes
    /// its switches with it: then there may be fewer than before, which counts as none.
    friend server_cost between(const usage& before, const usage& after) {
        server_cost cost;
        cost.cpu_seconds = after.processor_seconds - before.processor_seconds;
        const double user = after.split.user - before.split.user, system = after.split.system - before.split.system;
        if (user + system >= least_ticks) {
            cost.user_seconds = cost.cpu_seconds * user / (user + system);
            cost.system_seconds = cost.cpu_seconds - cost.user_seconds;
        }
        cost.context_switches = std::max(after.context_switches, before.context_switches) - before.context_switches;
        cost.threads = after.threads;
        cost.resident_bytes = after.private_bytes;
        cost.resident_bytes_before = before.private_bytes;
        return cost;
    }
};

}  // namespace parley::bench::native
