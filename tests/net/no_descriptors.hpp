#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A shortage of descriptors.

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace net_test {

/// No new descriptor for as long as this exists: the limit is the lowest free number.
struct no_descriptors {
    no_descriptors() {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
        const int lowest = ::dup(STDIN_FILENO);
        REQUIRE(lowest >= 0);
        ::close(lowest);
        const rlimit few{static_cast<rlim_t>(lowest), before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    }
    no_descriptors(const no_descriptors&) = delete;
    no_descriptors& operator=(const no_descriptors&) = delete;
    ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before); }
    rlimit before{};
};

}  // namespace net_test
