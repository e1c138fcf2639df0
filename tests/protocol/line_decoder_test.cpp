// SPDX-License-Identifier: MIT

#include <base/allocations.hpp>
#include <cstddef>
#include <doctest/doctest.h>
#include <parley/protocol/line_decoder.hpp>
#include <string>
#include <string_view>
#include <vector>

using parley::protocol::line_decoder;

namespace {

using events = std::vector<std::string>;

const std::string too_long = "<too long>";

/// A decoder that remembers what it said.
struct listener {
    line_decoder decoder;
    events heard{};

    explicit listener(std::size_t limit) : decoder(limit) {}

    listener& feed(std::string_view bytes) {
        decoder.feed(
            bytes, [this](std::string_view line) { heard.emplace_back(line); }, [this] { heard.push_back(too_long); });
        return *this;
    }
};

events lines(std::string_view bytes, std::size_t limit = 100) { return listener(limit).feed(bytes).heard; }

}  // namespace

TEST_CASE("lines end in LF or CRLF") {
    CHECK(lines("") == events{});
    CHECK(lines("one\n") == events{"one"});
    CHECK(lines("one\r\n") == events{"one"});
    CHECK(lines("one\ntwo\r\nthree\n") == events{"one", "two", "three"});
    CHECK(lines("\n\r\n\n") == events{"", "", ""});
}

TEST_CASE("what ends in no LF is no line yet") {
    CHECK(lines("one") == events{});
    CHECK(lines("one\ntwo") == events{"one"});
    CHECK(lines("one\r") == events{});
    CHECK(listener(100).feed("one").feed("").feed(" and\nthree").feed("\n").heard == events{"one and", "three"});
}

TEST_CASE("a CR that is no part of a CRLF splits nothing") {
    CHECK(lines("one\rtwo\n") == events{"one\rtwo"});
    CHECK(lines("\rone\n") == events{"\rone"});
    CHECK(lines("one\r\r\n") == events{"one\r"});
    CHECK(lines("one\n\rtwo\n") == events{"one", "\rtwo"});
    CHECK(listener(100).feed("one\r").feed("two\n").heard == events{"one\rtwo"});
}

TEST_CASE("CRLF may be split between two reads") {
    CHECK(listener(100).feed("one\r").feed("\ntwo\r").feed("\n").heard == events{"one", "two"});
    CHECK(listener(100).feed("\r").feed("\n").heard == events{""});
}

TEST_CASE("NUL is a byte like others and ends nothing") {
    const std::string with_nul("a\0b\n\0\n", 6);
    CHECK(lines(with_nul) == events{std::string("a\0b", 3), std::string("\0", 1)});
    CHECK(listener(100).feed(std::string_view("a\0", 2)).feed("b\n").heard == events{std::string("a\0b", 3)});
}

TEST_CASE("a line may have as many bytes as the limit, its end not counted, and not one more") {
    CHECK(lines("12345\n", 5) == events{"12345"});
    CHECK(lines("12345\r\n", 5) == events{"12345"});
    CHECK(lines("123456\n", 5) == events{too_long});
    CHECK(lines("123456\r\n", 5) == events{too_long});
    CHECK(lines("1234\r\r\n", 5) == events{"1234\r"});
    CHECK(lines("12345\r\r\n", 5) == events{too_long});
    CHECK(lines("\n", 0) == events{""});
    CHECK(lines("\r\n", 0) == events{""});
    CHECK(lines("1\n", 0) == events{too_long});
}

TEST_CASE("a line that outgrows the limit is told at once, before its end") {
    CHECK(lines("12345", 5) == events{});
    CHECK(lines("123456", 5) == events{too_long});
    CHECK(lines("12345\r", 5) == events{});
    CHECK(lines("12345\r6", 5) == events{too_long});
    CHECK(lines("12345\r\r", 5) == events{too_long});
    CHECK(listener(5).feed("123").feed("45").feed("6").heard == events{too_long});
    CHECK(listener(5).feed("12345").feed("\r").feed("6").heard == events{too_long});
    CHECK(listener(5).feed("12345").feed("\r").feed("\n").heard == events{"12345"});
}

TEST_CASE("the rest of a line that is too long is skipped, and the next one works") {
    CHECK(listener(5).feed("1234567").feed("89").feed("\n").feed("next\n").heard == events{too_long, "next"});
    CHECK(listener(5).feed("1234567").feed("8\nnext\n").heard == events{too_long, "next"});
    CHECK(listener(5).feed("1234567").feed("\r\nnext\r\n").heard == events{too_long, "next"});
    CHECK(lines("1234567\nnext\n7654321\nlast\n", 5) == events{too_long, "next", too_long, "last"});
}

TEST_CASE("each line that is too long is told once, however long it is") {
    listener all(5);
    for (int i = 0; i != 100; ++i) all.feed("0123456789");
    CHECK(all.heard == events{too_long});
    all.feed("\n");
    for (int i = 0; i != 100; ++i) all.feed("0123456789");
    CHECK(all.heard == events{too_long, too_long});
    all.feed("\nnext\n");
    CHECK(all.heard == events{too_long, too_long, "next"});
}

TEST_CASE("64 MiB without a newline are one event and bounded memory") {
    constexpr std::size_t limit = 4096;
    listener all(limit);
    const std::string read(16 * 1024, 'x');
    allocations::forget_most();
    const std::size_t before = allocations::held;
    for (int i = 0; i != 4096; ++i) all.feed(read);
    CHECK(all.heard == events{too_long});
    CHECK(allocations::most < before + 2 * limit);
    all.feed("\nnext\n");
    CHECK(all.heard == events{too_long, "next"});
}

TEST_CASE("a byte at a time, a line that is too long takes memory for two limits at most") {
    constexpr std::size_t limit = 4096;
    listener all(limit);
    allocations::forget_most();
    const std::size_t before = allocations::held;
    for (int i = 0; i != 100'000; ++i) all.feed("x");
    CHECK(all.heard == events{too_long});
    CHECK(allocations::most <= before + 3 * limit);  // a string that grows holds its old and its new half
    CHECK(allocations::held <= before + limit / 2);  // what was kept of it is given back
    CHECK(all.feed("\n").feed("next\n").heard == events{too_long, "next"});
}

TEST_CASE("between lines a decoder keeps no memory") {
    listener all(4096);
    const std::string line(1000, 'x');
    const std::size_t before = allocations::held;
    all.decoder.feed(line, [](std::string_view) {}, [] {});
    CHECK(allocations::held >= before + 1000);
    std::size_t length = 0;
    all.decoder.feed("\n", [&](std::string_view whole) { length = whole.size(); }, [] {});
    CHECK(length == 1000);
    CHECK(allocations::held == before);
}

TEST_CASE("a limit may be as large as numbers go") {
    listener all(static_cast<std::size_t>(-1));
    CHECK(all.feed("one\ntw").feed("o\r").feed("\n").heard == events{"one", "two"});
}
