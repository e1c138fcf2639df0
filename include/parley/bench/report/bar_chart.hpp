#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Lying bars, each with its name before and its number behind it. Refuses to know what they measure.
/// Read next: `bench/report/style.hpp`.

#include <algorithm>
#include <optional>
#include <parley/bench/report/pen.hpp>
#include <parley/bench/report/scale.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// One bar and its name; lengths are in the unit of the axis.
/// @snippet examples/tools/charts.cpp charts
struct bar {
    std::string name;               ///< stands before it, shortened
    look looks;                     ///< its contestant's
    double full = 0;                ///< the whole length
    std::optional<double> dark{};   ///< the part of it that is drawn full, the rest light; none: it has no parts
    std::string text{};             ///< stands behind
    std::string hint{};             ///< a mouse shows this
    std::optional<spread> range{};  ///< drawn as a thin line
};

/// The axis begins with 0. Where long bars may be cut, it ends where the shortest bar still has a tenth of the longest
/// possible one: a longer bar has a gap before its end, and its number tells the rest.
/// @snippet examples/tools/charts.cpp charts
struct bar_chart {
    std::string title,            ///< above it
        description;              ///< for who cannot see it
    std::string x_title;          ///< says the unit
    std::vector<bar> bars{};      ///< from top to bottom
    bool cuts_long_bars = false;  ///< or else the axis ends with the longest

    /// The picture as SVG. `name` is unique in the page. Empty when there are no bars.
    std::string draw(const std::string& name) const {
        if (bars.empty()) return {};
        const double height = top + row * static_cast<double>(bars.size()) + 38, bottom = height - 38;
        const auto shorter = [](const bar& one, const bar& other) { return one.full < other.full; };
        const auto [shortest, longest] = std::minmax_element(bars.begin(), bars.end(), shorter);
        const bool cuts = cuts_long_bars && shortest->full > 0;
        const double end = cuts ? std::min(longest->full, 10 * shortest->full) : longest->full;
        const scale x(spacing::linear, 0, end, left, right);
        pen drawing(name, width, height, title, description);
        for (const double value : x.ticks()) {
            drawing.line({x.at(value), top}, {x.at(value), bottom}, "grid");
            drawing.text({x.at(value), bottom + 15}, brief(value), "tick middle");
        }
        drawing.text({(left + right) / 2, height - 6}, x_title, "axis middle");
        double y = top;
        for (const bar& one : bars) {
            draw_bar(drawing, one, x, y);
            y += row;
        }
        return drawing.take();
    }

    static constexpr double width = 440;  ///< of the picture, in its own units; its height follows from the bars

private:
    static constexpr double left = 126, right = width - 96, top = 6, row = 20, thick = 13;

    static void draw_bar(pen& drawing, const bar& one, const scale& x, double y) {
        const double dark = x.at(one.dark.value_or(0)), full = x.at(one.full), upper = y + (row - thick) / 2;
        drawing.text({left - 20, y + row / 2 + 4}, shortened(one.name), "name right");
        drawing.begin(one.looks);
        drawing.marker({left - 11, y + row / 2}, one.looks);
        const char* const rest = one.dark ? "bar light" : "bar plain";
        if (full > dark) drawing.rectangle({dark, upper}, full - dark, thick, rest, one.hint);
        if (dark > left) drawing.rectangle({left, upper}, dark - left, thick, "bar", one.hint);
        if (one.range && one.range->rounds > 1)
            drawing.line({x.at(one.range->low), y + row / 2}, {x.at(one.range->high), y + row / 2}, "whisker");
        drawing.end();
        if (one.full > x.high()) drawing.rectangle({full - 14, upper - 1}, 4, thick + 2, "gap");
        const double behind = one.range ? std::max(full, x.at(one.range->high)) : full;  // the line strikes nothing out
        drawing.text({behind + 6, y + row / 2 + 4}, one.text, "value left");
    }
};

}  // namespace parley::bench::report
