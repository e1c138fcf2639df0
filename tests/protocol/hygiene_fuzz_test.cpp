// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/protocol/hygiene.hpp>
#include <random>
#include <string>
#include <string_view>

#include "protocol/harmless.hpp"

using parley::protocol::clean;

namespace {

/// The bytes with which something could go wrong, more often than others.
std::string noise(std::mt19937& random) {
    static constexpr unsigned char tricky[] = {0xFF, 0xFA, 0xF0, 0xFB, 0xFE, 0x1B, 0x00, 0x0D, 0x07, 0x09, 0x7F, 0xC2,
                                               0xC3, 0x80, 0x9B, 0xA0, 0xBF, 0xE2, 0xED, 0xEF, 0xF4, '/',  'a',  ' '};
    std::string bytes(random() % 24, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random() % 4 == 0 ? random() % 256 : tricky[random() % sizeof tricky]);
    return bytes;
}

}  // namespace

TEST_CASE("whatever comes in, what goes out is valid UTF-8 without control characters") {
    std::mt19937 random(71);
    std::size_t bad = 0;
    for (int round = 0; round != 200'000; ++round) {
        const std::string bytes = noise(random);
        const std::string once = clean(bytes);
        if (harmless(once) && once.size() <= 3 * bytes.size()) continue;
        if (++bad > 3) break;
        CAPTURE(bytes);
        CHECK(once == "harmless");
    }
    CHECK(bad == 0);
}

TEST_CASE("what is clean stays as it is") {
    std::mt19937 random(72);
    std::size_t changed = 0;
    for (int round = 0; round != 50'000; ++round) {
        const std::string once = clean(noise(random));
        changed += clean(once) != once;
    }
    CHECK(changed == 0);
}

TEST_CASE("the fuzz's own judge knows bad from good") {
    CHECK(harmless("hi \xC2\xA0\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
    for (const std::string_view bad : {"\x1B", "\x7F", "\xC2\x9B", "\x80", "\xFF", "\xC3", "\xE0\x80\x80",
                                       "\xED\xA0\x80", "\xF5\x80\x80\x80"})
        CHECK_FALSE(harmless(bad));
}
