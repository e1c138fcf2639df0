// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/bench/contest.hpp>
#include <string>
#include <string_view>
#include <vector>

using parley::bench::conditions;
using parley::bench::contest;
using parley::bench::contestant;

TEST_CASE("contest: a run that counts calls and is void counts as void") {
    const std::vector<std::string> server{PARLEY_CHAT_SERVER, "--quiet", "--port", "0"};  // it has no /calls
    conditions given;
    given.messages = 5;
    given.own_processor = false;
    parley::bench::report::contents done;
    contest({contestant{"mute", "", server, server}}, {{"fan-out", 2, 1, 0}}, given, {}).run(1, done);
    REQUIRE(done.samples.size() == 2);
    CHECK(done.samples[0].broken == "");
    CHECK(done.samples[1].contestant == "mute");
    CHECK(done.samples[1].round == 0);
    constexpr std::string_view begin = "while its calls were counted: it does not tell its calls, but `-- Unknown";
    CHECK_MESSAGE(done.samples[1].broken.substr(0, begin.size()) == begin, done.samples[1].broken);
}
