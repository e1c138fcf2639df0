// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <parley/base/utf8.hpp>
#include <random>
#include <string>
#include <string_view>

using parley::decode_utf8;
using parley::decoded;

namespace {

/// Encodes any number up to 2^21, good or bad, in `length` bytes.
std::string encode(std::uint32_t value, std::size_t length) {
    if (length == 1) return {static_cast<char>(value)};
    std::string bytes(length, '\0');
    for (std::size_t i = length - 1; i != 0; --i, value >>= 6) bytes[i] = static_cast<char>(0x80 | (value & 0x3F));
    const std::uint32_t mark = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
    bytes[0] = static_cast<char>(mark | value);
    return bytes;
}

std::size_t shortest(std::uint32_t value) { return value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4; }

bool scalar(std::uint32_t value) { return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF); }

/// By trying: could `bytes` begin a good sequence of `length` bytes? Some of the values that it leaves open is good.
bool could_begin(std::string_view bytes, std::size_t length) {
    const std::size_t open = 6 * (length - bytes.size());
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const unsigned mark = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
    const unsigned mask = length == 2 ? 0xE0 : length == 3 ? 0xF0 : 0xF8;
    if ((lead & mask) != mark) return false;
    std::uint32_t low = lead & ~mask;
    for (const char next : bytes.substr(1)) {
        if ((static_cast<unsigned char>(next) & 0xC0) != 0x80) return false;
        low = (low << 6) | (static_cast<unsigned char>(next) & 0x3Fu);
    }
    low <<= open;
    const std::uint32_t high = low + ((std::uint32_t{1} << open) - 1);
    for (std::uint32_t value = low;; value += 0x40) {  // the scalar values come in blocks of 64 or more
        if (scalar(value) && shortest(value) == length) return true;
        if (high - value < 0x40) return false;
    }
}

/// The definition, without a table: a code point, or the longest part that could have begun one.
decoded reference(std::string_view bytes) {
    if (static_cast<unsigned char>(bytes[0]) < 0x80) return {static_cast<unsigned char>(bytes[0]), 1, true};
    std::size_t longest = 1;
    for (std::size_t length = 2; length <= 4; ++length)
        for (std::size_t part = 1; part <= length && part <= bytes.size(); ++part) {
            if (!could_begin(bytes.substr(0, part), length)) break;
            if (part > longest) longest = part;
            if (part != length) continue;
            std::uint32_t value = static_cast<unsigned char>(bytes[0]) & (0x7Fu >> length);
            for (const char next : bytes.substr(1, length - 1))
                value = (value << 6) | (static_cast<unsigned char>(next) & 0x3Fu);
            return {value, length, true};
        }
    return {parley::replacement_character, longest, false};
}

bool agrees(std::string_view bytes) {
    const decoded ours = decode_utf8(bytes), theirs = reference(bytes);
    return ours.valid == theirs.valid && ours.length == theirs.length && ours.code_point == theirs.code_point;
}

}  // namespace

TEST_CASE("every code point is decoded, from its shortest form only") {
    std::size_t wrong = 0;
    for (std::uint32_t value = 0; value != 0x200000; ++value) {
        const std::size_t length = shortest(value);
        const std::string bytes = encode(value, length);
        const decoded got = decode_utf8(bytes);
        const bool right = scalar(value) ? got.valid && got.code_point == value && got.length == length
                                         : !got.valid && got.code_point == parley::replacement_character;
        if (!right) ++wrong;
        for (std::size_t longer = length + 1; longer <= 4; ++longer)
            if (decode_utf8(encode(value, longer)).valid) ++wrong;
        if (wrong != 0) {
            INFO("code point ", value);
            CHECK(wrong == 0);
            return;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("the edges of one, two, three and four bytes") {
    CHECK(decode_utf8(std::string_view("\0", 1)).valid);
    CHECK(decode_utf8("\x7F").code_point == 0x7F);
    CHECK(decode_utf8("\xC2\x80").code_point == 0x80);
    CHECK(decode_utf8("\xDF\xBF").code_point == 0x7FF);
    CHECK(decode_utf8("\xE0\xA0\x80").code_point == 0x800);
    CHECK(decode_utf8("\xED\x9F\xBF").code_point == 0xD7FF);
    CHECK(decode_utf8("\xEE\x80\x80").code_point == 0xE000);
    CHECK(decode_utf8("\xEF\xBF\xBF").code_point == 0xFFFF);
    CHECK(decode_utf8("\xF0\x90\x80\x80").code_point == 0x10000);
    CHECK(decode_utf8("\xF4\x8F\xBF\xBF").code_point == 0x10FFFF);
}

TEST_CASE("overlong forms, surrogates and what is beyond U+10FFFF are invalid, each byte for itself") {
    for (const std::string_view bytes : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
                                         "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
                                         "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF", "\x80", "\xBF"}) {
        CAPTURE(bytes);
        CHECK_FALSE(decode_utf8(bytes).valid);
        CHECK(decode_utf8(bytes).length == 1);
        CHECK(decode_utf8(bytes).code_point == parley::replacement_character);
    }
}

TEST_CASE("a cut sequence is one fault, and does not swallow what follows it") {
    CHECK(decode_utf8("\xC3").length == 1);
    CHECK(decode_utf8("\xC3" "A").length == 1);
    CHECK(decode_utf8("\xE2\x82").length == 2);
    CHECK(decode_utf8("\xE2\x82" "A").length == 2);
    CHECK(decode_utf8("\xE2" "A").length == 1);
    CHECK(decode_utf8("\xF0\x9F\x98").length == 3);
    CHECK(decode_utf8("\xF0\x9F\x98\xC3\xA9").length == 3);
    CHECK(decode_utf8("\xE2\xE2\x82\xAC").length == 1);
}

TEST_CASE("all sequences of up to three bytes are decoded as the definition says") {
    std::string bytes;
    std::size_t wrong = 0;
    for (unsigned first = 0; first != 256; ++first) {
        bytes.assign(1, static_cast<char>(first));
        wrong += !agrees(bytes);
        for (unsigned second = 0; second != 256; ++second) {
            bytes.resize(1);
            bytes += static_cast<char>(second);
            wrong += !agrees(bytes);
            for (const unsigned third : {0x00u, 0x41u, 0x7Fu, 0x80u, 0x8Fu, 0x90u, 0x9Fu,
                                         0xA0u, 0xBFu, 0xC0u, 0xC2u, 0xE0u, 0xFFu}) {
                bytes.resize(2);
                bytes += static_cast<char>(third);
                wrong += !agrees(bytes);
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("random bytes are decoded as the definition says, and decoding always comes to the end") {
    std::mt19937 random(20240501);
    std::size_t wrong = 0;
    for (int round = 0; round != 20'000; ++round) {
        std::string bytes(8, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random() % 3 == 0 ? random() % 256 : 0x80 + random() % 128);
        for (std::string_view rest = bytes; !rest.empty();) {
            wrong += !agrees(rest);
            const std::size_t length = decode_utf8(rest).length;
            REQUIRE(length >= 1);
            REQUIRE(length <= rest.size());
            rest.remove_prefix(length);
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("the replacement character's bytes are that character") {
    CHECK(decode_utf8(parley::replacement_bytes).code_point == parley::replacement_character);
    CHECK(decode_utf8(parley::replacement_bytes).length == parley::replacement_bytes.size());
    static_assert(decode_utf8("\xC3\xA9").code_point == 0xE9);
}
