#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The two shapes that a timeline is drawn with. Refuses to know what they stand for.
/// Read next: `observe/timeline_axis.hpp`.

#include <cstdio>
#include <string>
#include <string_view>

namespace parley::observe {

/// Text within an element or an attribute.
inline std::string xml_text(std::string_view plain) {
    std::string text;
    for (const char c : plain) {
        if (c == '&')
            text += "&amp;";
        else if (c == '<')
            text += "&lt;";
        else if (c == '>')
            text += "&gt;";
        else if (c == '"')
            text += "&quot;";
        else
            text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return text;
}

/// "0.25", "17.5", "320": `value` with at most `digits` digits after the point, and no zeros at the end of them.
inline std::string number_text(double value, int digits = 2) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    std::string number = text;
    if (number.find('.') == number.npos) return number;
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
    return number == "-0" ? "0" : number;
}

struct svg_box {
    double left = 0, top = 0, width = 0, height = 0;
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
    return svg + "><title>" + xml_text(hint) + "</title></rect>\n";
}

/// Words; `bottom` is the line they stand on.
inline std::string svg_text(std::string_view kind, double left, double bottom, std::string_view words) {
    return "<text class=\"" + std::string(kind) + "\" x=\"" + number_text(left) + "\" y=\"" + number_text(bottom) +
           "\">" + xml_text(words) + "</text>\n";
}

}  // namespace parley::observe
