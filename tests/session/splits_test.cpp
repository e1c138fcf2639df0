// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <protocol/every_split.hpp>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

namespace {

struct outcome {
    std::string told_ann, told_bob;
    bool gone;

    bool operator==(const outcome&) const = default;
};

/// What ann and bob hear when ann sends this, cut like this.
outcome of(const pieces& reads, const parley::options& settings) {
    chat app(settings);
    client bob(app, "b"), ann(app);
    for (const std::string_view read : reads) ann.says(read);
    return {ann.hears(), bob.hears(), ann.gone()};
}

void check_every_split(std::string_view bytes, const outcome& expected) {
    const parley::options settings{.line_limit = 4};
    std::size_t wrong = 0;
    const auto ways = for_every_split(bytes, [&](const pieces& cut) {
        const outcome got = of(cut, settings);
        if (got == expected || ++wrong > 3) return;
        CAPTURE(lengths(cut));
        CHECK(got.told_ann == expected.told_ann);
        CHECK(got.told_bob == expected.told_bob);
        CHECK(got.gone == expected.gone);
    });
    CHECK(wrong == 0);
    CHECK(ways == 1u << (bytes.size() - 1));
}

const std::string entered = prompt + "'a' has just connected to the chat room!\nYou are now connected!\n";
const std::string came = "'a' has just connected to the chat room!\n";
const std::string too_long = "-- That line is too long (limit 4 bytes); it was not sent.\n";

}  // namespace

TEST_CASE("every split of a name, speech and a command gives the same bytes out") {
    check_every_split("a\r\nhi\r\n\n/who\n", {entered + "a: hi\n-- In #lobby: a, b.\n", came + "a: hi\n", false});
}

TEST_CASE("every split of a line that is too long gives the same bytes out") {
    check_every_split("a\nx\n12345\r\n1\r\n", {entered + "a: x\n" + too_long + "a: 1\n", came + "a: x\na: 1\n", false});
}

TEST_CASE("every split of letters of several bytes, an escape and telnet negotiation gives the same bytes out") {
    check_every_split("a\n\xE2\x82\xAC\n\x1B\xFF\xFB\x03\n\xC3\r\n",
                      {entered + "a: \xE2\x82\xAC\na: \xEF\xBF\xBD\n",
                       came + "a: \xE2\x82\xAC\na: \xEF\xBF\xBD\n", false});
}

TEST_CASE("every split of a refused name and a farewell gives the same bytes out") {
    check_every_split("B\na\nx\n/me\ny\nz",
                      {prompt + "-- That nickname is taken.\n" + entered + "a: x\n-- Usage: /me TEXT\na: y\n",
                       came + "a: x\na: y\n", false});
}
