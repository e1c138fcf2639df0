// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <observe/lanes_of.hpp>
#include <observe/well_formed.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/observe/timeline_page.hpp>
#include <string>
#include <vector>

using namespace observe_test;
using namespace parley::observe;

namespace {

lane lane_of(std::string name, std::vector<timed_span> spans) { return {std::move(name), std::move(spans), 0}; }

/// A lane that does everything, nested as a session does it; 1,000 ns each.
lane busy_lane(std::string name) {
    return lane_of(std::move(name), {{0, 1000, 0, activity::waiting},
                                     {1000, 2000, 1, activity::accepting},
                                     {2000, 3000, 1, activity::reading},
                                     {3000, 7000, 0, activity::decoding},
                                     {4000, 5000, 0, activity::locking},
                                     {5000, 6000, 0, activity::appending},
                                     {7000, 8000, 1, activity::writing}});
}

std::size_t occurrences(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

/// Whatever a browser would fetch.
std::string remote_load(std::string page) {
    const std::string name = "xmlns=\"http://www.w3.org/2000/svg\"";
    for (std::size_t at; (at = page.find(name)) != page.npos;) page.erase(at, name.size());
    for (const std::string way : {"http:", "https:", "//", "src=", "href", "@import", "url(", "fetch(", "XMLHttp", "<link"})
        if (const std::size_t at = page.find(way); at != page.npos && page.substr(at, 3) != "// ")
            return page.substr(at, 60);
    return {};
}

/// `width` of the first rectangle whose hint is this.
std::string width_of(const std::string& svg, const std::string& hint) {
    const std::size_t at = svg.rfind("width=\"", svg.find("<title>" + hint + "</title>"));
    REQUIRE(at != svg.npos);
    return svg.substr(at + 7, svg.find('"', at + 7) - at - 7);
}

}  // namespace

TEST_CASE("flattened: at each instant the innermost activity") {
    const std::vector<mark> flat = flatten(busy_lane("x"), {0, 10'000});
    REQUIRE(flat.size() == 8);
    const std::vector<activity> expected{activity::waiting,  activity::accepting, activity::reading,  activity::decoding,
                                         activity::locking,  activity::appending, activity::decoding, activity::writing};
    for (std::size_t i = 0; i != flat.size(); ++i) {
        CAPTURE(i);
        CHECK(flat[i].span.what == expected[i]);
        CHECK(flat[i].from == static_cast<std::int64_t>(i) * 1000);
        CHECK(flat[i].length() == 1000);
    }
    const shares sum = share_out(flat);
    CHECK(sum[static_cast<std::size_t>(activity::decoding)] == 2000);
    CHECK(sum[static_cast<std::size_t>(activity::locking)] == 1000);
}

TEST_CASE("flattened: what lies outside of the stretch is cut off") {
    const std::vector<mark> flat = flatten(busy_lane("x"), {3500, 1000});
    REQUIRE(flat.size() == 2);
    CHECK(flat[0].from == 3500);
    CHECK(flat[0].until == 4000);
    CHECK(flat[0].span.length() == 4000);  // what is told about it is the whole
    CHECK(flat[1].span.what == activity::locking);
    CHECK(flat[1].until == 4500);
    CHECK(flatten(busy_lane("x"), {9000, 1000}).empty());
    CHECK(flatten(lane_of("x", {}), {0, 1000}).empty());
}

TEST_CASE("what is too short to be seen becomes one mark, of what took the most time") {
    std::vector<timed_span> spans{{0, 500, 0, activity::waiting}};
    for (std::int64_t i = 0; i != 10; ++i) {
        spans.push_back({500 + 10 * i, 503 + 10 * i, 0, activity::reading});
        spans.push_back({503 + 10 * i, 510 + 10 * i, 0, activity::writing});
    }
    spans.push_back({600, 900, 0, activity::decoding});
    const std::vector<mark> merged = merge_short(flatten(lane_of("x", spans), {0, 1000}), 100);
    REQUIRE(merged.size() == 3);
    CHECK(merged[1].span.what == activity::writing);
    CHECK(merged[1].count == 20);
    CHECK(merged[1].from == 500);
    CHECK(merged[1].until == 600);
    CHECK(merged[2].span.what == activity::decoding);
    CHECK(merge_short(flatten(lane_of("x", spans), {0, 1000}), 1).size() == 22);  // everything can be seen
}

TEST_CASE("short ones that are far from each other stay apart") {
    const lane apart = lane_of("x", {{0, 10, 0, activity::reading}, {500, 510, 0, activity::reading}});
    CHECK(merge_short(flatten(apart, {0, 1000}), 100).size() == 2);
}

TEST_CASE("the axis has at most ten steps of 1, 2 or 5") {
    CHECK(tick_distance(10) == 1);
    CHECK(tick_distance(11) == 2);
    CHECK(tick_distance(21) == 5);
    CHECK(tick_distance(1'000) == 100);
    CHECK(tick_distance(1'001) == 200);
    CHECK(tick_distance(3'000'000) == 500'000);
    for (std::int64_t length = 1; length < 1'000'000'000'000; length = length * 3 + 1) {
        CAPTURE(length);
        CHECK(length / tick_distance(length) <= 10);
        if (length > 10) CHECK(length / tick_distance(length) >= 3);
    }
}

TEST_CASE("durations and shares in words") {
    CHECK(duration_text(0) == "0");
    CHECK(duration_text(320) == "320 ns");
    CHECK(duration_text(17'500) == "17.5 µs");
    CHECK(duration_text(4'000'000) == "4 ms");
    CHECK(duration_text(1'250'000'000) == "1.25 s");
    CHECK(share_text(0, 100) == "none");
    CHECK(share_text(41, 100) == "41 %");
    CHECK(share_text(3, 1000) == "0.3 %");
    CHECK(share_text(1, 1'000'000) == "less than 0.1 %");
}

TEST_CASE("the stretch that is shown is where threads waited longest for locks, or else where most was done") {
    named_spans server{"x", {lane_of("a", {}), lane_of("b", {})}, 0};
    for (std::int64_t i = 0; i != 1000; ++i) server.lanes[0].spans.push_back({10 * i, 10 * i + 9, 0, activity::writing});
    server.lanes[0].spans.push_back({900'000, 900'010, 0, activity::writing});
    CHECK(most_telling(server, 20'000).from == 0);
    server.lanes[1].spans = {{100'000, 100'500, 0, activity::locking}, {700'000, 705'000, 0, activity::locking}};
    const stretch shown = most_telling(server, 20'000);
    CHECK(shown.from == 698'000);
    CHECK(shown.until() == 718'000);
    server.lanes[0].lost = 1;  // from 900,010 on it is not whole
    server.lanes[1].spans.push_back({950'000, 990'000, 0, activity::locking});
    CHECK(most_telling(server, 20'000).from == 698'000);
}

TEST_CASE("the picture is well-formed, loads nothing, and shows every activity with its duration") {
    const named_spans server{"<a> & \"b\"", {busy_lane("loop & more"), busy_lane("<x>")}, 0};
    const std::string svg = draw_timeline({server});
    CHECK(xml_fault(svg) == "");
    CHECK(remote_load(svg) == "");
    for (const std::string hint : {"waiting, 1 µs", "accepting (client 1), 1 µs", "reading (client 1), 1 µs", "decoding, 4 µs",
                                   "locking, 1 µs", "appending, 1 µs", "writing (client 1), 1 µs"}) {
        CAPTURE(hint);
        CHECK(svg.find("<title>loop &amp; more: " + hint + "</title>") != svg.npos);
        CHECK(svg.find("<title>&lt;x&gt;: " + hint + "</title>") != svg.npos);
    }
    CHECK(svg.find("&lt;a&gt; &amp; &quot;b&quot;</text>") != svg.npos);
    CHECK(svg.find("2 threads. Waiting for a lock: ") != svg.npos);
}

TEST_CASE("the checker of these tests sees what is wrong") {
    CHECK(xml_fault("<a><b></a></b>") != "");
    CHECK(xml_fault("<a>&</a>") != "");
    CHECK(xml_fault("<a b=\"<\"/>") != "");
    CHECK(xml_fault("<a>") != "");
    CHECK(xml_fault("<a/><b/>") != "");
    CHECK(xml_fault("<a b=\"1 > 0\"><c/> &amp; </a>") == "");
    CHECK(remote_load("<img src=\"x\">") != "");
    CHECK(remote_load("<a href='x'>") != "");
    CHECK(remote_load("text from http://example.org") != "");
    CHECK(remote_load("  // a comment") == "");
}

TEST_CASE("two servers one above the other have one time axis") {
    // The second was recorded at another time, and is longer: what takes the same time still has the same width.
    named_spans one{"first", {lane_of("loop", {{1000, 21'000, 0, activity::writing}})}, 0};
    named_spans other{"second", {lane_of("a", {{500'000, 520'000, 0, activity::locking}}),
                                 lane_of("b", {{500'000, 600'000, 0, activity::waiting}})}, 0};
    const std::string svg = draw_timeline({one, other});
    CHECK(xml_fault(svg) == "");
    CHECK(svg.find(">first</text>") < svg.find(">second</text>"));
    CHECK(occurrences(svg, "<svg class=\"plot\"") == 2);
    CHECK(occurrences(svg, "<g class=\"axis\">") == 1);
    CHECK(width_of(svg, "loop: writing, 20 µs") == width_of(svg, "a: locking, 20 µs"));
    CHECK(svg.find("1 thread. Waiting for a lock: never.") != svg.npos);
    CHECK(svg.find("2 threads. Waiting for a lock: ") != svg.npos);
}

TEST_CASE("how long the picture is can be said") {
    const named_spans server{"x", {busy_lane("loop")}, 0};
    CHECK(draw_timeline({server}, {4000, 1}).find("data-length=\"4000\"") != std::string::npos);
}

TEST_CASE("no more than all of the time is spent waiting for a lock, where a buffer was full, too") {
    // Until 1,000 ns both lanes are whole, and each waits half of it; then one waits for long.
    named_spans server{"x", {}, 0};
    server.lanes.push_back(lane_of("a", {{0, 500, 0, activity::locking}, {900, 1000, 0, activity::writing}}));
    server.lanes.push_back(lane_of("b", {{500, 1000, 0, activity::locking}, {1000, 100'000, 0, activity::locking}}));
    server.lanes[0].lost = 1;
    const std::string svg = draw_timeline({server}, {1000, 1});
    CHECK(svg.find("50 % of all that was recorded") != svg.npos);
}

TEST_CASE("many short spans are as long as they are together, without the gaps between them") {
    const lane sparse = lane_of("loop", {{0, 1'000'000, 0, activity::waiting},
                                         {1'000'000, 1'000'020, 0, activity::reading},
                                         {1'000'100, 1'000'130, 0, activity::reading}});
    const std::string svg = draw_timeline({{"x", {sparse}, 0}}, {2'000'000, 1});
    CHECK(svg.find("loop: 2 short spans, mostly reading, 50 ns in all") != svg.npos);
}

TEST_CASE("the picture and its page follow the wish for dark colours") {
    const std::string page = timeline_page({{"x", {busy_lane("loop")}, 0}});
    CHECK(occurrences(page, "prefers-color-scheme") == 2);
    CHECK(xml_fault(draw_timeline({{"x", {busy_lane("loop")}, 0}})) == "");
}

TEST_CASE("where a buffer was full, the picture says so") {
    named_spans server{"x", {busy_lane("loop"), busy_lane("client 1")}, 7};
    server.lanes[0].lost = 99;
    const std::string svg = draw_timeline({server}, {100'000, 1});
    CHECK(occurrences(svg, "loop: no room for 99 later spans") == 1);
    CHECK(occurrences(svg, "client 1: no room") == 0);
    CHECK(svg.find("Threads not recorded: 7.") != svg.npos);
}

TEST_CASE("a thread that has not begun or has ended does not seem to do something else") {
    const lane brief = lane_of("client 1", {{2000, 3000, 1, activity::reading}});
    const std::string svg = draw_timeline({{"x", {busy_lane("loop"), brief}, 0}}, {8000, 1});
    CHECK(width_of(svg, "client 1: has not begun") == "240");  // of 960
    CHECK(width_of(svg, "client 1: has ended") == "600");
    CHECK(occurrences(svg, "loop: has") == 0);
    CHECK(xml_fault(svg) == "");
}

TEST_CASE("a picture of a hundred busy threads has no more marks than a browser likes") {
    named_spans server{"thread_per_client", {}, 0};
    for (int i = 0; i != 101; ++i) {
        std::vector<timed_span> spans;
        for (std::int64_t t = 0; t != 3000; ++t)
            spans.push_back({1000 * t + i, 1000 * t + i + 900, 0, t % 2 == 0 ? activity::writing : activity::reading});
        server.lanes.push_back(lane_of("client " + std::to_string(i), spans));
    }
    const timeline_options all{3'000'000, page_finest};
    const std::string svg = draw_timeline({server}, all);
    CHECK(occurrences(svg, "<title>client ") <= marks_limit + server.lanes.size());
    CHECK(occurrences(svg, "<title>client ") > 10'000);
    CHECK(xml_fault(svg) == "");
    CHECK(occurrences(svg, "class=\"name\"") < 60);  // names do not lie on top of each other
}

TEST_CASE("nothing was recorded: a picture all the same") {
    CHECK(xml_fault(draw_timeline({})) == "");
    CHECK(xml_fault(draw_timeline({{"x", {}, 0}})) == "");
    CHECK(xml_fault(draw_timeline({{"x", {lane_of("loop", {})}, 0}})) == "");
}

TEST_CASE("the page holds the picture and loads nothing") {
    const std::string page = timeline_page({{"select_loop", {busy_lane("loop")}, 0}});
    CHECK(remote_load(page) == "");
    const std::size_t begin = page.find("<svg "), end = page.rfind("</svg>\n");
    REQUIRE(begin < end);
    CHECK(xml_fault(page.substr(begin, end + 7 - begin)) == "");
    CHECK(page.find("<meta charset=\"utf-8\">") != page.npos);
    CHECK(page.ends_with("</html>\n"));
}

TEST_CASE("the part of one server: as many marks as can be told from each other, in lanes below a title") {
    //! [panel]
    const named_spans server{"select_loop", {busy_lane("loop"), busy_lane("client 1")}, 0};
    const timeline_panel panel(server, {0, 8000}, 1);  // 8 us of it, of which 1 ns can be seen
    CHECK(panel.mark_count() == 16);
    CHECK(panel.height() == timeline_layout::title_height + 2 * timeline_layout::thickest_lane);
    const std::string svg = "<svg>" + panel.draw(100) + "</svg>";  // 100 pixels below the top of the picture
    //! [panel]
    CHECK(xml_fault(svg) == "");
    CHECK(occurrences(svg, "<title>client 1: ") == 8);
    CHECK(timeline_panel(server, {0, 8000}, 1'000'000).mark_count() < 16);
}

TEST_CASE("the legend shows each activity in its colour and in words") {
    const std::string svg = draw_timeline({{"x", {busy_lane("loop")}, 0}});
    //! [style]
    for (const activity what : {activity::waiting, activity::locking, activity::writing}) {
        const activity_style& style = activity_styles[static_cast<std::size_t>(what)];
        CHECK(svg.find("." + class_of(what) + "{fill:" + std::string(style.colour) + "}") != svg.npos);
        CHECK(svg.find(">" + std::string(style.words) + "</text>") != svg.npos);
    }
    //! [style]
}

TEST_CASE("a rectangle is where its box says, and its hint is escaped") {
    //! [box]
    const svg_box box{1, 2, 3.5, 4};  // left, top, width, height
    CHECK(svg_rect("grid", box, "ann & bob") ==
          "<rect class=\"grid\" x=\"1\" y=\"2\" width=\"3.5\" height=\"4\"><title>ann &amp; bob</title></rect>\n");
    //! [box]
}
