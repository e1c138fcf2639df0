// SPDX-License-Identifier: MIT
// Exercise 16: is the policy with the poller in my_poller.hpp a good one? Runs it through the conformance kit.

#include "my_poller.hpp"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <parley/testing/conformance.hpp>
#include <string>
#include <string_view>

int main() {
    const std::size_t broken = parley::testing::check_policy<my_policy>(
        [](std::string_view promise, const std::string& story) {
            std::printf("%s: %s\n", story.empty() ? "good" : "FAIL", std::string(promise).c_str());
            if (story.empty()) return;
            std::printf("\n%s\n", story.c_str());
            std::fflush(stdout);
            std::_Exit(1);  // the first story is enough
        });
    std::puts(broken == 0 ? "PASS" : "FAIL");
    return broken == 0 ? 0 : 1;
}
