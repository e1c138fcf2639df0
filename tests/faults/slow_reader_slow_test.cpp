// SPDX-License-Identifier: MIT

/// @file
/// Row 1 of the fault table at its full size.

#include "slow_reader_program.hpp"

#include <doctest/doctest.h>

using namespace faults_test;

TEST_CASE_TEMPLATE("row 1: a client stops to read while 100 MB are broadcast", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    stop_reading(policy_name<P>, sanitizer ? 30 : 100);
}
