// SPDX-License-Identifier: MIT

#include "doctored_server.hpp"

#include <doctest/doctest.h>
#include <parley/bench/contest.hpp>
#include <string>
#include <string_view>
#include <vector>

using parley::bench::conditions;
using parley::bench::contest;
using parley::bench::contestant;

TEST_CASE("contest: who is held up is tried once more, and not a third time") {
    const bench_test::doctored_server server(bench_test::fault::none, 0);  // waits for who has stopped reading
    conditions given;
    given.messages = 5;
    given.own_processor = false;
    given.patience = parley::milliseconds(1'000);
    parley::bench::report::contents done;
    contest({contestant{"waiting", "", server.command()}}, {{"stopped reader", 3, 0, 1000}}, given, {}).run(4, done);
    CHECK(done.samples.empty());
    REQUIRE(done.missing.size() == 2);
    CHECK(done.missing[1].why == "stopped reader, 3 clients, 1k messages/s, round 2: everybody waits for the one who "
                                 "has stopped reading");
}

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
