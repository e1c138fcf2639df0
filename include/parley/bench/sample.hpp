#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a benchmark finds out: one contestant under one load, once. Numbers only; a report makes medians and pictures
/// of them. Refuses to know how they were measured. Read next: `bench/histogram.hpp`.

#include <cstddef>
#include <cstdint>
#include <parley/bench/histogram.hpp>
#include <string>

namespace parley::bench {

/// One kind of work that every contestant is given.
/// @snippet bench/command_line_test.cpp load
struct load {
    std::string kind;           ///< "fan-out", "fixed rate", "idle", "join storm", "stopped reader", "slow handler"
    std::size_t clients = 0;    ///< connected at once
    std::size_t in_flight = 0;  ///< closed loop: messages that not everybody has heard yet; else 0
    double rate = 0;            ///< open loop: messages per second; else 0

    friend bool operator==(const load&, const load&) = default;  ///< the same load: all fields
};

/// What the server's process has used up: differences over the measured time, but for the last three.
/// @snippet bench/server_process_test.cpp usage
struct server_cost {
    double cpu_seconds = 0;                       ///< of all threads, exact
    double user_seconds = 0,                      ///< its part outside the kernel; both parts 0: not known
        system_seconds = 0;                       ///< its part in the kernel
    std::uint64_t context_switches = 0;           ///< voluntary and not, of all threads that live
    std::size_t threads = 0;                      ///< at the end
    std::size_t resident_bytes = 0;               ///< at the end: memory that this process alone has, and has written
    std::size_t resident_bytes_before = 0;        ///< the same before the first client came
};

/// Calls of the socket layer, but for those that wait, from a run of its own that nobody timed.
/// @snippet bench/measure_test.cpp call_count
struct call_count {
    std::uint64_t accept = 0,      ///< turning somebody away, too
        receive = 0,               ///< those that found nothing, too
        send = 0;                  ///< those that the kernel had no room for, too
    std::uint64_t deliveries = 0;  ///< in that run
};

/// One run. `broken` says why it is void: then its other numbers mean nothing.
/// @snippet examples/tools/report.cpp report
struct sample {
    std::string contestant;        ///< by name
    load given;                    ///< what it was given to do
    int round = 0;                 ///< from 1 on; 0: the run that counts calls
    std::string broken{};          ///< empty: it is good
    double seconds = 0;            ///< measured
    std::uint64_t messages = 0;    ///< said by the load
    std::uint64_t deliveries = 0;  ///< heard by it: each exactly once and in order
    server_cost cost{};            ///< what the server has used
    histogram delivery_latency{};  ///< nanoseconds, every delivery
    histogram last_receiver{};     ///< nanoseconds until a message has reached everybody
    call_count calls{};            ///< from another run; 0: nobody counted
    double load_seconds = 0;       ///< CPU of the load itself
};

}  // namespace parley::bench
