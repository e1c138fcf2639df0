#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Draws what was recorded: servers one above the other on one time axis, a lane for each thread, as an SVG picture
/// that any browser shows. Refuses to know where it is kept.
/// Read next: `observe/timeline_marks.hpp`; `observe/timeline_page.hpp`, which zooms.

#include <cstddef>
#include <cstdint>
#include <parley/observe/lanes.hpp>
#include <parley/observe/timeline_axis.hpp>
#include <parley/observe/timeline_panel.hpp>
#include <parley/observe/timeline_style.hpp>
#include <parley/observe/timeline_svg.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::observe {

/// The most marks in a picture: a browser draws so many without a pause.
inline constexpr std::size_t marks_limit = 40'000;

/// How much of a recording is drawn, and how finely.
/// @snippet examples/spans.cpp marks
struct timeline_options {
    std::int64_t length = 0;  ///< nanoseconds that are shown; 0: so many that single spans can be seen
    double finest = 1;        ///< pixels: what is shorter is merged with its neighbours
};

/// A picture that is being drawn.
/// @snippet examples/spans.cpp marks
class timeline_picture {
public:
    using at = timeline_layout;  ///< where things are

    /// Chooses what is shown. The spans live longer than this.
    timeline_picture(const std::vector<named_spans>& servers, timeline_options wanted)
        : length_(wanted.length > 0 ? wanted.length : readable_length(servers)) {
        // Coarser until it is not too much: 100 threads have less room each, anyway.
        for (double finest = wanted.finest;; finest *= 2) {
            panels_.clear();
            std::size_t marks = 0;
            const auto shortest = static_cast<std::int64_t>(finest * static_cast<double>(length_) / at::plot_width);
            for (const named_spans& server : servers)
                marks += panels_.emplace_back(server, most_telling(server, length_), shortest).mark_count();
            if (marks <= marks_limit || shortest > length_) return;
        }
    }

    /// The SVG element, which loads nothing.
    std::string draw() const {
        double top = legend_height;
        std::string panels;
        for (const timeline_panel& one : panels_) {
            panels += one.draw(top);
            top += one.height() + panel_gap;
        }
        const std::string height = number_text(top + axis_height);
        const std::string width = number_text(at::width);
        return "<svg xmlns=\"" + std::string(svg_namespace) + "\" width=\"" + width + "\" height=\"" + height +
               "\" viewBox=\"0 0 " + width + " " + height + "\" role=\"img\" data-length=\"" + std::to_string(length_) +
               "\">\n<title>What each thread did</title>\n" + style() + legend() + panels + axis(top) + "</svg>\n";
    }

private:
    static constexpr double legend_height = 44, axis_height = 40, panel_gap = 14;
    static constexpr const char* svg_namespace = "http://www.w3.org/2000/svg";  // a name; nothing is loaded from it

    static std::string style() {
        std::string css =
            "<style>text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:bold;font-size:15px}"
            ".name{text-anchor:end}.tick{text-anchor:middle}.paper{fill:#fff}.ground{fill:#f7f7f7}.grid{fill:#ddd}"
            ".lost{fill:#fff;stroke:#999;stroke-dasharray:4 3}rect[class^=a]:hover{opacity:.6}";
        for (std::size_t a = 0; a != activity_count; ++a)
            css.append(".a" + std::to_string(a) + "{fill:").append(activity_styles[a].colour).append("}");
        css += "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.paper{fill:#14181d}.ground{fill:#1c2128}"
               ".grid{fill:#30363d}.lost{fill:#14181d}}";
        return css + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n";
    }

    static std::string legend() {
        std::string svg;
        double left = 8;
        const auto add = [&](const std::string& kind, const svg_box& box, std::string_view words) {
            svg += svg_rect(kind, box) + svg_text("word", left + 20, 24, words);
            left += 40 + 6 * static_cast<double>(words.size());
        };
        for (std::size_t a = 0; a != activity_count; ++a) {
            const auto what = static_cast<activity>(a);
            const bool thin = what == activity::waiting;
            add(class_of(what), {left, thin ? 18.0 : 12.0, 14, thin ? 4.0 : 16.0}, activity_styles[a].words);
        }
        add("ground", {left, 12, 14, 16}, "something else, or waiting for a processor");
        return svg;
    }

    std::string axis(double top) const {
        const auto place = [this](std::int64_t when) {
            return at::plot_left + at::plot_width * static_cast<double>(when) / static_cast<double>(length_);
        };
        std::string svg = "<g class=\"axis\">\n";
        const std::int64_t distance = tick_distance(length_);
        for (std::int64_t when = 0; when < length_ - distance / 3; when += distance)
            svg += svg_text("tick", place(when), top + 6, duration_text(when));
        return svg + "</g>\n" + svg_text("tick", at::shares_left + at::shares_width / 2, top + 6, "share of the time");
    }

    std::int64_t length_;
    std::vector<timeline_panel> panels_{};
};

/// The SVG element. Of each server the most telling stretch is shown (`timeline_axis.hpp`), all of the same length.
/// @snippet examples/trace.cpp timeline
inline std::string draw_timeline(const std::vector<named_spans>& servers, timeline_options wanted = {}) {
    return timeline_picture(servers, wanted).draw();
}

}  // namespace parley::observe
