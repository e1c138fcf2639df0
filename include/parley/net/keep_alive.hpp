#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How a peer whose machine has vanished is found: it sends no FIN and no reset, so TCP has to ask whether it is still
/// there. Only numbers; refuses to know sockets. Read next: `net/native_posix.hpp`, which hands them to the system.

#include <algorithm>
#include <parley/base/clock.hpp>

namespace parley::net {

/// What TCP's keep-alive is told, in whole seconds (RFC 1122 section 4.2.3.6): after so much silence it asks, and who
/// has not answered so many questions is gone. 0: it asks nothing.
/// @snippet examples/descriptors.cpp keep_alive
struct keep_alive {
    int silence = 0;   ///< before the first question
    int interval = 0;  ///< between two of them, and after the last
    int questions = 0;  ///< so many without an answer: gone

    /// Seconds until a peer that has vanished is found.
    constexpr int total() const noexcept { return silence + interval * questions; }
};

/// So that a vanished peer is found within `limit`, rounded up to whole seconds, of which there are at least two: half
/// of it is silence, the other half five questions. `limit` 0: never.
constexpr keep_alive keep_alive_within(milliseconds limit) noexcept {
    if (limit.count() <= 0) return {};
    constexpr milliseconds longest{32'767'000};  // Linux takes no longer silence
    const auto rounded = std::chrono::ceil<std::chrono::seconds>(std::min(limit, longest)).count();
    const int seconds = std::max(static_cast<int>(rounded), 2);
    const int interval = std::max(seconds / 10, 1);
    const int questions = std::min(5, (seconds - 1) / interval);
    return {seconds - interval * questions, interval, questions};
}

}  // namespace parley::net
