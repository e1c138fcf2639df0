#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A number as people write it on a command line: "5", "0.25". (std::from_chars would do, but a Mac's library has none
/// for fractions, and std::strtod asks the locale what a point is.) Refuses to know what is counted.
/// Read next: `base/options.hpp`.

#include <optional>
#include <string_view>

namespace parley {

/// Digits, with a point among them or behind them if need be; nothing when it is anything else: no sign, no exponent.
/// Exact to the last bit for up to 15 digits.
constexpr std::optional<double> decimal(std::string_view text) noexcept {
    double digits = 0, scale = 1;
    bool any = false, fraction = false;
    for (const char one : text) {
        if (one == '.' && !fraction && any) {
            fraction = true;
        } else if (one >= '0' && one <= '9') {
            any = true;
            digits = digits * 10 + (one - '0');
            if (fraction) scale *= 10;
        } else {
            return std::nullopt;
        }
    }
    if (!any) return std::nullopt;
    return digits / scale;
}

}  // namespace parley
