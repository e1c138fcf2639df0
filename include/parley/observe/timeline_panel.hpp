#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The lanes of one server, drawn: names to the left, what each thread did in the middle, and to the right how much of
/// the time it did what. Refuses to know what else is in the picture. Read next: `observe/timeline.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <parley/base/markup.hpp>
#include <parley/observe/lanes.hpp>
#include <parley/observe/timeline_axis.hpp>
#include <parley/observe/timeline_marks.hpp>
#include <parley/observe/timeline_style.hpp>
#include <parley/observe/timeline_svg.hpp>
#include <string>
#include <vector>

namespace parley::observe {

/// Pixels of the picture.
/// @snippet observe/timeline_test.cpp panel
struct timeline_layout {
    /// @{ From the left: names, the plot, the shares; from the top: a title, lanes that are this thick.
    static constexpr double plot_left = 100, plot_width = 960, shares_left = 1072, shares_width = 112, width = 1200;
    static constexpr double lanes_height = 340, thinnest_lane = 5, thickest_lane = 20, title_height = 44;
    /// @}
};

/// One server's part of the picture. `top` is where it begins.
/// @snippet observe/timeline_test.cpp panel
class timeline_panel {
public:
    using at = timeline_layout;  ///< where things are

    /// @param server   what was recorded; lives longer than this
    /// @param seen     the stretch of it that is drawn
    /// @param shortest nanoseconds that can be seen: what is shorter is merged.
    timeline_panel(const named_spans& server, stretch seen, std::int64_t shortest)
        : server_(server), seen_(seen),
          lane_height_(std::clamp(at::lanes_height / static_cast<double>(std::max<std::size_t>(server.lanes.size(), 1)),
                                  at::thinnest_lane, at::thickest_lane)) {
        for (const lane& one : server.lanes) {
            const std::vector<mark> flat = flatten(one, seen);
            shares_.push_back(share_out(flat));
            marks_.push_back(merge_short(flat, shortest));
        }
    }

    /// How many marks `draw()` makes.
    std::size_t mark_count() const noexcept {
        return std::accumulate(marks_.begin(), marks_.end(), std::size_t{0},
                               [](std::size_t sum, const auto& of_lane) { return sum + of_lane.size(); });
    }

    double height() const noexcept { return at::title_height + lanes_height(); }  ///< pixels

    /// A piece of SVG that begins at `top`.
    std::string draw(double top) const {
        const double lanes_top = top + at::title_height;
        std::string svg = svg_text("title", 8, top + 19, server_.name) + svg_text("summary", 8, top + 36, summary());
        // A picture in the picture: a page that zooms changes which part of it is seen.
        svg += "<svg class=\"plot\"" + svg_place({at::plot_left, lanes_top, at::plot_width, lanes_height()}) +
               " viewBox=\"0 0 " + number_text(at::plot_width) + " " + number_text(lanes_height()) +
               "\" preserveAspectRatio=\"none\">\n" + draw_grid();
        for (std::size_t i = 0; i != marks_.size(); ++i) svg += draw_lane(i);
        svg += "</svg>\n";
        for (std::size_t i = 0; i != marks_.size(); ++i) svg += draw_name(i, lanes_top) + draw_shares(i, lanes_top);
        return svg;
    }

private:
    double lanes_height() const noexcept { return lane_height_ * static_cast<double>(marks_.size()); }
    double lane_top(std::size_t i) const noexcept { return lane_height_ * static_cast<double>(i); }
    double thickness() const noexcept { return lane_height_ - (lane_height_ > 10 ? 3 : 1); }

    double place(std::int64_t when) const noexcept {
        return at::plot_width * static_cast<double>(when - seen_.from) / static_cast<double>(seen_.length);
    }

    std::string summary() const {
        const std::size_t threads = marks_.size() + server_.lanes_lost;
        std::int64_t here = 0, all = 0;
        for (const shares& of_lane : shares_) here += of_lane[static_cast<std::size_t>(activity::locking)];
        const stretch whole{0, whole_until(server_)};  // what comes later is missing in some lanes
        for (const lane& one : server_.lanes)
            all += share_out(flatten(one, whole))[static_cast<std::size_t>(activity::locking)];
        const auto lanes = static_cast<std::int64_t>(marks_.size());
        std::string text = std::to_string(threads) + (threads == 1 ? " thread" : " threads") + ". Waiting for a lock: ";
        text += here + all == 0 ? "never."
                         : share_text(here, seen_.length * lanes) + " of the time shown, " +
                               share_text(all, whole.length * lanes) + " of all that was recorded.";
        text += " This begins " + duration_text(seen_.from) + " after the start.";
        if (server_.lanes_lost != 0) text += " Threads not recorded: " + std::to_string(server_.lanes_lost) + ".";
        return text;
    }

    std::string draw_grid() const {
        std::string svg = svg_rect("ground", {0, 0, at::plot_width, lanes_height()});
        const std::int64_t distance = tick_distance(seen_.length);
        for (std::int64_t when = distance; when < seen_.length; when += distance)
            svg += svg_rect("grid", {place(seen_.from + when), 0, 1, lanes_height()});
        return svg;
    }

    /// No thread, no ground: where it had not begun, or has ended.
    std::string draw_absence(std::size_t i) const {
        const lane& one = server_.lanes[i];
        std::int64_t end = 0;
        for (const timed_span& span : one.spans) end = std::max(end, span.until);
        const std::int64_t begin = one.spans.empty() ? seen_.until() : one.spans.front().from;
        std::string svg;
        const auto clear = [&](std::int64_t from, std::int64_t until, const char* why) {
            from = std::max(from, seen_.from);
            until = std::min(until, seen_.until());
            if (from >= until) return;
            const svg_box box{place(from), lane_top(i), place(until) - place(from), lane_height_};
            svg += svg_rect("paper", box, one.name + ": " + why);
        };
        clear(seen_.from, begin, "has not begun");
        if (one.lost == 0 && !one.spans.empty()) clear(end, seen_.until(), "has ended");
        return svg;
    }

    std::string draw_lane(std::size_t i) const {
        const lane& one = server_.lanes[i];
        std::string svg = draw_absence(i);
        for (const mark& piece : marks_[i]) {
            const double left = place(piece.from), width = std::max(place(piece.until) - left, 0.3);
            svg_box box{left, lane_top(i), width, thickness()};
            if (piece.span.what == activity::waiting) {  // thin: nobody works
                box.top += 0.36 * thickness();
                box.height = 0.28 * thickness();
            }
            svg += svg_rect(class_of(piece.span.what), box, one.name + ": " + describe(piece));
        }
        if (one.lost != 0 && !one.spans.empty() && one.spans.back().until < seen_.until()) {
            const double left = std::max(0.0, place(one.spans.back().until));
            svg += svg_rect("lost", {left, lane_top(i), at::plot_width - left, thickness()},
                            one.name + ": no room for " + std::to_string(one.lost) + " later spans");
        }
        return svg;
    }

    static std::string describe(const mark& piece) {
        if (piece.count > 1)
            return std::to_string(piece.count) + " short spans, mostly " + std::string(name_of(piece.span.what)) +
                   ", " + duration_text(piece.busy) + " in all";
        std::string text = std::string(name_of(piece.span.what));
        if (piece.span.client != 0) text += " (client " + std::to_string(piece.span.client) + ")";
        return text + ", " + duration_text(piece.span.length());
    }

    /// Names of thin lanes would lie on top of each other: every second or third has one.
    std::string draw_name(std::size_t i, double lanes_top) const {
        const std::size_t every = lane_height_ >= 11 ? 1 : static_cast<std::size_t>(11 / lane_height_) + 1;
        if (i % every != 0) return {};
        return svg_text("name", at::plot_left - 8, lanes_top + lane_top(i) + thickness() / 2 + 4,
                        server_.lanes[i].name);
    }

    std::string draw_shares(std::size_t i, double lanes_top) const {
        double left = at::shares_left;
        std::string svg, words = server_.lanes[i].name;
        for (std::size_t a = 0; a != activity_count; ++a) {
            const std::int64_t some = shares_[i][a];
            if (some == 0) continue;
            const double width = at::shares_width * static_cast<double>(some) / static_cast<double>(seen_.length);
            svg += svg_rect(class_of(static_cast<activity>(a)), {left, lanes_top + lane_top(i), width, thickness()});
            left += width;
            words += ", " + std::string(activity_names[a]) + " " + share_text(some, seen_.length);
        }
        return "<g><title>" + escape_html(words) + "</title>\n" + svg + "</g>\n";
    }

    const named_spans& server_;
    const stretch seen_;
    const double lane_height_;
    std::vector<std::vector<mark>> marks_{};  // of each lane
    std::vector<shares> shares_{};
};

}  // namespace parley::observe
