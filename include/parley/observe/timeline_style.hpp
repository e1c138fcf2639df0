#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The colours and words of a timeline. The colours are Okabe and Ito's, which people with every kind of colour
/// vision tell apart; waiting, which is most of the time and no work, is grey and thin besides.
/// Refuses to know where anything is drawn. Read next: `observe/timeline_svg.hpp`.

#include <array>
#include <cstddef>
#include <cstdint>
#include <parley/base/markup.hpp>
#include <parley/observe/lanes.hpp>
#include <string>
#include <string_view>

namespace parley::observe {

/// How an activity is shown.
/// @snippet observe/timeline_test.cpp style
struct activity_style {
    std::string_view colour;  ///< as CSS has it
    std::string_view words;   ///< for the legend
};

/// By the activities' numbers.
inline constexpr std::array<activity_style, activity_count> activity_styles{{
    {"#b3b3b3", "waiting in the kernel"},
    {"#cc79a7", "accepting"},
    {"#56b4e9", "reading"},
    {"#0072b2", "decoding"},
    {"#d55e00", "waiting for a lock"},
    {"#f0e442", "holding the chat's lock"},
    {"#009e73", "writing"},
}};

/// The class of what stands for an activity.
inline std::string class_of(activity what) { return "a" + std::to_string(static_cast<int>(what)); }

/// "320 ns", "17.5 µs", "4 ms", "1.25 s".
inline std::string duration_text(std::int64_t nanoseconds) {
    if (nanoseconds == 0) return "0";
    const double value = static_cast<double>(nanoseconds);
    const auto with = [](double number, const char* unit) {
        return number_text(number, number < 10 ? 2 : number < 100 ? 1 : 0) + unit;
    };
    if (value < 1e3) return with(value, " ns");
    if (value < 1e6) return with(value / 1e3, " µs");
    if (value < 1e9) return with(value / 1e6, " ms");
    return with(value / 1e9, " s");
}

/// "none", "0.3 %", "41 %": how much of `all` is `some`.
inline std::string share_text(std::int64_t some, std::int64_t all) {
    if (some == 0 || all == 0) return "none";
    const double percent = 100.0 * static_cast<double>(some) / static_cast<double>(all);
    if (percent < 0.05) return "less than 0.1 %";
    return number_text(percent, percent < 10 ? 1 : 0) + " %";
}

}  // namespace parley::observe
