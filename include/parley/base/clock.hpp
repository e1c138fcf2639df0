#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The one clock of the library, and the two instants that every wait has to know.
/// Steady, so that setting the machine's clock times nobody out. Refuses to know what is waited for.
/// Read next: `base/waker.hpp`.

#include <chrono>
#include <parley/base/cpp20.hpp>

namespace parley {

using clock = std::chrono::steady_clock;  ///< never set, only counts on
using time_point = clock::time_point;     ///< an instant of it: a deadline
using std::chrono::milliseconds;

/// "No deadline": a wait for it has no time-out.
inline constexpr time_point never = time_point::max();

/// "It is already due": a session says so when it needs its own turn now.
inline constexpr time_point at_once = time_point::min();

/// The instant `limit` from `now`, or `never` when that is further than the clock can count.
constexpr time_point later(time_point now, milliseconds limit) noexcept {
    if (limit.count() <= 0) return now;
    return limit >= std::chrono::duration_cast<milliseconds>(never - now) ? never : now + limit;
}

}  // namespace parley
