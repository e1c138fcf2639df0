// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <observe/lanes_of.hpp>
#include <observe/well_formed.hpp>
#include <parley/observe/trace_events.hpp>
#include <string>

using namespace observe_test;
using parley::observe::trace_events;

TEST_CASE("trace events are JSON: a process for each server, a thread for each lane, an event for each span") {
    const named_spans one{"a \"quoted\" \\ name\n", {{"loop", {{1234, 5678, 3, activity::reading}}, 9}}, 0};
    const named_spans other{"b", {{"client 1", {}, 0}, {"client 2", {{0, 1'000'000, 0, activity::waiting}}, 0}}, 0};
    const std::string json = trace_events({one, other});
    CAPTURE(json);
    CHECK(json_reader::accepts(json));
    CHECK(json.find("\"name\":\"a \\\"quoted\\\" \\\\ name \"") != json.npos);
    CHECK(json.find("{\"ph\":\"X\",\"name\":\"reading\",\"pid\":1,\"tid\":1,\"ts\":1.234,\"dur\":4.444,"
                    "\"args\":{\"client\":3}}") != json.npos);
    CHECK(json.find("{\"ph\":\"X\",\"name\":\"waiting\",\"pid\":2,\"tid\":2,\"ts\":0.000,\"dur\":1000.000,") != json.npos);
    CHECK(json.find("\"name\":\"thread_name\",\"pid\":2,\"tid\":1,\"args\":{\"name\":\"client 1\",\"lost\":0}") != json.npos);
}

TEST_CASE("names of any bytes are JSON") {
    const std::string json = trace_events({{"\xFF \x1b \xC3\xA4", {}, 0}});
    CHECK(json_reader::accepts(json));
    CHECK(json.find("\"\xEF\xBF\xBD \xEF\xBF\xBD \xC3\xA4\"") != json.npos);
}

TEST_CASE("nothing recorded is JSON, too") {
    CHECK(json_reader::accepts(trace_events({})));
    CHECK(json_reader::accepts(trace_events({{"x", {}, 0}})));
}

TEST_CASE("the checker of these tests sees what is wrong") {
    CHECK(!json_reader::accepts("{\"a\":1,}"));
    CHECK(!json_reader::accepts("[1 2]"));
    CHECK(!json_reader::accepts("{\"a\":\"\n\"}"));
    CHECK(!json_reader::accepts("{\"a\":1}}"));
    CHECK(!json_reader::accepts(""));
    CHECK(json_reader::accepts("[{\"a\": \"\\\"\", \"b\": -1.5}, [], {}]"));
}
