#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The two shapes that a timeline is drawn with. Refuses to know what they stand for.
/// Read next: `base/markup.hpp`, `observe/timeline_axis.hpp`.

#include <parley/base/markup.hpp>
#include <string>
#include <string_view>

namespace parley::observe {

/// Where something is and how large.
/// @snippet observe/timeline_test.cpp box
struct svg_box {
    /// @{ Pixels of the picture.
    double left = 0, top = 0, width = 0, height = 0;
    /// @}
};

/// ` x="1" y="2" width="3" height="4"`
inline std::string svg_place(const svg_box& box) {
    return " x=\"" + number_text(box.left) + "\" y=\"" + number_text(box.top) + "\" width=\"" + number_text(box.width) +
           "\" height=\"" + number_text(box.height) + "\"";
}

/// A rectangle; `hint` is shown to who points at it.
inline std::string svg_rect(std::string_view kind, const svg_box& box, std::string_view hint = {}) {
    std::string svg = "<rect class=\"" + std::string(kind) + "\"" + svg_place(box);
    if (hint.empty()) return svg + "/>\n";
    return svg + "><title>" + escape_html(hint) + "</title></rect>\n";
}

/// Words; `bottom` is the line they stand on.
inline std::string svg_text(std::string_view kind, double left, double bottom, std::string_view words) {
    return "<text class=\"" + std::string(kind) + "\" x=\"" + number_text(left) + "\" y=\"" + number_text(bottom) +
           "\">" + escape_html(words) + "</text>\n";
}

}  // namespace parley::observe
