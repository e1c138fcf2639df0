// SPDX-License-Identifier: MIT

#include "bench/report/made_up.hpp"
#include "bench/report/readers.hpp"
#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <parley/bench/report/charts.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace parley::bench::report;
using parley::bench::histogram;

namespace {

std::vector<readers::tag> tags_of(const std::string& svg) { return readers::html("<!DOCTYPE html>" + svg); }

double number(const readers::tag& one, const char* key) { return std::stod(one.attributes.at(key)); }

std::vector<readers::tag> of_class(const std::vector<readers::tag>& tags, const std::string& css_class) {
    std::vector<readers::tag> found;
    for (const readers::tag& one : tags)
        if (const auto at = one.attributes.find("class"); at != one.attributes.end() && at->second == css_class)
            found.push_back(one);
    return found;
}

std::vector<place> places(const readers::tag& polyline) {
    std::vector<place> found;
    std::string text = polyline.attributes.at("points");
    std::replace(text.begin(), text.end(), ',', ' ');
    std::istringstream words(text);
    for (place one; words >> one.x >> one.y;) found.push_back(one);
    return found;
}

// So many curves that all end in the same place.
line_chart crowded(std::size_t curves) {
    line_chart chart{"title", "description", "x", "y"};
    for (std::size_t at = 0; at != curves; ++at)
        chart.curves.push_back({"contestant " + std::to_string(at), {at, false}, {{1, 5}, {10, 50, "hint"}}});
    return chart;
}

}  // namespace

TEST_CASE("line chart: names never lie upon each other, nor outside the picture") {
    for (const std::size_t curves : {1U, 2U, 13U, 18U}) {
        CAPTURE(curves);
        const auto names = of_class(tags_of(crowded(curves).draw("test")), "name left");
        REQUIRE(names.size() == curves);
        std::vector<double> heights;
        for (const readers::tag& one : names) heights.push_back(number(one, "y"));
        std::sort(heights.begin(), heights.end());
        CHECK(heights.front() >= 8);
        CHECK(heights.back() <= line_chart::height - 16);
        for (std::size_t at = 1; at < heights.size(); ++at) CHECK(heights[at] - heights[at - 1] >= 12);
    }
}

TEST_CASE("line chart: larger values are higher, and further to the right") {
    line_chart chart = crowded(1);
    chart.curves[0].points = {{1, 1}, {10, 10}, {100, 1000}};
    const auto lines = of_class(tags_of(chart.draw("test")), "line");
    REQUIRE(lines.size() == 1);
    const auto drawn = places(lines[0]);
    REQUIRE(drawn.size() == 3);
    CHECK(drawn[1].x - drawn[0].x == doctest::Approx(drawn[2].x - drawn[1].x).epsilon(0.01));
    CHECK(drawn[0].y - drawn[1].y == doctest::Approx((drawn[1].y - drawn[2].y) / 2).epsilon(0.01));
    CHECK(drawn[2].y > 0);
    CHECK(drawn[0].y < line_chart::height);
}

TEST_CASE("line chart: no curves, no picture; one value is no trouble") {
    CHECK(crowded(0).draw("test").empty());
    line_chart chart = crowded(1);
    chart.curves[0].points = {{1, 1}};
    CHECK_NOTHROW(tags_of(chart.draw("test")));
}

TEST_CASE("bar chart: bars are as long as their values, and what is much longer is cut") {
    bar_chart chart{"title", "description", "ns"};
    chart.bars = {{"a", {0, false}, 10, 4}, {"b", {1, false}, 20, 20}, {"c", {2, false}, 5000, 0}};
    CHECK(of_class(tags_of(chart.draw("whole")), "gap").empty());
    chart.cuts_long_bars = true;
    const auto tags = tags_of(chart.draw("test"));
    const auto dark = of_class(tags, "bar"), light = of_class(tags, "bar light");
    REQUIRE(dark.size() == 2);
    REQUIRE(light.size() == 2);
    const double a = number(dark[0], "width") + number(light[0], "width"), b = number(dark[1], "width");
    CHECK(number(dark[0], "width") == doctest::Approx(a * 0.4).epsilon(0.02));
    CHECK(b == doctest::Approx(2 * a).epsilon(0.02));
    CHECK(number(light[1], "width") == doctest::Approx(10 * a).epsilon(0.02));
    CHECK(of_class(tags, "gap").size() == 1);
    CHECK(of_class(tags, "value left").size() == 3);
    CHECK(bar_chart{"title", "description", "ns"}.draw("test").empty());
}

TEST_CASE("CPU chart: where nobody knows the parts of the time, the bar has none") {
    contents all = made_up::report(2);
    for (auto& run : all.samples)
        if (run.contestant == "asio") run.cost.user_seconds = run.cost.system_seconds = 0;
    const summary made = summarize(all);
    const bar_chart chart = cpu_chart(made.groups.at(0), all, made);
    REQUIRE(chart.bars.size() == made_up::everybody().size());
    for (const bar& one : chart.bars) CHECK(one.dark.has_value() == (one.name != "asio"));
    const auto tags = tags_of(chart.draw("test"));
    CHECK(of_class(tags, "bar plain").size() == 1);
    CHECK(of_class(tags, "bar").size() == chart.bars.size() - 1);
}

TEST_CASE("pen: what is drawn stands in the picture, in its own units") {
    //! [pen]
    pen drawing("costs", 100, 50, "What a delivery costs", "epoll_loop takes 10 ns");
    const look third{2, false};
    drawing.begin(third);
    drawing.curve({place{0, 50}, place{50, 20}, place{100, 10}}, "line");
    drawing.marker({100, 10}, third, "10 ns");  // shown to a mouse
    drawing.end();
    const std::string svg = drawing.take();
    //! [pen]
    const auto tags = tags_of(svg);
    CHECK(of_class(tags, third.css_class()).size() == 1);
    CHECK(of_class(tags, "mark").size() == 1);
    const auto lines = of_class(tags, "line");
    REQUIRE(lines.size() == 1);
    REQUIRE(places(lines[0]).size() == 3);
    CHECK(places(lines[0])[1].x == 50);
    CHECK(places(lines[0])[1].y == 20);
}

TEST_CASE("looks: 84 contestants have 84 of them, and the reference its own") {
    std::set<std::string> looks;
    for (std::size_t at = 0; at != 84; ++at) {
        pen drawing("test", 1, 1, "", "");
        drawing.marker({0, 0}, {at, false});
        looks.insert(look{at, false}.css_class() + drawing.take());
    }
    CHECK(looks.size() == 84);
    CHECK(look{3, true}.css_class() == "ref");
}

TEST_CASE("looks: a contestant looks the same in every picture, wherever the reference stands") {
    contents all = made_up::report(1);
    std::rotate(all.samples.begin(), all.samples.begin() + 3,
                all.samples.end());  // the floor is not the first any more
    const summary made = summarize(all);
    std::set<std::size_t> numbers;
    for (const std::string& name : made.contestants) {
        if (name != "floor") CHECK(numbers.insert(look_of(name, all, made).number).second);
        CHECK(look_of(name, all, made).is_reference == (name == "floor"));
    }
    CHECK(*numbers.rbegin() == made.contestants.size() - 2);
}

TEST_CASE("latency chart: percentiles stand where HdrHistogram's plots have them") {
    using namespace chart_parts;
    CHECK(percent_text(1) == "0");
    CHECK(percent_text(2) == "50");
    CHECK(percent_text(10) == "90");
    CHECK(percent_text(100) == "99");
    CHECK(percent_text(1000) == "99.9");
    CHECK(percent_text(100'000) == "99.999");
    histogram thousand;
    for (std::uint64_t value = 1; value <= 1000; ++value) thousand.record(value * 1000);
    const auto points = latency_points(thousand);
    std::vector<std::string> hints;
    for (const point& one : points)
        if (!one.hint.empty()) hints.push_back(one.hint);
    REQUIRE(hints.size() == 4);  // 99.99 % of a thousand is nobody's percentile
    CHECK(hints[0] == "p50 " + readable(static_cast<double>(thousand.at_percentile(50)) / 1000) + " \xC2\xB5s");
    CHECK(hints[3].rfind("p99.9 ", 0) == 0);
    CHECK(points.back().x == 1000);
    CHECK(points.back().y == 1000);
    for (std::size_t at = 1; at < points.size(); ++at) {
        CHECK(points[at].x >= points[at - 1].x);
        CHECK(points[at].y >= points[at - 1].y);
    }
}

TEST_CASE("families: loads that differ in their clients only, the fewest first") {
    contents all = made_up::report(1);
    std::reverse(all.samples.begin(), all.samples.end());
    //! [family]
    const summary made = summarize(all);
    const std::vector<family> found = families(made);
    REQUIRE(found.size() == 2);  // fan-out with 64 in flight, and idle
    for (const family& one : found) {
        REQUIRE(one.groups.size() == 3);
        CHECK(one.groups[0]->given.clients < one.groups[1]->given.clients);
        CHECK(one.groups[1]->given.clients < one.groups[2]->given.clients);
        const table numbers = scaling_table(one, metrics::cpu, made);
        CHECK(numbers.columns.size() == 4);
        CHECK(numbers.rows.size() == made_up::everybody().size());
        CHECK(scaling_chart(one, metrics::cpu, all, made).curves.size() == made_up::everybody().size());
    }
    //! [family]
}

TEST_CASE("scaling chart: no clients at all have no place on a logarithmic axis") {
    contents all = made_up::report(1);
    for (parley::bench::sample& run : all.samples)
        if (run.given.kind == "idle" && run.given.clients == 10) run.given.clients = 0;
    const summary made = summarize(all);
    bool found = false;
    for (const family& loads : families(made))
        if (loads.given.kind == "idle")
            for (const curve& one : scaling_chart(loads, metrics::memory, all, made).curves) {
                found = true;
                CHECK(one.points.size() == 2);
                CHECK(one.points.front().x == 1000);
            }
    CHECK(found);
}
