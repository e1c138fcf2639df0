// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <examples/terminal/key_decoder.hpp>
#include <string>
#include <string_view>
#include <vector>

using terminal::key;
using terminal::key_kind;

namespace {

std::vector<key> keys_of(std::string_view bytes) { return terminal::key_decoder().feed(bytes); }

std::vector<key_kind> kinds_of(std::string_view bytes) {
    std::vector<key_kind> kinds;
    for (const key& one : keys_of(bytes)) kinds.push_back(one.kind);
    return kinds;
}

using kinds = std::vector<key_kind>;

}  // namespace

TEST_CASE("characters are code points") {
    const std::vector<key> expected{{key_kind::character, "a"},
                                    {key_kind::character, "\xC3\xBC"},
                                    {key_kind::character, "\xE6\x97\xA5"},
                                    {key_kind::character, "\xF0\x9F\x98\x80"}};
    CHECK(keys_of("a\xC3\xBC\xE6\x97\xA5\xF0\x9F\x98\x80") == expected);
}

TEST_CASE("broken UTF-8 and C1 controls are no keys") {
    const std::vector<key> only_a{{key_kind::character, "a"}};
    for (const std::string_view broken : {"\x80", "\xFF\xFE", "\xC0\xAF", "\xE6\x97", "\xED\xA0\x80", "\xC2\x9B"}) {
        CAPTURE(broken.size());
        CHECK(keys_of(std::string(broken) + "a") == only_a);
    }
}

TEST_CASE("control characters") {
    CHECK(kinds_of("\x01\x05\x0b\x0c\x15\x17") ==
          kinds{key_kind::home, key_kind::end, key_kind::kill_after, key_kind::clear_screen, key_kind::kill_before,
                key_kind::kill_word});
    CHECK(kinds_of("\x04\x08\x7f\t\r\n") == kinds{key_kind::end_of_input, key_kind::backspace, key_kind::backspace,
                                                  key_kind::tab, key_kind::enter, key_kind::enter});
}

TEST_CASE("arrows, Home, End and Delete as different terminals send them") {
    for (const std::string_view left : {"\x1b[D", "\x1bOD", "\x1b[1;5D"})
        CHECK(kinds_of(left) == kinds{key_kind::left});
    for (const std::string_view home : {"\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"})
        CHECK(kinds_of(home) == kinds{key_kind::home});
    for (const std::string_view end : {"\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"})
        CHECK(kinds_of(end) == kinds{key_kind::end});
    CHECK(kinds_of("\x1b[A\x1b[B\x1b[C\x1b[3~") ==
          kinds{key_kind::up, key_kind::down, key_kind::right, key_kind::remove});
}

TEST_CASE("sequences that mean nothing here leave nothing behind") {
    for (const std::string_view unknown : {"\x1b[15~", "\x1b[[A", "\x1bx", "\x1b[?1;2c", "\x1bOP", "\x1b[200",
                                           "\x1b[11111111111111111111111111111111111111;3m"})
        CHECK(keys_of(unknown).empty());
    CHECK(kinds_of("\x1b[20\x1b[D") == kinds{key_kind::left});
}

TEST_CASE("however the bytes are split, the keys are the same") {
    const std::string_view bytes = "a\x1b[D\xC3\xBC\x1b[200~x\r\x1b[201~\x1bOH\xF0\x9F\x98\x80\x1b[1;5C\x1b[[A\x7f";
    const std::vector<key> whole = keys_of(bytes);
    CHECK(whole.size() == 11);
    for (std::size_t first = 0; first <= bytes.size(); ++first)
        for (std::size_t second = first; second <= bytes.size(); ++second) {
            terminal::key_decoder decoder;
            std::vector<key> keys;
            for (const auto part : {bytes.substr(0, first), bytes.substr(first, second - first), bytes.substr(second)})
                for (const key& one : decoder.feed(part)) keys.push_back(one);
            REQUIRE(keys == whole);
        }
}
