#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which stretch of a recording is worth a picture, and where its time axis has marks.
/// Refuses to know what is drawn there. Read next: `observe/timeline_panel.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <parley/observe/lanes.hpp>
#include <parley/observe/timeline_marks.hpp>
#include <utility>
#include <vector>

namespace parley::observe {

/// When nobody says how long a picture shall be: so many typical spans (other than waiting) fit side by side ...
inline constexpr std::int64_t spans_across = 300;
/// ... or so many of the longest wait for a lock, up to ...
inline constexpr std::int64_t locks_across = 2;
/// ... so many nanoseconds.
inline constexpr std::int64_t longest_for_locks = 100'000'000;

/// Up to where a recording is whole: where the first full buffer ends.
inline std::int64_t whole_until(const named_spans& server) {
    std::int64_t end = 0, whole = INT64_MAX;
    for (const lane& one : server.lanes)
        for (const timed_span& span : one.spans) end = std::max(end, span.until);
    for (const lane& one : server.lanes) {
        if (one.lost == 0 || one.spans.empty()) continue;
        std::int64_t last = 0;
        for (const timed_span& span : one.spans) last = std::max(last, span.until);
        whole = std::min(whole, last);
    }
    return std::min(end, whole);
}

/// A length in which single spans can be seen, and the longest wait for a lock; no more than the longest recording.
inline std::int64_t readable_length(const std::vector<named_spans>& servers) {
    std::vector<std::int64_t> lengths;
    std::int64_t longest = 1000, longest_wait = 0;
    for (const named_spans& server : servers) {
        longest = std::max(longest, whole_until(server));
        for (const lane& one : server.lanes)
            for (const timed_span& span : one.spans) {
                if (span.what == activity::locking) longest_wait = std::max(longest_wait, span.length());
                if (span.what != activity::waiting) lengths.push_back(span.length());
            }
    }
    if (lengths.empty()) return longest;
    const auto median = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::nth_element(lengths.begin(), median, lengths.end());
    const std::int64_t wanted =
        std::max(*median * spans_across, std::min(longest_wait * locks_across, longest_for_locks));
    return std::clamp(wanted, std::int64_t{1000}, longest);
}

/// Where, within what is whole, threads waited longest for locks in that length; without such waits, where most was
/// done. It begins a little earlier: with what led to it.
inline stretch most_telling(const named_spans& server, std::int64_t length) {
    const std::int64_t end = whole_until(server);
    std::vector<std::pair<std::int64_t, std::int64_t>> begun;  // when, and how telling it is
    const auto look_for = [&](auto&& telling) {
        for (const lane& one : server.lanes)
            for (const timed_span& span : one.spans)
                if (const std::int64_t worth = telling(span); worth != 0 && span.from < end)
                    begun.emplace_back(span.from, worth);
    };
    look_for([](const timed_span& span) { return span.what == activity::locking ? span.length() : 0; });
    if (begun.empty()) look_for([](const timed_span& span) { return span.what == activity::waiting ? 0 : 1; });
    std::sort(begun.begin(), begun.end());
    std::int64_t from = 0, worth = 0, most = 0;
    for (std::size_t first = 0, next = 0; first != begun.size(); worth -= begun[first++].second) {
        for (; next != begun.size() && begun[next].first < begun[first].first + length; ++next)
            worth += begun[next].second;
        if (worth <= most) continue;
        most = worth;
        from = begun[first].first;
    }
    return {std::max(std::int64_t{0}, std::min(from - length / 10, end - length)), length};
}

/// The distance between marks of the axis: 1, 2 or 5 and zeros, at most ten of them in `length`.
inline std::int64_t tick_distance(std::int64_t length) noexcept {
    std::int64_t distance = 1;
    for (const std::int64_t factor : {2, 5, 10})
        if (length > 10 * distance) distance = factor;
    for (std::int64_t tens = 10; length > 10 * distance && tens < INT64_MAX / 100; tens *= 10)
        for (const std::int64_t factor : {1, 2, 5})
            if (length > 10 * distance) distance = factor * tens;
    return distance;
}

}  // namespace parley::observe
