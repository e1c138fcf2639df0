#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Where a value is drawn on an axis, and which values are written beside it. Refuses to know SVG.
/// Read next: `bench/report/pen.hpp`.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace parley::bench::report {

/// Equal distances are equal differences, or equal factors.
enum class spacing { linear, logarithmic };

/// Maps values between `low` and `high` onto the way from `begin` to `end` (in the picture's units; `end` may be the
/// smaller one, as upwards is in SVG). Values beyond are drawn at the edge.
/// @snippet examples/tools/charts.cpp scale
class scale {
public:
    /// The range widens to the next round numbers, so that the axis ends with one. A linear axis begins with 0.
    /// Logarithmic: `low` and `high` are above 0.
    scale(spacing spaced, double low, double high, double begin, double end)
        : spaced_(spaced), begin_(begin), end_(end) {
        if (spaced == spacing::linear) {
            step_ = round_step(std::max(high, 1e-9) / 4);
            high_ = step_ * std::ceil(std::max(high, 1e-9) / step_ - 1e-9);
        } else {
            low_ = below(low);
            high_ = std::max(above(high), low_ * 2);
        }
    }

    /// Where it is drawn.
    double at(double value) const noexcept {
        const double part = (unrolled(value) - unrolled(low_)) / (unrolled(high_) - unrolled(low_));
        return begin_ + (end_ - begin_) * std::clamp(part, 0.0, 1.0);
    }

    double low() const noexcept { return low_; }    ///< the value at `begin`
    double high() const noexcept { return high_; }  ///< the value at `end`

    /// The values to be written beside the axis: about five.
    std::vector<double> ticks() const { return spaced_ == spacing::linear ? multiples() : powers(); }

private:
    double unrolled(double value) const noexcept {
        return spaced_ == spacing::linear ? value : std::log10(std::max(value, low_));
    }

    static double power(double exponent) { return std::pow(10, exponent); }

    // The next of 1, 2, 5, 10, 20, 50, ... that is not smaller.
    static double round_step(double value) {
        const double ten = power(std::floor(std::log10(value)));
        for (const double digit : {1.0, 2.0, 5.0})
            if (digit * ten >= value * (1 - 1e-9)) return digit * ten;
        return 10 * ten;
    }

    static double above(double value) { return round_step(value); }
    static double below(double value) {
        const double ten = power(std::floor(std::log10(value) + 1e-9));
        for (const double digit : {5.0, 2.0})
            if (digit * ten <= value * (1 + 1e-9)) return digit * ten;
        return ten;
    }

    std::vector<double> multiples() const {
        std::vector<double> values;
        for (int times = 0; times * step_ <= high_ * (1 + 1e-9); ++times) values.push_back(times * step_);
        return values;
    }

    // 1, 2 and 5 of each power of ten, or fewer where that would be too many.
    std::vector<double> powers() const {
        const double decades = std::log10(high_ / low_);
        const int every = std::max(static_cast<int>(std::ceil(decades / 7)), 1);
        std::vector<double> values;
        const int first = static_cast<int>(std::floor(std::log10(low_) + 1e-9));
        for (int exponent = first; power(exponent) <= high_ * (1 + 1e-9); ++exponent)
            for (const double digit : {1.0, 2.0, 5.0}) {
                const double value = digit * power(exponent);
                if (value < low_ * (1 - 1e-9) || value > high_ * (1 + 1e-9)) continue;
                if (digit == 1 ? (exponent - first) % every == 0 : decades <= 2.6)
                    values.push_back(value);
            }
        return values;
    }

    spacing spaced_;
    double low_ = 0, high_ = 1, begin_, end_, step_ = 1;
};

}  // namespace parley::bench::report
