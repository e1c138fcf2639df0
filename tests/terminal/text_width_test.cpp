// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <examples/terminal/text_width.hpp>
#include <iterator>
#include <string_view>

using terminal::next_character;
using terminal::previous_character;
using terminal::width;

TEST_CASE("columns of a text") {
    CHECK(width("") == 0);
    CHECK(width("hello") == 5);
    CHECK(width("gr\xC3\xBC\xC3\x9F" "e") == 5);
    CHECK(width("e\xCC\x81") == 1);                     // e and a combining acute
    CHECK(width("\xE6\x97\xA5\xE6\x9C\xAC") == 4);      // two ideographs
    CHECK(width("\xED\x95\x9C") == 2);                  // a Hangul syllable
    CHECK(width("\xF0\x9F\x98\x80") == 2);              // an emoji
    CHECK(width("\xE0\xA4\xA8\xE0\xA5\x81") == 1);      // a Devanagari letter with its vowel below
    CHECK(width("\xE2\x80\x8B") == 0);                  // zero-width space
    CHECK(width("\xFF") == 1);                          // shown as U+FFFD
}

TEST_CASE("the tables are sorted, as the search needs them") {
    const auto sorted = [](const auto& table) {
        for (std::size_t i = 0; i != std::size(table); ++i)
            if (table[i].first > table[i].last || (i != 0 && table[i - 1].last >= table[i].first)) return false;
        return true;
    };
    CHECK(sorted(terminal::zero_width));
    CHECK(sorted(terminal::double_width));
}

TEST_CASE("a character is a code point and the accents on it") {
    const std::string_view text = "ae\xCC\x81\xE6\x97\xA5";  // a, e with acute, an ideograph
    CHECK(next_character(text, 0) == 1);
    CHECK(next_character(text, 1) == 4);
    CHECK(next_character(text, 4) == 7);
    CHECK(next_character(text, 7) == 7);
    CHECK(previous_character(text, 7) == 4);
    CHECK(previous_character(text, 4) == 1);
    CHECK(previous_character(text, 1) == 0);
    CHECK(previous_character(text, 0) == 0);
}

TEST_CASE("emoji that a joiner makes one are one character") {
    const std::string_view family = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7";
    CHECK(next_character(family, 0) == family.size());
    CHECK(previous_character(family, family.size()) == 0);
    CHECK(next_character("a\xE2\x80\x8D", 0) == 4);  // a joiner at the end joins nothing
}
