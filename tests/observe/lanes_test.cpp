// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <observe/lanes_of.hpp>

using namespace observe_test;

namespace {

lane with(std::vector<timed_span> spans) { return {{}, std::move(spans), 0}; }

}  // namespace

TEST_CASE("a lane is called by what it did, and lanes are in the order of a reader") {
    named_spans server{"", {}, 0};
    server.lanes.push_back(with({{0, 1, 0, activity::waiting}}));
    server.lanes.push_back(with({{0, 1, 10, activity::writing}}));  // it never read: its client said nothing
    server.lanes.push_back(with({{0, 1, 9, activity::writing}, {1, 2, 2, activity::reading}, {2, 3, 9, activity::writing}}));
    server.lanes.push_back(with({{0, 1, 1, activity::accepting}, {1, 2, 0, activity::appending}}));
    name_lanes(server.lanes);
    CHECK(names(server) == std::vector<std::string>{"accepting", "client 2", "client 10", "thread"});
}

TEST_CASE("who lets clients in and reads is a loop") {
    named_spans server{"", {}, 0};
    server.lanes.push_back(with({{0, 1, 1, activity::accepting}, {1, 2, 1, activity::reading}}));
    name_lanes(server.lanes);
    CHECK(names(server) == std::vector<std::string>{"loop"});
}

TEST_CASE("every activity has a name of its own") {
    for (std::size_t i = 0; i != parley::observe::activity_count; ++i)
        for (std::size_t j = 0; j != i; ++j) CHECK(parley::observe::activity_names[i] != parley::observe::activity_names[j]);
    CHECK(name_of(activity::waiting) == "waiting");
    CHECK(name_of(activity::locking) == "locking");
    CHECK(name_of(activity::writing) == "writing");
}
