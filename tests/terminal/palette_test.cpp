// SPDX-License-Identifier: MIT

#include <cmath>
#include <doctest/doctest.h>
#include <examples/terminal/palette.hpp>
#include <set>
#include <string>
#include <string_view>

using namespace terminal;

namespace {

/// One component of a colour of xterm's cube, linear light (WCAG 2, "relative luminance").
double component(unsigned step) {
    const double value = (step == 0 ? 0 : 55 + 40 * step) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(unsigned colour) {
    const unsigned place = colour - 16;
    return 0.2126 * component(place / 36) + 0.7152 * component(place / 6 % 6) + 0.0722 * component(place % 6);
}

std::string_view nickname_in(std::string_view line) {
    const nickname_place found = find_nickname(line);
    return line.substr(found.at, found.length);
}

}  // namespace

TEST_CASE("every colour can be read on black and on white") {
    for (const unsigned colour : palette) {
        CAPTURE(colour);
        REQUIRE(colour >= 16);
        REQUIRE(colour < 232);
        CHECK((luminance(colour) + 0.05) / 0.05 >= 4.0);
        CHECK(1.05 / (luminance(colour) + 0.05) >= 4.0);
    }
}

TEST_CASE("a nickname keeps its colour, and many use the whole palette") {
    CHECK(colour_of("ann") == colour_of("ANN"));
    std::set<unsigned> used;
    for (int i = 0; i != 200; ++i) used.insert(colour_of("user" + std::to_string(i)));
    CHECK(used.size() == sizeof palette);
}

TEST_CASE("where the nickname is in each kind of line") {
    CHECK(nickname_in("ann: hello: you") == "ann");
    CHECK(nickname_in("* ann waves") == "ann");
    CHECK(nickname_in("[from ann] hi") == "ann");
    CHECK(nickname_in("[to ann] hi") == "ann");
    CHECK(nickname_in("'ann' has left the chat room!") == "ann");
    for (const std::string_view none : {"", "You are now connected!", "-- In #lobby: ann, bob.", "hello", "* ", "'",
                                        "two words: no name", "[from "})
        CHECK(nickname_in(none) == "");
}

TEST_CASE("only the nickname is coloured") {
    const std::string colour = "\x1b[38;5;" + std::to_string(colour_of("ann")) + "m";
    CHECK(coloured("ann: ann") == colour + "ann\x1b[39m: ann");
    CHECK(coloured("-- tea!") == "-- tea!");
}
