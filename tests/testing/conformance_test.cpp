// SPDX-License-Identifier: MIT

/// @file
/// Every policy keeps every promise. That each check can fail is proved in `broken_policies_test.cpp`.

#include "every_policy.hpp"

#include <doctest/doctest.h>
#include <parley/parley.hpp>
#include <parley/testing/conformance.hpp>
#include <string>
#include <string_view>

TEST_CASE_TEMPLATE("every policy keeps its promises", Policy, EVERY_POLICY) {
    const std::size_t broken = parley::testing::check_policy<Policy>(
        [](std::string_view name, const std::string& story) { CHECK_MESSAGE(story.empty(), name << "\n" << story); });
    CHECK(broken == 0);
}
