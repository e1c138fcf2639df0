// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/base/decimal.hpp>
#include <string_view>

using parley::decimal;

TEST_CASE("a number as people write it, to the last bit") {
    static_assert(decimal("5") == 5);
    CHECK(decimal("0") == 0.0);
    CHECK(decimal("007") == 7.0);
    CHECK(decimal("0.1") == 0.1);
    CHECK(decimal("0.001") == 0.001);
    CHECK(decimal("86400.123456789") == 86400.123456789);
    CHECK(decimal("5.") == 5.0);
    CHECK(decimal("123456789012345") == 123456789012345.0);
}

TEST_CASE("what is no such number is none") {
    for (const std::string_view text : {"", ".", ".5", "1.2.3", "1..2", "-1", "+1", " 1", "1 ", "1e3", "0x10", "inf", "nan", "1,5", "١"}) {
        CAPTURE(text);
        CHECK(!decimal(text));
    }
}
