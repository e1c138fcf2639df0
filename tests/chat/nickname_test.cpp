// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <map>
#include <parley/chat/nickname.hpp>
#include <string>
#include <string_view>

using parley::chat::name_order;
using parley::chat::valid_nickname;
using parley::chat::valid_room_name;

namespace {

std::string utf8(char32_t c) {
    const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
    if (c < 0x80) return {byte(c)};
    if (c < 0x800) return {byte(0xC0 | (c >> 6)), byte(0x80 | (c & 0x3F))};
    if (c < 0x10000) return {byte(0xE0 | (c >> 12)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
    return {byte(0xF0 | (c >> 18)), byte(0x80 | (c >> 12 & 0x3F)),
            byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

/// Refused as the first character of a name, and within it.
void check_refused(char32_t first, char32_t last) {
    for (char32_t c = first; c <= last; ++c) {
        CAPTURE(static_cast<unsigned long>(c));
        CHECK_FALSE(valid_nickname(utf8(c)));
        CHECK_FALSE(valid_nickname("a" + utf8(c) + "z"));
    }
}

void check_welcome(char32_t first, char32_t last) {
    for (char32_t c = first; c <= last; ++c) {
        CAPTURE(static_cast<unsigned long>(c));
        CHECK(valid_nickname(utf8(c)));
        CHECK(valid_nickname("a" + utf8(c) + "z"));
    }
}

}  // namespace

TEST_CASE("of ASCII: letters and digits anywhere, '-', '_' and '.' but not in front, nothing else") {
    const std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    for (int c = 0; c != 0x80; ++c) {
        const std::string one(1, static_cast<char>(c));
        const bool letter = letters.find(static_cast<char>(c)) != letters.npos;
        const bool inside = letter || c == '-' || c == '_' || c == '.';
        CAPTURE(c);
        CHECK(valid_nickname(one) == letter);
        CHECK(valid_nickname("a" + one) == inside);
        CHECK(valid_nickname("a" + one + "z") == inside);
    }
}

TEST_CASE("a nickname has 1 to 32 code points, however many bytes they take") {
    CHECK_FALSE(valid_nickname(""));
    for (const char32_t c : {U'a', U'\u00E9', U'\u4E2D', U'\U0001F600'}) {
        std::string name;
        for (int i = 0; i != 32; ++i) {
            name += utf8(c);
            CHECK(valid_nickname(name));
        }
        CHECK_FALSE(valid_nickname(name + utf8(c)));
        CHECK_FALSE(valid_nickname(name + "a"));
        CHECK_FALSE(valid_nickname(name + "\x80"));
    }
}

TEST_CASE("letters of every script, signs and emoji are welcome") {
    check_welcome(0xA1, 0xAC);
    check_welcome(0xAE, 0x17F);
    check_welcome(0x3B1, 0x3C9);
    check_welcome(0x410, 0x44F);
    check_welcome(0x5D0, 0x5EA);
    check_welcome(0x0621, 0x063A);
    check_welcome(0x2010, 0x2027);
    check_welcome(0x2030, 0x205E);
    check_welcome(0x4E00, 0x4E20);
    check_welcome(0xAC00, 0xAC20);
    check_welcome(0x1F600, 0x1F64F);
}

TEST_CASE("control characters are refused, C1 too") {
    check_refused(0x00, 0x1F);
    check_refused(0x7F, 0x9F);
}

TEST_CASE("spaces are refused") {
    for (const char32_t space : {0x20u, 0xA0u, 0x1680u, 0x2028u, 0x2029u, 0x202Fu, 0x205Fu, 0x3000u})
        check_refused(space, space);
    check_refused(0x2000, 0x200A);
}

TEST_CASE("bidirectional characters are refused") {
    check_refused(0x061C, 0x061C);
    check_refused(0x200E, 0x200F);
    check_refused(0x202A, 0x202E);
    check_refused(0x2066, 0x2069);
}

TEST_CASE("zero-width and invisible characters are refused") {
    check_refused(0x200B, 0x200D);
    check_refused(0x2060, 0x206F);
    check_refused(0xFE00, 0xFE0F);
    check_refused(0x180B, 0x180F);
    check_refused(0x17B4, 0x17B5);
    check_refused(0x115F, 0x1160);
    check_refused(0xE0001, 0xE007F);
    check_refused(0xE0100, 0xE01EF);
    check_refused(0x1D173, 0x1D17A);
    check_refused(0xFFF0, 0xFFFB);
    for (const char32_t hidden : {0xADu, 0x034Fu, 0x3164u, 0xFEFFu, 0xFFA0u}) check_refused(hidden, hidden);
}

TEST_CASE("the invisible format controls of shorthand are refused") { check_refused(0x1BCA0, 0x1BCA3); }

TEST_CASE("invalid UTF-8 is no nickname, wherever it stands") {
    for (const std::string bad : {"\x80", "\xFF", "\xC3", "\xE2\x82", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
        CAPTURE(bad);
        CHECK_FALSE(valid_nickname(bad));
        CHECK_FALSE(valid_nickname("a" + bad));
        CHECK_FALSE(valid_nickname(bad + "z"));
    }
}

TEST_CASE("no nickname imitates a line of the server's") {
    for (const std::string_view forged : {"--", "-- bob", "'bob'", "*", "* bob", "[from", "[from bob]",
                                          "You are now connected!", "#lobby", "/quit", "bob:", "ann: hi"}) {
        CAPTURE(forged);
        CHECK_FALSE(valid_nickname(forged));
    }
}

TEST_CASE("a room is called # and then like a nickname") {
    CHECK(valid_room_name("#tea"));
    CHECK(valid_room_name("#\xC3\xA9t\xC3\xA9"));
    CHECK(valid_room_name("#" + std::string(32, 'a')));
    CHECK_FALSE(valid_room_name("#" + std::string(33, 'a')));
    for (const std::string_view bad : {"", "#", "tea", "##tea", "# tea", "#-tea", "#te a", " #tea", "#tea\x1B"}) {
        CAPTURE(bad);
        CHECK_FALSE(valid_room_name(bad));
    }
}

TEST_CASE("names are the same but for ASCII case") {
    constexpr name_order less;
    const auto same = [&](std::string_view a, std::string_view b) { return !less(a, b) && !less(b, a); };
    CHECK(same("ann", "ANN"));
    CHECK(same("Zed-9_x.", "zED-9_X."));
    CHECK_FALSE(same("ann", "anna"));
    CHECK_FALSE(same("\xC3\xA9", "\xC3\x89"));  // e and E with an acute accent
    CHECK_FALSE(same("a[", "a{"));              // 0x5B and 0x7B: no letters, though they differ in the same bit
    CHECK_FALSE(same("a@", "a`"));
    for (int c = 0; c != 0x100; ++c) {
        const bool letter = c >= 'A' && c <= 'Z';
        CHECK(name_order::folded(static_cast<char>(c)) == (letter ? c + 0x20 : c));
    }
}

TEST_CASE("names are in alphabetical order, and bytes beyond ASCII come after it") {
    constexpr name_order less;
    CHECK(less("ann", "Bob"));
    CHECK(less("Ann", "bob"));
    CHECK(less("ann", "anna"));
    CHECK(less("", "a"));
    CHECK(less("z", "\xC3\xA9"));
    CHECK_FALSE(less("\xC3\xA9", "z"));
    CHECK_FALSE(less("ann", "ann"));
}

TEST_CASE("a map in this order finds a name in any case, without a copy of it") {
    const std::map<std::string, int, name_order> names{{"Ann", 1}, {"bob", 2}};
    CHECK(names.find(std::string_view("aNN"))->second == 1);
    CHECK(names.find(std::string_view("BOB"))->second == 2);
    CHECK(names.find(std::string_view("an")) == names.end());
}
