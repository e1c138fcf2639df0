// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <doctest/doctest.h>
#include <parley/base/outbox.hpp>
#include <string>
#include <string_view>
#include <vector>

using parley::outbox;
using parley::share;

namespace {

constexpr std::size_t cost = outbox::text_cost;  // of each text, besides its bytes

parley::shared_text text_of(std::size_t size) { return share(std::string(size - 1, 'x') + "\n"); }

std::string shown(const outbox& box) {
    std::vector<std::string_view> room(1024);
    std::string all;
    for (const std::string_view text : box.front(room)) all += text;
    return all;
}

/// The outbox after `taken` of these texts' bytes were sent.
outbox half_sent(const std::vector<std::string>& texts, std::size_t taken) {
    outbox box(1000);
    std::size_t all = 0;
    for (const std::string& text : texts) {
        box.append(share(text));
        all += text.size();
    }
    box.sent(taken, all);
    return box;
}

}  // namespace

TEST_CASE("an empty outbox takes any one text, though it be larger than the limit") {
    outbox box(10);
    box.append(text_of(1000));
    CHECK_FALSE(box.overflowed());
    CHECK(box.bytes() == 1000);
    box.sent(1000, 1000);
    CHECK_FALSE(box.overflowed());
    box.append(text_of(5000));
    CHECK_FALSE(box.overflowed());
}

TEST_CASE("a burst may pass the limit many times before the kernel was offered any of it") {
    outbox box(10);
    for (int i = 0; i != 1000; ++i) box.append(text_of(10));
    CHECK_FALSE(box.overflowed());
    CHECK(box.bytes() == 10'000);
}

TEST_CASE("a burst is bounded to the byte") {
    const parley::shared_text large = text_of(outbox::burst_limit / 64 - cost);
    for (const bool one_too_many : {false, true}) {
        outbox box(10);
        for (int i = 0; i != 64; ++i) box.append(large);
        CHECK_FALSE(box.overflowed());
        CHECK(box.bytes() == outbox::burst_limit - 64 * cost);
        if (one_too_many) box.append(share("x"));
        CHECK(box.overflowed() == one_too_many);
        CHECK(box.bytes() == outbox::burst_limit - 64 * cost);
    }
}

TEST_CASE("a burst may always fill the limit, however large that is") {
    const parley::shared_text large = text_of(outbox::burst_limit / 2 - cost);
    outbox box(2 * outbox::burst_limit);
    for (int i = 0; i != 4; ++i) box.append(large);
    CHECK_FALSE(box.overflowed());
    box.append(share("x"));
    CHECK(box.overflowed());
}

TEST_CASE("a text larger than a whole burst may come first, and nothing after it") {
    outbox box(10);
    box.append(text_of(outbox::burst_limit + 1));
    CHECK_FALSE(box.overflowed());
    box.append(share("x"));
    CHECK(box.overflowed());
}

TEST_CASE("a burst that the kernel took whole was no sign of slowness") {
    outbox box(100);
    for (int round = 0; round != 50; ++round) {
        for (int i = 0; i != 100; ++i) box.append(text_of(10));
        box.sent(1000, 1000);
    }
    CHECK_FALSE(box.overflowed());
    CHECK(box.empty());
}

TEST_CASE("once the kernel has refused bytes, the limit counts to the byte") {
    for (const bool one_too_many : {false, true}) {
        outbox box(100 + 10 * cost);
        box.append(text_of(40));
        box.sent(39, 40);
        for (int i = 0; i != 9; ++i) box.append(text_of(11));
        CHECK(box.bytes() == 100);
        CHECK_FALSE(box.overflowed());
        if (one_too_many) box.append(share("x"));
        CHECK(box.overflowed() == one_too_many);
        CHECK(box.bytes() == 100);
    }
}

TEST_CASE("a burst of more than the limit overflows when the kernel takes only part of it") {
    for (const std::size_t taken : {0u, 1u, 49u, 50u, 51u, 149u}) {
        outbox box(100 + 2 * cost);
        for (int i = 0; i != 3; ++i) box.append(text_of(50));
        box.sent(taken, 150);
        CAPTURE(taken);
        CHECK(box.overflowed() == (taken < 50));
    }
}

TEST_CASE("short texts are not cheap: each counts what it costs to keep") {
    outbox box(100 * cost);
    box.append(text_of(10));
    box.sent(1, 10);
    int kept = 0;
    for (; kept != 1000 && !box.overflowed(); ++kept) box.append(share("x"));
    CHECK(kept < 100);
    CHECK(kept > 90);
}

TEST_CASE("a kernel that took all of the few texts it was offered has refused nothing") {
    outbox box(20);
    for (int i = 0; i != 20; ++i) box.append(text_of(5));
    box.sent(10, 10);  // two of twenty texts were offered
    CHECK_FALSE(box.overflowed());
    box.append(text_of(5));
    CHECK_FALSE(box.overflowed());
}

TEST_CASE("a kernel that takes bytes again is offered bursts again") {
    outbox box(20 + cost);
    box.append(text_of(10));
    box.sent(5, 10);
    CHECK_FALSE(box.overflowed());
    box.sent(5, 5);
    for (int i = 0; i != 20; ++i) box.append(text_of(5));
    CHECK_FALSE(box.overflowed());
}

TEST_CASE("an outbox that overflowed takes nothing more, even when it has become empty") {
    outbox box(10);
    box.append(text_of(10));
    box.sent(1, 10);
    box.append(text_of(5));
    REQUIRE(box.overflowed());
    CHECK(box.bytes() == 9);
    box.append(share("x"));
    CHECK(box.bytes() == 9);
    box.sent(9, 9);
    CHECK(box.empty());
    CHECK(box.overflowed());
    box.append(share("x"));
    CHECK(box.empty());
}

TEST_CASE("cut_short() keeps the rest of a line that is half sent, and nothing else") {
    const std::vector<std::string> texts{"one\ntwo\n", "three\n", "four\n"};
    const std::string whole = "one\ntwo\nthree\nfour\n";
    for (std::size_t taken = 0; taken <= whole.size(); ++taken) {
        outbox box = half_sent(texts, taken);
        box.cut_short("bye\n");
        const bool between_lines = taken == 0 || whole[taken - 1] == '\n';
        const std::string rest = between_lines ? "" : whole.substr(taken, whole.find('\n', taken) + 1 - taken);
        CAPTURE(taken);
        CHECK(shown(box) == rest + "bye\n");
        CHECK(box.bytes() == rest.size() + 4);
        CHECK_FALSE(box.overflowed());
    }
}

TEST_CASE("cut_short() keeps the rest of a text that ends no line") {
    for (std::size_t taken = 0; taken != 6; ++taken) {
        outbox box = half_sent({"name: "}, taken);
        box.cut_short("bye\n");
        CHECK(shown(box) == (taken == 0 ? "" : std::string("name: ").substr(taken)) + "bye\n");
    }
}

TEST_CASE("last words are said though they or the rest of the line be larger than the limit") {
    outbox box(10);
    box.append(text_of(1000));
    box.sent(1, 1000);
    REQUIRE(box.overflowed());
    box.cut_short("much longer than the limit is\n");
    CHECK(box.bytes() == 999 + 30);
}

TEST_CASE("after cut_short() a send may stop at every byte") {
    outbox box = half_sent({"one\n", "two\n"}, 1);
    box.cut_short("bye\n");
    std::string got;
    for (std::string next = shown(box); !next.empty(); next = shown(box)) {
        got += next[0];
        box.sent(1, next.size());
    }
    CHECK(got == "ne\nbye\n");
}

TEST_CASE("cut_short() lets go of the texts it drops") {
    const parley::shared_text text = text_of(20);
    outbox box(100);
    box.append(text);
    box.append(text);
    box.sent(5, 40);
    box.cut_short("bye\n");
    CHECK(text.use_count() == 1);
}
