#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Curves over a common axis, each with its name at its end. Refuses to know what they measure.
/// Read next: `bench/report/bar_chart.hpp`.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <parley/bench/report/pen.hpp>
#include <parley/bench/report/scale.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <vector>

namespace parley::bench::report {

/// One value of a curve; both numbers are above 0.
/// @snippet examples/tools/charts.cpp charts
struct point {
    double x = 0,                      ///< in the unit of its axis
        y = 0;                         ///< in the unit of its axis
    std::string hint{};                ///< not empty: there is a marker, and a mouse shows this
    std::optional<spread> range{};     ///< drawn as an upright line
};

/// One line through points, with its name at its end.
/// @snippet examples/tools/charts.cpp charts
struct curve {
    std::string name;             ///< shortened in the picture
    look looks;                   ///< its contestant's
    std::vector<point> points{};  ///< from left to right; not empty
};

/// Both axes are logarithmic: what is compared differs by factors.
/// @snippet examples/tools/charts.cpp charts
struct line_chart {
    std::string title,                      ///< above it
        description;                        ///< for who cannot see it
    std::string x_title,                    ///< says the unit
        y_title;                            ///< says the unit
    std::vector<curve> curves{};            ///< none hides another's name
    std::string (*x_text)(double) = brief;  ///< what is written at a tick
    std::vector<double> x_ticks{};          ///< empty: round numbers

    /// The picture as SVG. `name` is unique in the page. Empty when there are no curves.
    std::string draw(const std::string& name) const {
        if (curves.empty()) return {};
        pen drawing(name, width, height, title, description);
        const auto [x, y] = scales();
        draw_grid(drawing, x, y);
        for (const curve& one : curves) draw_curve(drawing, one, x, y);
        draw_names(drawing, x, y);
        return drawing.take();
    }

    static constexpr double width = 440,  ///< of the picture, in its own units
        height = 300;                     ///< the same

private:
    static constexpr double left = 50, right = width - 132, top = 22, bottom = height - 40;

    struct both {
        scale x, y;
    };

    both scales() const {
        point low = curves.front().points.front(), high = low;
        for (const curve& one : curves)
            for (const point& each : one.points) {
                low.x = std::min(low.x, each.x);
                high.x = std::max(high.x, each.x);
                low.y = std::min({low.y, each.y, each.range ? each.range->low : each.y});
                high.y = std::max({high.y, each.y, each.range ? each.range->high : each.y});
            }
        return {scale(spacing::logarithmic, low.x, high.x, left, right),
                scale(spacing::logarithmic, std::max(low.y, high.y * 1e-9), high.y, bottom, top)};
    }

    void draw_grid(pen& drawing, const scale& x, const scale& y) const {
        for (const double value : y.ticks()) {
            drawing.line({left, y.at(value)}, {right, y.at(value)}, "grid");
            drawing.text({left - 8, y.at(value) + 4}, brief(value), "tick right");
        }
        for (const double value : x_ticks.empty() ? x.ticks() : x_ticks) {
            if (value < x.low() || value > x.high()) continue;
            drawing.line({x.at(value), top}, {x.at(value), bottom}, "grid");
            drawing.text({x.at(value), bottom + 15}, x_text(value), "tick middle");
        }
        drawing.text({4, 12}, y_title, "axis left");
        drawing.text({(left + right) / 2, height - 6}, x_title, "axis middle");
    }

    static void draw_curve(pen& drawing, const curve& one, const scale& x, const scale& y) {
        drawing.begin(one.looks);
        std::vector<place> places;
        for (const point& each : one.points) places.push_back({x.at(each.x), y.at(each.y)});
        drawing.curve(places, "line");
        for (std::size_t at = 0; at != places.size(); ++at) {
            const point& each = one.points[at];
            if (each.range)
                drawing.line({places[at].x, y.at(each.range->low)}, {places[at].x, y.at(each.range->high)}, "range");
            if (!each.hint.empty()) drawing.marker(places[at], one.looks, one.name + ": " + each.hint);
        }
        drawing.end();
    }

    // Each name stands where its curve ends, or as near as the names above and below leave room; a thin line leads
    // there.
    void draw_names(pen& drawing, const scale& x, const scale& y) const {
        struct label {
            const curve* of;
            place end;
            double y;
        };
        std::vector<label> labels;
        for (const curve& one : curves) {
            const place end{x.at(one.points.back().x), y.at(one.points.back().y)};
            labels.push_back({&one, end, end.y});
        }
        std::stable_sort(labels.begin(), labels.end(), [](auto& one, auto& other) { return one.y < other.y; });
        const double gap = std::min(14.0, (bottom - top + 24) / static_cast<double>(labels.size()));
        double lowest = top - 12;
        for (label& one : labels) one.y = lowest = std::max(one.y, lowest + gap);
        double highest = height - 24;
        for (auto one = labels.rbegin(); one != labels.rend(); ++one)
            one->y = highest = std::min(one->y, highest - gap);
        for (const label& one : labels) {
            drawing.begin(one.of->looks);
            drawing.line(one.end, {right + 14, one.y}, "leader");
            drawing.marker({right + 19, one.y}, one.of->looks);
            drawing.end();
            drawing.text({right + 27, one.y + 4}, shortened(one.of->name), "name left");
        }
    }
};

}  // namespace parley::bench::report
