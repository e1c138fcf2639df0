#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Ctrl+C, SIGTERM, SIGHUP: noticed by whoever waits next, so that what is done is kept. Refuses to know what that is.
/// Read next: `bench/native_process.hpp`.

#include <atomic>
#include <parley/bench/native_process.hpp>
#include <stdexcept>
#include <string_view>

namespace parley::bench {

/// Thrown by what waits for long once Ctrl+C was pressed, or a signal said the same.
/// @snippet bench/server_process_test.cpp interrupted
struct interrupted : std::runtime_error {
    interrupted() : std::runtime_error("interrupted") {}
};

/// For the report; what did not come about follows.
inline constexpr std::string_view interruption_note = "Ctrl+C (or SIGTERM, SIGHUP) ended this before ";

namespace detail {
inline std::atomic<bool> ctrl_c = false;  // a signal handler can be given nothing
static_assert(std::atomic<bool>::is_always_lock_free, "it is set in a signal handler");
}  // namespace detail

/// From now on Ctrl+C is noticed; a second one ends the program at once (and, on Linux, its servers with it).
inline void notice_interruption() noexcept {
    native::on_interruption([](int) {
        detail::ctrl_c.store(true);
        native::on_interruption(nullptr);
    });
}

/// Any thread. Throws `interrupted` once Ctrl+C was noticed, each time it is called.
inline void throw_if_interrupted() {
    if (detail::ctrl_c.load()) throw interrupted();
}

}  // namespace parley::bench
