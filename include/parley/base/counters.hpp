#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a server has done so far, in numbers that any thread may read at any time.
/// Refuses to know who reads them. Read next: `server.hpp`.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <parley/base/cpp20.hpp>

namespace parley {

/// A reading of the counters, of about one instant: each number is exact, `clients` is the difference of two.
/// @snippet examples/server.cpp server
struct statistics {
    std::size_t clients = 0;           ///< connected now
    std::size_t threads = 0;           ///< in use now
    std::uint64_t accepted = 0;        ///< connections that were given a session
    std::uint64_t refused = 0;         ///< clients turned away: full, no descriptor, no thread
    std::uint64_t messages = 0;        ///< lines said: speech, actions, private messages
    std::uint64_t bytes_received = 0;  ///< from clients, line ends and telnet's commands too
    std::uint64_t bytes_sent = 0;      ///< that the kernel has taken
    std::uint64_t dropped = 0;         ///< clients that read too slowly
};

/// The counters themselves. Order between them does not matter, so every access is relaxed.
/// @snippet examples/server.cpp server
class counters {
public:
    using number = std::atomic<std::uint64_t>;  ///< what is counted never goes down

    /// @{ Sessions that have begun and ended, and what `statistics` says under the same name.
    number opened{0}, closed{0}, refused{0}, messages{0}, bytes_received{0}, bytes_sent{0}, dropped{0};
    /// @}

    /// From any thread.
    static void add(number& counted, std::uint64_t more = 1) noexcept {
        counted.fetch_add(more, std::memory_order_relaxed);
    }

    /// Who is connected now: begun and not ended.
    std::size_t clients() const noexcept {
        const std::uint64_t ended = value(closed), begun = value(opened);  // others count meanwhile
        return static_cast<std::size_t>(begun > ended ? begun - ended : 0);
    }

    /// A reading. How many threads there are, only the policy knows.
    statistics read(std::size_t threads) const noexcept {
        return {clients(),       threads,               value(opened),     value(refused),
                value(messages), value(bytes_received), value(bytes_sent), value(dropped)};
    }

private:
    static std::uint64_t value(const number& counted) noexcept { return counted.load(std::memory_order_relaxed); }
};

}  // namespace parley
