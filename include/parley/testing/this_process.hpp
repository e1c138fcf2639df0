#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a test asks the operating system about its own process: how many threads and descriptors there are, and to be
/// interrupted by a signal. Refuses to know servers.

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <parley/testing/story.hpp>
#include <string>
#include <system_error>
#include <thread>

namespace parley::testing {

/// Entries of a folder in which the system shows this process; 0 where there is no such folder.
inline std::size_t entries_of(std::filesystem::path folder) {
    std::error_code none;
    // On Windows with backslashes: one with slashes is Linux's for wine, which then shows the process of its server.
    const std::filesystem::directory_iterator entries(folder.make_preferred(), none);
    return none ? 0 : static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

/// Threads and descriptors, to be compared with those of another moment.
/// @snippet server/lifecycle_test.cpp footprint
struct footprint {
    std::size_t threads = entries_of("/proc/self/task");  ///< 0 but on Linux
    /// 0 on systems that show them in neither folder.
    std::size_t descriptors = std::max(entries_of("/proc/self/fd"), entries_of("/dev/fd"));

    /// Has there been no more of either than now?
    bool covers(const footprint& later) const { return later.threads <= threads && later.descriptors <= descriptors; }

    /// What there is more of than at this moment. A thread that was joined may be listed a little longer, so nothing
    /// is said before patience has ended.
    std::string grown() const {
        footprint now;
        for (const time_point deadline = time_limit(); !covers(now) && clock::now() < deadline; now = footprint())
            std::this_thread::yield();
        if (covers(now)) return {};
        const auto change = [](std::size_t before, std::size_t after) {
            return std::to_string(before) + " before, " + std::to_string(after) + " after";
        };
        return "threads: " + change(threads, now.threads) + "; descriptors: " + change(descriptors, now.descriptors);
    }
};

/// For as long as this lives, a signal calls a function: SIGTERM, which every system has. One at a time in a process;
/// afterwards the signal does what it did before.
/// @snippet server/stopping_test.cpp signal
class signal_call {
public:
    /// `called` may do what a signal handler may.
    explicit signal_call(void (*called)() noexcept) : before_(std::signal(SIGTERM, &handle)) { called_ = called; }
    signal_call(const signal_call&) = delete;
    signal_call& operator=(const signal_call&) = delete;
    ~signal_call() { std::signal(SIGTERM, before_); }

    /// Interrupts this thread, and returns when the handler has.
    static void raise() { std::raise(SIGTERM); }

private:
    static void handle(int) {
        std::signal(SIGTERM, &handle);  // where a signal is handled but once
        called_();
    }

    static inline void (*called_)() noexcept = nullptr;
    void (*before_)(int);
};

}  // namespace parley::testing
