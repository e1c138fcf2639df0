// SPDX-License-Identifier: MIT

/// @file
/// Every policy keeps every promise. That each check can fail is proved in `broken_policies_test.cpp`.

#include <doctest/doctest.h>
#include <parley/parley.hpp>
#include <parley/testing/conformance.hpp>
#include <string>
#include <string_view>

namespace {

template <class Policy>
void keeps_all() {
    const std::size_t broken = parley::testing::check_policy<Policy>(
        [](std::string_view name, const std::string& story) { CHECK_MESSAGE(story.empty(), name << "\n" << story); });
    CHECK(broken == 0);
}

}  // namespace

TEST_CASE("one_at_a_time keeps its promises") { keeps_all<parley::one_at_a_time>(); }
TEST_CASE("thread_per_client keeps its promises") { keeps_all<parley::thread_per_client>(); }
TEST_CASE("select_loop keeps its promises") { keeps_all<parley::select_loop>(); }
TEST_CASE("poll_loop keeps its promises") { keeps_all<parley::poll_loop>(); }
TEST_CASE("epoll_loop keeps its promises") { keeps_all<parley::epoll_loop>(); }
