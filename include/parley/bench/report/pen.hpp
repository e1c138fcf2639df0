#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Draws the strokes that pictures are made of, as SVG that stands in a page. Colours, dashes and sizes of letters are
/// those of `bench/report/style.hpp`. Refuses to know what is drawn. Read next: `bench/report/line_chart.hpp`.

#include <array>
#include <cstddef>
#include <parley/base/markup.hpp>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::bench::report {

/// A place in a picture; x grows to the right, y downwards.
/// @snippet bench/report/charts_test.cpp pen
struct place {
    double x = 0,  ///< in the picture's own units
        y = 0;     ///< the same
};

/// How a contestant looks in every picture: colour, dashes and marker, so that nobody needs the colour to tell two
/// apart. There are 84 looks: 7 colours, 4 kinds of dashes, 6 markers.
/// @snippet examples/tools/charts.cpp charts
struct look {
    std::size_t number = 0;     ///< the contestant's, the same in every picture
    bool is_reference = false;  ///< looks like nobody else, whatever its number

    /// Colour and dashes, as `bench/report/style.hpp` knows them.
    std::string css_class() const {
        if (is_reference) return "ref";
        return "s" + std::to_string(number % 7) + " d" + std::to_string(number % 4);
    }
};

/// One picture in the making. Its title and description are for screen readers. Numbers are written with at most one
/// digit behind the point; what is text is escaped, and a class is not. Source: SVG 2 (W3C), of which it takes little.
/// @snippet bench/report/charts_test.cpp pen
class pen {
public:
    /// `name` is unique in the page. The picture takes the width that the page gives it.
    pen(const std::string& name, double width, double height, std::string_view title, std::string_view description)
        : text_("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + number(width) + ' ' + number(height) +
                "\" aria-labelledby=\"" + name + "-t " + name + "-d\">\n<title id=\"" + name + "-t\">" +
                escape_html(title) + "</title>\n<desc id=\"" + name + "-d\">" + escape_html(description) +
                "</desc>\n") {}

    /// What is drawn next looks so, until end().
    void begin(const look& looks) { text_ += "<g class=\"" + looks.css_class() + "\">\n"; }
    void end() { text_ += "</g>\n"; }  ///< what begin() has begun

    /// A straight line, or one through all places; `css_class` says how it looks. @{
    void line(place from, place to, std::string_view css_class) {
        tag("line", css_class, pair("x1", from.x) + pair("y1", from.y) + pair("x2", to.x) + pair("y2", to.y), {});
    }

    void curve(const std::vector<place>& places, std::string_view css_class) {
        std::string points = " points=\"";
        for (const place& one : places) points += number(one.x) + ',' + number(one.y) + ' ';
        tag("polyline", css_class, points + '"', {});
    }
    /// @}

    /// `hint` is shown while a mouse points at it.
    void rectangle(place corner, double width, double height, std::string_view css_class, std::string_view hint = {}) {
        tag("rect", css_class,
            pair("x", corner.x) + pair("y", corner.y) + pair("width", width) + pair("height", height), hint);
    }

    /// A dot of the shape that belongs to the look.
    void marker(place middle, const look& looks, std::string_view hint = {}) {
        static constexpr std::array<std::string_view, 6> shapes{
            "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",                  // circle
            "m-3.5 -3.5h7v7h-7z",                                   // square
            "m0 -5l4.5 8h-9z",                                      // triangle
            "m0 -5l5 5l-5 5l-5 -5z",                                // diamond
            "m0 5l4.5 -8h-9z",                                      // triangle that stands on its tip
            "m-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z"  // cross
        };
        const std::string_view shape = looks.is_reference ? "m-4 -1h8v2h-8z" : shapes[looks.number % shapes.size()];
        tag("path", "mark", " d=\"M" + number(middle.x) + ' ' + number(middle.y) + std::string(shape) + '"', hint);
    }

    /// `css_class`: where the text ends or begins ("left", "middle", "right") and more.
    void text(place where, std::string_view words, std::string_view css_class) {
        text_ += "<text class=\"" + std::string(css_class) + '"' + pair("x", where.x) + pair("y", where.y) + '>' +
                 escape_html(words) + "</text>\n";
    }

    /// The whole picture; then there is none any more.
    std::string take() { return std::exchange(text_, {}) + "</svg>\n"; }

private:
    static std::string number(double value) { return number_text(value, 1); }
    static std::string pair(std::string_view key, double value) {
        return ' ' + std::string(key) + "=\"" + number(value) + '"';
    }

    void tag(std::string_view name, std::string_view css_class, const std::string& rest, std::string_view hint) {
        text_ += '<' + std::string(name) + " class=\"" + std::string(css_class) + '"' + rest;
        if (hint.empty()) {
            text_ += "/>\n";
        } else {
            text_ += "><title>" + escape_html(hint) + "</title></" + std::string(name) + ">\n";
        }
    }

    std::string text_;
};

/// A name that would run out of the picture is cut.
inline std::string shortened(std::string_view name, std::size_t longest = 18) {
    std::string made;
    std::size_t length = 0;
    for (std::string_view rest = name; !rest.empty(); ++length) {
        const std::size_t bytes = decode_utf8(rest).length;
        if (length + 1 == longest && rest.size() > bytes) return made + "\xE2\x80\xA6";  // an ellipsis
        made += rest.substr(0, bytes);
        rest.remove_prefix(bytes);
    }
    return made;
}

}  // namespace parley::bench::report
