#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a server must leave behind as it found it: the process's threads and descriptors. And what ends a test that
/// hangs: an alarm that tells its story. Read next: `failures/party.hpp`.

#include "native.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <doctest/doctest.h>
#include <parley/base/clock.hpp>
#include <string>
#include <string_view>
#include <thread>

namespace failures_test {

/// Generous: only reached when something is broken.
inline parley::time_point time_limit() { return parley::later(parley::clock::now(), parley::milliseconds(20'000)); }

/// Ends the program, and says what was going on, when the scope it guards takes longer than any wait in it may.
class hang_guard {
public:
    explicit hang_guard(std::string_view story) {
        const std::size_t length = std::min(story.size(), sizeof text_ - 2);
        std::memcpy(text_, story.data(), length);
        std::memcpy(text_ + length, "\n", 2);
        this_system::set_alarm(60, [](int) {
            this_system::tell("It hangs: ", 10);
            this_system::tell(text_, std::strlen(text_));
            std::abort();
        });
    }
    hang_guard(const hang_guard&) = delete;
    hang_guard& operator=(const hang_guard&) = delete;
    ~hang_guard() { this_system::set_alarm(0, nullptr); }

private:
    static inline char text_[512];
};

/// How many threads and descriptors there are, to be compared with later.
struct baseline {
    std::size_t threads = threads_now();
    std::size_t descriptors = this_system::descriptors();

    /// The first thread of a process may bring another one for good: a sanitizer's.
    static std::size_t threads_now() {
        static const bool had_one = [] {
            std::thread([] {}).join();
            return true;
        }();
        REQUIRE(had_one);
        return this_system::threads();
    }

    /// A thread that was joined stays in the list for an instant longer, also when the baseline was taken; and who is
    /// hung up on may see it an instant before the last descriptor is closed.
    void check_restored() const {
        const auto deadline = time_limit();
        while (!restored() && parley::clock::now() < deadline) std::this_thread::yield();
        CHECK(this_system::threads() <= threads);
        CHECK(this_system::descriptors() == descriptors);
    }

private:
    bool restored() const {
        return this_system::threads() <= threads && this_system::descriptors() == descriptors;
    }
};

}  // namespace failures_test
