// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <limits>
#include <parley/base/markup.hpp>
#include <string>
#include <string_view>

using namespace parley;

TEST_CASE("markup: nothing reaches a file as anything but text") {
    CHECK(escape_html("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
    CHECK(quote_json("a\"b\\c") == "\"a\\\"b\\\\c\"");
    CHECK(quote_json("\x1b\n\xFF") == "\"\xEF\xBF\xBD \xEF\xBF\xBD\"");
    for (const auto& escape : {escape_html, printable}) {
        CHECK(escape("tab\there") == "tab here");
        CHECK(escape("\x1b[2J") == "\xEF\xBF\xBD[2J");
        CHECK(escape(std::string_view("nul\0", 4)) == "nul\xEF\xBF\xBD");
        CHECK(escape("\xC3\xA4 \xFF") == "\xC3\xA4 \xEF\xBF\xBD");
    }
}

TEST_CASE("markup: numbers have as many digits as they may, and no zeros at the end") {
    CHECK(fixed(1.0 / 3, 3) == "0.333");
    CHECK(fixed(std::numeric_limits<double>::max(), 3).size() == 313);
    CHECK(number_text(0.25) == "0.25");
    CHECK(number_text(17.5) == "17.5");
    CHECK(number_text(320) == "320");
    CHECK(number_text(320, 0) == "320");
    CHECK(number_text(17.04, 1) == "17");
    CHECK(number_text(-0.001) == "0");
}
