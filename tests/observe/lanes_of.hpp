#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Looks at recorded lanes, for tests.

#include <algorithm>
#include <parley/observe/lanes.hpp>
#include <string>
#include <vector>

namespace observe_test {

using parley::observe::activity;
using parley::observe::lane;
using parley::observe::named_spans;
using parley::observe::timed_span;

inline std::size_t count(const lane& one, activity what) {
    return static_cast<std::size_t>(
        std::count_if(one.spans.begin(), one.spans.end(), [&](const timed_span& span) { return span.what == what; }));
}

inline std::size_t count(const named_spans& server, activity what) {
    std::size_t sum = 0;
    for (const lane& one : server.lanes) sum += count(one, what);
    return sum;
}

inline std::vector<std::string> names(const named_spans& server) {
    std::vector<std::string> all;
    for (const lane& one : server.lanes) all.push_back(one.name);
    return all;
}

/// What is wrong with a lane: spans out of order, or two that overlap without one being within the other.
inline std::string disorder(const lane& one) {
    std::vector<timed_span> open;
    std::int64_t before = 0;
    for (const timed_span& span : one.spans) {
        const std::string where = one.name + ", at " + std::to_string(span.from);
        if (span.from < before) return where + ": out of order";
        if (span.until < span.from) return where + ": ends before it begins";
        before = span.from;
        while (!open.empty() && open.back().until <= span.from) open.pop_back();
        if (!open.empty() && span.until > open.back().until) return where + ": overlaps with what began before";
        open.push_back(span);
    }
    return {};
}

inline bool within(const timed_span& inner, const timed_span& outer) {
    return outer.from <= inner.from && inner.until <= outer.until;
}

/// Is some `inner` within some `outer`?
inline bool nested(const lane& one, activity inner, activity outer) {
    for (const timed_span& a : one.spans)
        for (const timed_span& b : one.spans)
            if (a.what == inner && b.what == outer && within(a, b)) return true;
    return false;
}

}  // namespace observe_test
