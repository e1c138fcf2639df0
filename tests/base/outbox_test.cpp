// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <base/allocations.hpp>
#include <cstddef>
#include <doctest/doctest.h>
#include <memory>
#include <parley/base/outbox.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using parley::outbox;
using parley::share;
using parley::shared_text;

namespace {

/// What front() shows, joined.
std::string shown(const outbox& box, std::size_t views = 64) {
    std::vector<std::string_view> room(views);
    std::string all;
    for (const std::string_view text : box.front(room)) all += text;
    return all;
}

/// Sends everything, `step` bytes at a time, as a kernel that takes all that it is offered.
std::string drained(outbox& box, std::size_t step) {
    std::string all;
    for (std::string next = shown(box); !next.empty(); next = shown(box)) {
        next.resize(std::min(step, next.size()));
        all += next;
        box.sent(next.size(), next.size());
    }
    return all;
}

}  // namespace

TEST_CASE("an outbox begins empty") {
    const outbox box(10);
    CHECK(box.empty());
    CHECK(box.bytes() == 0);
    CHECK_FALSE(box.overflowed());
    CHECK(shown(box).empty());
}

TEST_CASE("a text is stored once and shared, and forgotten as soon as it is sent") {
    const shared_text text = share("hello\n");
    outbox ann(100), bob(100);
    ann.append(text);
    bob.append(text);
    CHECK(text.use_count() == 3);
    std::array<std::string_view, 1> room;
    CHECK(ann.front(room)[0].data() == text->data());
    CHECK(bob.front(room)[0].data() == text->data());
    ann.sent(6, 6);
    CHECK(text.use_count() == 2);
    bob.sent(5, 6);
    CHECK(text.use_count() == 2);
    bob.sent(1, 1);
    CHECK(text.use_count() == 1);
}

TEST_CASE("a text that is sent is forgotten though others wait behind it") {
    const shared_text text = share("hello\n");
    outbox box(100);
    box.append(text);
    for (int i = 0; i != 5; ++i) box.append(share("more\n"));
    box.sent(6, 31);
    CHECK(text.use_count() == 1);
    CHECK(box.bytes() == 25);
}

TEST_CASE("front() fills the views it is given, no more, in order") {
    outbox box(100);
    for (const char* text : {"one\n", "two\n", "three\n"}) box.append(share(text));
    std::array<std::string_view, 2> room;
    const std::span<const std::string_view> texts = box.front(room);
    REQUIRE(texts.size() == 2);
    CHECK(texts[0] == "one\n");
    CHECK(texts[1] == "two\n");
    CHECK(texts.data() == room.data());
    CHECK(box.front({}).empty());
    CHECK(box.bytes() == 14);
}

TEST_CASE("what front() shows stays valid while texts are appended") {
    outbox box(1000);
    box.append(share("first\n"));
    std::array<std::string_view, 8> room;
    const std::span<const std::string_view> texts = box.front(room);
    for (int i = 0; i != 50; ++i) box.append(share("more\n"));
    REQUIRE(texts.size() == 1);
    CHECK(texts[0] == "first\n");
}

TEST_CASE("an empty text is nothing to send") {
    outbox box(10);
    box.append(share(""));
    CHECK(box.empty());
    CHECK(shown(box).empty());
    box.append(share("a"));
    box.append(share(""));
    box.append(share("b"));
    std::array<std::string_view, 8> room;
    CHECK(box.front(room).size() == 2);
}

TEST_CASE("a send may stop at every byte, and nothing is lost or doubled") {
    const std::vector<std::string> texts{"one\n", "t", "", "three\n", "4\n"};
    std::string whole;
    for (const std::string& text : texts) whole += text;
    for (std::size_t first = 0; first <= whole.size(); ++first)
        for (std::size_t second = first; second <= whole.size(); ++second) {
            CAPTURE(first);
            CAPTURE(second);
            outbox box(1000);
            for (const std::string& text : texts) box.append(share(text));
            box.sent(first, whole.size());
            CHECK(shown(box) == whole.substr(first));
            CHECK(box.bytes() == whole.size() - first);
            box.sent(second - first, whole.size() - first);
            CHECK(shown(box) == whole.substr(second));
            box.append(share("end\n"));
            CHECK(shown(box) == whole.substr(second) + "end\n");
            CHECK(box.empty() == false);
        }
}

TEST_CASE("however much is taken at a time, the same bytes come out") {
    std::string whole;
    for (int i = 0; i != 40; ++i) whole += std::string(static_cast<std::size_t>(i), 'x') + "\n";
    for (std::size_t step = 1; step <= whole.size(); ++step) {
        outbox box(whole.size());
        for (int i = 0; i != 40; ++i) box.append(share(std::string(static_cast<std::size_t>(i), 'x') + "\n"));
        REQUIRE(drained(box, step) == whole);
        REQUIRE(box.empty());
        REQUIRE_FALSE(box.overflowed());
    }
}

TEST_CASE("a queue that never runs empty keeps its order and does not grow") {
    outbox box(1000);
    std::string expected, got;
    const auto one_more = [&](std::size_t number) {
        const std::string text = std::to_string(number) + "\n";
        expected += text;
        box.append(share(text));
    };
    for (std::size_t i = 0; i != 5; ++i) one_more(i);
    expected.reserve(100'000);
    got.reserve(100'000);
    const std::size_t held = allocations::held;
    allocations::forget_most();
    for (std::size_t i = 5; i != 5'000; ++i) {
        one_more(i);
        const std::string next = shown(box, 1);
        got += next;
        box.sent(next.size(), next.size());
    }
    CHECK(allocations::most < held + 4096);
    got += shown(box);
    CHECK(got == expected);
}

TEST_CASE("an outbox that was emptied gives its memory back") {
    const std::size_t before = allocations::held;
    outbox box(1'000'000);
    const shared_text text = share(std::string(1000, 'x'));
    const std::size_t with_text = allocations::held;
    for (int i = 0; i != 500; ++i) box.append(text);
    CHECK(allocations::held > with_text + 500 * sizeof(shared_text) - 1);
    box.sent(500'000, 500'000);
    CHECK(box.empty());
    CHECK(text.use_count() == 1);
    CHECK(allocations::held <= with_text + 32 * sizeof(shared_text));
    CHECK(before < with_text);
}

TEST_CASE("when memory has run out, the outbox overflows and nothing is thrown") {
    outbox box(100);
    const shared_text text = share("hello\n");
    {
        const allocations::failure none_left(0);
        box.append(text);
    }
    CHECK(box.overflowed());
    CHECK(box.empty());
    CHECK(text.use_count() == 1);
    box.append(text);
    CHECK(box.empty());
}
