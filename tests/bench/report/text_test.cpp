// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/bench/report/escape.hpp>
#include <parley/bench/report/table.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <string_view>

using namespace parley::bench::report;

TEST_CASE("numbers for people have three digits") {
    CHECK(readable(0) == "0");
    CHECK(readable(0.0042) == "0.0042");
    CHECK(readable(0.042) == "0.042");
    CHECK(readable(0.42) == "0.42");
    CHECK(readable(4) == "4.00");
    CHECK(readable(4.2) == "4.20");
    CHECK(readable(9.996) == "10.0");
    CHECK(readable(42.31) == "42.3");
    CHECK(readable(99.96) == "100");
    CHECK(readable(423.4) == "423");
    CHECK(readable(999.4) == "999");
    CHECK(readable(999.6) == "1.00k");
    CHECK(readable(1000) == "1.00k");
    CHECK(readable(12'340) == "12.3k");
    CHECK(readable(999'700) == "1.00M");
    CHECK(readable(1'234'567) == "1.23M");
    CHECK(readable(5e9) == "5.00G");
    CHECK(readable(-12.34) == "-12.3");
}

TEST_CASE("numbers that nobody has measured have no zeros at the end") {
    CHECK(brief(0) == "0");
    CHECK(brief(1) == "1");
    CHECK(brief(0.5) == "0.5");
    CHECK(brief(0.05) == "0.05");
    CHECK(brief(100) == "100");
    CHECK(brief(2000) == "2k");
    CHECK(brief(2500) == "2.5k");
    CHECK(brief(20'000'000) == "20M");
    CHECK(brief(200'000) == "200k");
}

TEST_CASE("numbers for programs read back as the same") {
    for (const double value : {0.1, 1.0 / 3, 123456789.125, 1e300, 1e-300})
        CHECK(std::stod("0" + exact(value)) == value);
}

TEST_CASE("spreads are written where there are any") {
    CHECK(spread_text(std::nullopt) == "-");
    CHECK(spread_text(spread{27.2, 27.2, 27.2, 1}) == "27.2");
    CHECK(spread_text(spread{27.2, 27.2, 27.2, 3}) == "27.2");
    CHECK(spread_text(spread{27.2, 26.9, 28.04, 3}) == "27.2 (26.9..28.0)");
}

TEST_CASE("loads have titles") {
    CHECK(title_of({"fan-out", 100, 64, 0}) == "fan-out, 100 clients, 64 in flight");
    CHECK(title_of({"fan-out", 100, 64, 0}, false) == "fan-out, 64 in flight");
    CHECK(title_of({"fixed rate", 1, 0, 2500}) == "fixed rate, 1 client, 2.5k messages/s");
}

TEST_CASE("escapes: nothing reaches a file as anything but text") {
    CHECK(escape_markdown("a|b\\c<d>`e`*") == "a\\|b\\\\c&lt;d>\\`e\\`\\*");
    CHECK(escape_csv("plain") == "plain");
    CHECK(escape_csv("a,b") == "\"a,b\"");
    CHECK(escape_csv("say \"a\"") == "\"say \"\"a\"\"\"");
    for (const auto& escape : {escape_markdown, escape_csv}) {
        CHECK(escape("tab\there") == "tab here");
        CHECK(escape("\x1b[2J") == "\xEF\xBF\xBD[2J");
        CHECK(escape(std::string_view("nul\0", 4)) == "nul\xEF\xBF\xBD");
        CHECK(escape("\xC3\xA4 \xFF") == "\xC3\xA4 \xEF\xBF\xBD");
    }
    CHECK(escape_csv("one\r\nline") == "\"one  line\"");
}

TEST_CASE("table: Markdown is aligned, letters of several bytes too") {
    table made;
    made.add_column("name", {"a|b", "\xC3\xA4hnlich"});
    made.add_column("\xC2\xB5s", {"1.5", "12345"});
    made.add_column("nobody", {"-", "-"});
    CHECK(to_markdown(made) ==
          "| name    |    \xC2\xB5s |\n"
          "| ------- | ----: |\n"
          "| a\\|b    |   1.5 |\n"
          "| \xC3\xA4hnlich | 12345 |\n");
    CHECK(!made.empty());
}

TEST_CASE("table: without numbers it is empty") {
    table made;
    CHECK(made.empty());
    made.add_column("name", {"a"});
    CHECK(made.empty());
    made.add_column("nobody", {"-"});
    CHECK(made.empty());
}
