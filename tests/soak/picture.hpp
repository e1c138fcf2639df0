#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The samples of all models as one SVG file: memory, descriptors and threads, side by side over the same time.
/// Read next: `soak_slow_test.cpp`.

#include "samples.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <parley/bench/report/pen.hpp>
#include <parley/bench/report/scale.hpp>
#include <parley/bench/report/style.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace soak_test {

namespace report = parley::bench::report;

inline constexpr std::array<std::string_view, 5> models{"one_at_a_time", "thread_per_client", "select_loop", "poll_loop",
                                                        "epoll_loop"};

struct soaked {
    std::string_view model;
    report::look looks;
    samples seen;
};

/// One quantity: a frame, and a curve for each model.
class panel {
public:
    panel(report::pen& drawing, double left, double top, std::string_view title, double sample::*column, double unit)
        : drawing_(drawing), left_(left), top_(top), title_(title), column_(column), unit_(unit) {}

    void draw(const std::vector<soaked>& all) const {
        double longest = 0, highest = 0;
        for (const soaked& one : all)
            for (const sample& each : one.seen) {
                longest = std::max(longest, each.second / 60 * 0.999);  // a whole number of minutes ends the axis
                highest = std::max(highest, each.*column_ / unit_);
            }
        const report::scale x(report::spacing::linear, 0, longest, left_, left_ + width);
        const report::scale y(report::spacing::linear, 0, highest, top_ + height, top_);
        for (const double value : y.ticks()) {
            drawing_.line({left_, y.at(value)}, {left_ + width, y.at(value)}, "grid");
            drawing_.text({left_ - 6, y.at(value) + 4}, report::brief(value), "tick right");
        }
        for (const double value : x.ticks())
            drawing_.text({x.at(value), top_ + height + 15}, report::brief(value), "tick middle");
        drawing_.text({left_, top_ - 10}, title_, "axis left");
        drawing_.text({left_ + width / 2, top_ + height + 32}, "minutes", "axis middle");
        for (const soaked& one : all) draw_curve(one, x, y);
    }

    static constexpr double width = 250, height = 190;

private:
    void draw_curve(const soaked& one, const report::scale& x, const report::scale& y) const {
        std::vector<report::place> places;
        const std::size_t step = one.seen.size() / 300 + 1;  // a point for each pixel is enough: the median of so many
        for (std::size_t at = 0; at < one.seen.size(); at += step)
            places.push_back({x.at(one.seen[at].second / 60),
                              y.at(median(one.seen, column_, at, std::min(at + step, one.seen.size())) / unit_)});
        if (places.empty()) return;
        drawing_.begin(one.looks);
        drawing_.curve(places, "line");
        drawing_.marker(places.back(), one.looks, one.model);
        drawing_.end();
    }

    report::pen& drawing_;
    double left_, top_;
    std::string_view title_;
    double sample::*column_;
    double unit_;
};

/// Draws what lies in the folder as MODEL.csv into soak.svg there.
inline void draw_picture(const std::string& folder) {
    std::vector<soaked> all;
    for (std::size_t i = 0; i != models.size(); ++i) {
        soaked one{models[i], {i}, read_csv(folder + "/" + std::string(models[i]) + ".csv")};
        if (!one.seen.empty()) all.push_back(std::move(one));
    }
    constexpr double wide = 940, high = 290;
    report::pen drawing("soak", wide, high, "A soak of every model",
                        "The server's resident memory, descriptors and threads, once a second, while guests come, flood, stall, "
                        "half-close, die by a reset and go.");
    drawing.rectangle({0, 0}, wide, high, "gap");
    panel(drawing, 40, 30, "resident memory, MiB", &sample::memory, 1024).draw(all);
    panel(drawing, 350, 30, "descriptors", &sample::descriptors, 1).draw(all);
    panel(drawing, 660, 30, "threads", &sample::threads, 1).draw(all);
    double x = 40;
    for (const soaked& one : all) {
        drawing.begin(one.looks);
        drawing.marker({x, high - 12}, one.looks);
        drawing.end();
        drawing.text({x + 10, high - 8}, one.model, "name left");
        x += 150;
    }
    // A file of its own needs the name of its language and the colours that a page would give.
    std::string text = drawing.take();
    text.insert(text.find("<svg") + 4, " xmlns=\"http://www.w3.org/2000/svg\"");
    text.insert(text.find('>') + 1, "\n<style>" + std::string(report::style_sheet) + "</style>");
    std::ofstream(folder + "/soak.svg") << text;
}

}  // namespace soak_test
