#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A lane as it can be seen: at each instant the innermost activity, and one mark for what is too short to be seen by
/// itself. Refuses to know colours and shapes. Read next: `observe/timeline_style.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <parley/observe/lanes.hpp>
#include <vector>

namespace parley::observe {

/// Nanoseconds of a recording.
/// @snippet examples/spans.cpp marks
struct stretch {
    std::int64_t from = 0;    ///< since the recording began
    std::int64_t length = 0;  ///< of which so many are seen

    std::int64_t until() const noexcept { return from + length; }  ///< the first that is not seen
};

/// What is drawn in one piece.
/// @snippet examples/spans.cpp marks
struct mark {
    std::int64_t from = 0;   ///< nanoseconds: where it begins ...
    std::int64_t until = 0;  ///< ... and ends
    timed_span span{};       ///< what it is a piece of; if it is many: their most frequent activity, by time
    std::size_t count = 1;   ///< how many pieces were too short to be seen
    std::int64_t busy = 0;   ///< if it is many: how long they are together, without the gaps between them

    std::int64_t length() const noexcept { return until - from; }  ///< nanoseconds
};

/// How long each activity was the innermost one.
using shares = std::array<std::int64_t, activity_count>;

/// The innermost activity at each instant of `seen`: marks side by side.
inline std::vector<mark> flatten(const lane& one, stretch seen) {
    std::vector<mark> flat;
    std::vector<const timed_span*> open;  // one within the other
    std::int64_t drawn = seen.from;       // up to here
    const auto draw_until = [&](std::int64_t until) {
        const std::int64_t end = std::min(until, seen.until());
        if (end > drawn) flat.push_back({drawn, end, *open.back()});
        drawn = std::max(drawn, end);
    };
    const auto close_until = [&](std::int64_t when) {
        for (; !open.empty() && open.back()->until <= when; open.pop_back()) draw_until(open.back()->until);
    };
    for (const timed_span& span : one.spans) {
        if (span.from >= seen.until()) break;
        close_until(span.from);
        if (!open.empty()) draw_until(span.from);
        drawn = std::max(drawn, span.from);
        open.push_back(&span);
    }
    close_until(INT64_MAX);
    return flat;
}

/// The sum of the marks, by activity.
inline shares share_out(const std::vector<mark>& flat) {
    shares sum{};
    for (const mark& one : flat) sum[static_cast<std::size_t>(one.span.what)] += one.length();
    return sum;
}

/// Neighbours that are shorter than `shortest` become one mark, of the activity that took the most time among them.
inline std::vector<mark> merge_short(const std::vector<mark>& flat, std::int64_t shortest) {
    std::vector<mark> merged;
    shares among{};
    bool growing = false;  // the last mark is made of short ones, and is short itself
    for (const mark& one : flat) {
        if (one.length() >= shortest) {
            merged.push_back(one);
            growing = false;
            continue;
        }
        if (!growing || one.from - merged.back().until >= shortest) {
            merged.push_back({one.from, one.until, one.span, 0});
            among = {};
        }
        mark& heap = merged.back();
        among[static_cast<std::size_t>(one.span.what)] += one.length();
        const auto most = std::max_element(among.begin(), among.end());
        if (heap.count != 0) heap.span = {heap.from, one.until, 0, static_cast<activity>(most - among.begin())};
        heap.until = one.until;
        heap.busy += one.length();
        ++heap.count;
        growing = heap.length() < shortest;
    }
    return merged;
}

}  // namespace parley::observe
