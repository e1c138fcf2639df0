// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/protocol/line_decoder.hpp>
#include <protocol/every_split.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using events = std::vector<std::string>;

events decoded(const pieces& reads, std::size_t limit) {
    events heard;
    parley::protocol::line_decoder decoder(limit);
    for (const std::string_view read : reads)
        decoder.feed(
            read, [&](std::string_view line) { heard.emplace_back(line); }, [&] { heard.emplace_back("<too long>"); });
    return heard;
}

/// However the bytes are split, the events are these.
void check_every_split(std::string_view bytes, std::size_t limit, const events& expected) {
    std::size_t wrong = 0;
    const auto ways = for_every_split(bytes, [&](const pieces& cut) {
        const events heard = decoded(cut, limit);
        if (heard == expected || ++wrong > 3) return;
        CAPTURE(lengths(cut));
        CHECK(heard == expected);
    });
    CHECK(wrong == 0);
    CHECK(ways == 1u << (bytes.size() - 1));
}

}  // namespace

TEST_CASE("every split of a short conversation gives the same lines") {
    check_every_split("ann\nhi\r\n\nyou\r\nx\n", 100, {"ann", "hi", "", "you", "x"});
}

TEST_CASE("every split of lines at and over a tiny limit gives the same events") {
    check_every_split("abc\nabcd\r\nabc\r\ny\n", 3, {"abc", "<too long>", "abc", "y"});
    check_every_split("abcdefgh\nabc\r\r\nz\n", 3, {"<too long>", "<too long>", "z"});
}

TEST_CASE("every split of bare CR and NUL gives the same lines") {
    check_every_split(std::string_view("a\rb\n\0\r\n\r\r\nc\0\n", 13), 100,
                      {"a\rb", std::string("\0", 1), "\r", std::string("c\0", 2)});
}

TEST_CASE("every split of lines at a limit of nothing gives the same events") {
    check_every_split("\n\r\n\r\r\na\n\nab\r\n", 0, {"", "", "<too long>", "<too long>", "", "<too long>"});
}

TEST_CASE("every split of what ends in no newline gives the same events") {
    check_every_split("a\nabcd\r\nabcdef", 3, {"a", "<too long>", "<too long>"});
    check_every_split("a\nabcd\r\nabc\r", 3, {"a", "<too long>"});
}
