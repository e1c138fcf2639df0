// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <observe/lanes_of.hpp>
#include <parley/base/error.hpp>
#include <parley/observe/spans_file.hpp>
#include <parley/observe/trace_file.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <stdexcept>
#include <string>

using namespace observe_test;
using parley::observe::read_spans;
using parley::observe::spans_reader;
using parley::observe::spans_text;
using parley::observe::trace_file;
using parley::testing::temporary_folder;

namespace {

named_spans example() {
    return {"select_loop",
            {{"loop", {{5, 900, 0, activity::waiting}, {900, 1000, 3, activity::reading}}, 12}, {"client 2", {}, 0}},
            4};
}

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string complaint(const std::string& text) {
    try {
        spans_reader::read(text, "some.spans");
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("what was written is read again") {
    const temporary_folder temporary;
    const std::string path = temporary.file("one.spans");
    trace_file(path).write({example()});
    const named_spans read = read_spans(path);
    CHECK(read.name == "select_loop");
    CHECK(read.lanes_lost == 4);
    REQUIRE(read.lanes.size() == 2);
    CHECK(read.lanes[0].name == "loop");
    CHECK(read.lanes[0].lost == 12);
    CHECK(read.lanes[0].spans == example().lanes[0].spans);
    CHECK(read.lanes[1].name == "client 2");
    CHECK(read.lanes[1].spans.empty());
    CHECK(spans_text(read) == spans_text(example()));
}

TEST_CASE("every activity survives, and a name with tabs and line ends stays on its line") {
    named_spans all{"a\tb\nc", {{"x\ty", {}, 0}}, 0};
    for (std::size_t i = 0; i != parley::observe::activity_count; ++i)
        all.lanes[0].spans.push_back({static_cast<std::int64_t>(i), 100, 0, static_cast<activity>(i)});
    const named_spans read = spans_reader::read(spans_text(all), "");
    CHECK(read.name == "a b c");
    CHECK(read.lanes.at(0).name == "x y");
    CHECK(read.lanes.at(0).spans == all.lanes[0].spans);
}

TEST_CASE("what is no file of spans is refused, with its line") {
    const std::string good = "server\tx\t0\nlane\tloop\t0\nwaiting\t1\t2\t0\n";
    CHECK(complaint(good) == "");
    CHECK(complaint("") == "some.spans: no spans were recorded here");
    const std::string wrong = ": this is no line of recorded spans";
    CHECK(complaint("<svg>\n") == "some.spans:1" + wrong);
    CHECK(complaint("lane\tloop\t0\n") == "some.spans:1" + wrong);
    CHECK(complaint("server\tx\t0\nwaiting\t1\t2\t0\n") == "some.spans:2" + wrong);
    for (const std::string bad : {"sleeping\t1\t2\t0", "waiting\t1\t2", "waiting\t1\t2\t0\t9", "waiting\tone\t2\t0",
                                  "waiting\t3\t2\t0", "waiting\t1\t2\t-1", "lane\tloop", "lane\tloop\tmany", ""}) {
        CAPTURE(bad);
        CHECK(complaint(good + bad + "\n") == "some.spans:4" + wrong);
    }
    CHECK(complaint(good + "waiting\t1\t2\t0") == "some.spans:4" + wrong);  // cut short
}

TEST_CASE("a file that is not there is named") {
    try {
        read_spans("/nonexistent/a.spans");
        FAIL("it was read");
    } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()) == "/nonexistent/a.spans: cannot be read");
    }
}

TEST_CASE("the end of its name says what a file holds") {
    const temporary_folder temporary;
    const auto written = [&](const std::string& name) {
        const std::string path = temporary.file(name);
        trace_file(path).write({example()});
        return content(path);
    };
    CHECK(written("a.svg").starts_with("<svg "));
    CHECK(written("a.html").starts_with("<!DOCTYPE html>"));
    CHECK(written("a.json").starts_with("{\"displayTimeUnit\""));
    CHECK(written("a.spans").starts_with("server\tselect_loop\t4\n"));
}

TEST_CASE("what cannot be written is refused before anything is recorded") {
    const auto refusal = [](const std::string& path) -> std::string {
        try {
            trace_file file(path);
        } catch (const parley::setup_error& error) {
            return error.what();
        }
        return {};
    };
    CHECK(refusal("/nonexistent/a.svg") == "write a trace to /nonexistent/a.svg: No such file or directory");
    CHECK(refusal("a.png").ends_with("its name has to end in .svg, .html, .json or .spans"));
}

TEST_CASE("a file in which nothing was written is none") {
    const temporary_folder temporary;
    const std::string path = temporary.file("a.svg");
    {
        const trace_file opened(path);
        CHECK(std::filesystem::exists(path));
    }
    CHECK_FALSE(std::filesystem::exists(path));
}
