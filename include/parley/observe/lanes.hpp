#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What was recorded of a server: a lane for each of its threads, or the one lane of a loop.
/// Refuses to know how it was recorded and how it is drawn.
/// Read next: `observe/recording.hpp`, where it comes from; `observe/timeline.hpp`, what becomes of it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <parley/observe/span.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::observe {

/// Something that a thread did. Times are nanoseconds since the recording began.
/// @snippet examples/spans.cpp span
struct timed_span {
    std::int64_t from = 0;     ///< nanoseconds: when it began, ...
    std::int64_t until = 0;    ///< ... and ended
    std::uint32_t client = 0;  ///< whom it was done for: 1 for the first who connected; 0: nobody in particular
    activity what = activity::waiting;  ///< what was done

    std::int64_t length() const noexcept { return until - from; }  ///< nanoseconds
    /// The same, at the same time, for the same client.
    friend bool operator==(const timed_span&, const timed_span&) = default;
};

/// One thread. Its spans are in the order of their beginnings, and lie side by side or one within the other.
/// @snippet examples/spans.cpp marks
struct lane {
    std::string name{};               ///< what `name_lanes()` calls it
    std::vector<timed_span> spans{};  ///< what was recorded of it
    std::size_t lost = 0;             ///< later spans, for which there was no room
};

/// One server.
/// @snippet examples/trace.cpp trace
struct named_spans {
    std::string name{};          ///< "select_loop"
    std::vector<lane> lanes{};   ///< its threads
    std::size_t lanes_lost = 0;  ///< threads for which there was no room
};

/// What activities are called in files and pictures, by their numbers.
inline constexpr std::string_view activity_names[activity_count] = {"waiting", "accepting", "reading", "decoding",
                                                                    "locking", "appending", "writing"};

/// The word for one of them.
inline std::string_view name_of(activity what) noexcept { return activity_names[static_cast<std::size_t>(what)]; }

/// Says what each lane is, by what it did: "loop" lets clients in and reads, "accepting" only lets them in, "client 3"
/// reads what the third client says. Those who let clients in come first, then clients by their numbers.
inline void name_lanes(std::vector<lane>& lanes) {
    struct sign {
        bool accepts = false;
        std::uint32_t reads = 0, writes = 0;  // the first client that it did it for
    };
    const auto read_sign = [](const lane& one) {
        sign seen;
        for (const timed_span& span : one.spans) {
            if (span.what == activity::accepting) seen.accepts = true;
            if (span.what == activity::reading && seen.reads == 0) seen.reads = span.client;
            if (span.what == activity::writing && seen.writes == 0) seen.writes = span.client;
        }
        return seen;
    };
    std::vector<std::pair<std::uint32_t, lane>> numbered;
    for (lane& one : lanes) {
        const sign seen = read_sign(one);
        const std::uint32_t client = seen.reads != 0 ? seen.reads : seen.writes;
        if (seen.accepts)
            one.name = seen.reads != 0 ? "loop" : "accepting";
        else
            one.name = client != 0 ? "client " + std::to_string(client) : "thread";
        numbered.emplace_back(seen.accepts ? 0 : client != 0 ? client : UINT32_MAX, std::move(one));
    }
    std::stable_sort(numbered.begin(), numbered.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    lanes.clear();
    for (auto& [number, one] : numbered) lanes.push_back(std::move(one));
}

}  // namespace parley::observe
