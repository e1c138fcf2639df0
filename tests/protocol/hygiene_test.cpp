// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/protocol/hygiene.hpp>
#include <string>
#include <string_view>

using parley::protocol::append_clean;
using parley::protocol::clean;
using parley::protocol::has_controls;
using parley::protocol::is_control;
using parley::protocol::without_telnet;

namespace {

const std::string replaced = "\xEF\xBF\xBD";

}  // namespace

TEST_CASE("plain text is left alone") {
    CHECK(clean("") == "");
    CHECK(clean("hello, world ~ !") == "hello, world ~ !");
    CHECK(clean("na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x98\x80") == "na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x98\x80");
    CHECK(clean("\xC2\xA0\xC2\xA1") == "\xC2\xA0\xC2\xA1");
}

TEST_CASE("clean text is appended to what is there") {
    std::string out = "ann: ";
    append_clean(out, "hi\x07 there\t!");
    CHECK(out == "ann: hi there !");
    append_clean(out, "");
    CHECK(out == "ann: hi there !");
}

TEST_CASE("a tab becomes a space, every other control character nothing") {
    CHECK(clean("a\tb") == "a b");
    CHECK(clean("\t") == " ");
    for (int c = 0; c != 0x20; ++c) {
        if (c == '\t') continue;
        CAPTURE(c);
        CHECK(clean("a" + std::string(1, static_cast<char>(c)) + "b") == "ab");
    }
    CHECK(clean("a\x7F" "b") == "ab");
    for (int c = 0x80; c != 0xA0; ++c) {
        CAPTURE(c);
        CHECK(clean("a\xC2" + std::string(1, static_cast<char>(c)) + "b") == "ab");
    }
}

TEST_CASE("which code points are controls") {
    for (char32_t c = 0; c != 0x300; ++c) {
        const bool expected = c <= 0x1F || c == 0x7F || (c >= 0x80 && c <= 0x9F);
        CHECK(is_control(c) == expected);
    }
}

TEST_CASE("escape sequences lose what makes them work") {
    CHECK(clean("\x1B[2Jgone") == "[2Jgone");
    CHECK(clean("\x1B]0;title\x07text") == "]0;titletext");
    CHECK(clean("\xC2\x9B" "31mred") == "31mred");
    CHECK(clean("\x9B" "31mred") == replaced + "31mred");
    CHECK(clean("beep\a\b\b") == "beep");
    CHECK(clean("over\rwrite") == "overwrite");
}

TEST_CASE("NUL and CR are removed, wherever they stand") {
    CHECK(clean(std::string_view("\0a\0\0b\0", 6)) == "ab");
    CHECK(clean("\ra\r\rb\r") == "ab");
}

TEST_CASE("each fault in UTF-8 is replaced once") {
    CHECK(clean("a\x80z") == "a" + replaced + "z");
    CHECK(clean("a\xC3") == "a" + replaced);
    CHECK(clean("a\xE2\x82z") == "a" + replaced + "z");
    CHECK(clean("a\xF0\x9F\x98\xC3\xA9") == "a" + replaced + "\xC3\xA9");
    CHECK(clean("\xC0\xAF") == replaced + replaced);
    CHECK(clean("\xED\xA0\x80") == replaced + replaced + replaced);
    CHECK(clean("\xF5\xFE") == replaced + replaced);
    CHECK(clean("\xF4\x90\x80\x80") == replaced + replaced + replaced + replaced);
}

TEST_CASE("a control character does not hide in a sequence that it cuts") {
    CHECK(clean("\xE2\x1B\x82") == replaced + replaced);
    CHECK(clean("\xC3\x07\xA9") == replaced + replaced);
}

TEST_CASE("telnet negotiation is removed") {
    CHECK(clean("\xFF\xFB\x01" "ann") == "ann");
    CHECK(clean("ann\xFF\xFD\x03") == "ann");
    CHECK(clean("a\xFF\xFC\x18" "n\xFF\xFE\x1Fn") == "ann");
    for (int option = 0; option != 256; ++option) {
        CAPTURE(option);
        for (const char* verb : {"\xFB", "\xFC", "\xFD", "\xFE"})
            CHECK(clean("a\xFF" + std::string(verb) + static_cast<char>(option) + "z") == "az");
    }
}

TEST_CASE("telnet commands of two bytes are removed") {
    for (int command = 240; command != 250; ++command) {
        CAPTURE(command);
        CHECK(clean("a\xFF" + std::string(1, static_cast<char>(command)) + "z") == "az");
    }
}

TEST_CASE("a telnet subnegotiation is removed up to its end, or to the end of the line") {
    CHECK(clean("a\xFF\xFA\x18xterm\xFF\xF0z") == "az");
    CHECK(clean(std::string("a\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0z", 11)) == "az");
    CHECK(clean("a\xFF\xFA\xFF\xF0z") == "az");
    CHECK(clean("a\xFF\xFA\x18 and all the rest") == "a");
    CHECK(clean("a\xFF\xFA\x18 and\xFF") == "a");
    CHECK(clean("a\xFF\xFA") == "a");
    CHECK(clean("a\xFF\xFA\x01\xFF\xF0z\xFF\xFA\x02\xFF\xF0!") == "az!");
}

TEST_CASE("a doubled IAC within a subnegotiation is data, and does not end it") {
    CHECK(clean("a\xFF\xFA\x1F\xFF\xFF\xF0 hidden\xFF\xF0z") == "az");
    CHECK(clean("a\xFF\xFA\x1F\xFF\xFF\xFF\xF0z") == "az");
}

TEST_CASE("negotiation that the end of the line cuts is removed") {
    CHECK(clean("ann\xFF") == "ann");
    CHECK(clean("ann\xFF\xFB") == "ann");
    CHECK(clean("ann\xFF\xF1") == "ann");
}

TEST_CASE("a doubled IAC is the byte 255, once, and so no UTF-8") {
    CHECK(without_telnet("a\xFF\xFFz") == "a\xFFz");
    CHECK(without_telnet("a\xFF\xFF\xFF\xFFz") == "a\xFF\xFFz");
    CHECK(without_telnet("a\xFF\xFF\xFF\xFB\x01z") == "a\xFFz");
    CHECK(clean("a\xFF\xFFz") == "a" + replaced + "z");
    CHECK(clean("\xFF\xFF\xFB\x01") == replaced + replaced);
}

TEST_CASE("IAC before no command is no negotiation") {
    CHECK(without_telnet("a\xFFz") == "a\xFFz");
    CHECK(clean("a\xFFz") == "a" + replaced + "z");
    CHECK(clean("a\xFF\xEFz") == "a" + replaced + replaced + "z");
}

TEST_CASE("what negotiation stood between may become one code point") {
    CHECK(clean("\xC3\xFF\xFB\x01\xA9") == "\xC3\xA9");
}

TEST_CASE("a name with control characters is told from one with line noise") {
    CHECK_FALSE(has_controls("ann"));
    CHECK_FALSE(has_controls(""));
    CHECK_FALSE(has_controls("ann\r"));
    CHECK_FALSE(has_controls(std::string_view("a\0nn\0", 5)));
    CHECK_FALSE(has_controls("\xFF\xFB\x01" "ann"));
    CHECK_FALSE(has_controls("\xC3\xA9\xF0\x9F\x98\x80\x80"));
    for (const std::string_view name : {"a\tnn", "\x1B[31mann", "ann\a", "ann\x7F",
                                        "ann\xC2\x85", "\xC2\x9B" "ann", "\x01", "\x1F"}) {
        CAPTURE(name);
        CHECK(has_controls(name));
    }
}
