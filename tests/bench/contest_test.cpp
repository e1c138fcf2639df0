// SPDX-License-Identifier: MIT

#include "doctored_server.hpp"

#include <cstdio>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <parley/bench/contest.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

using parley::bench::conditions;
using parley::bench::contest;
using parley::bench::contestant;
using parley::bench::progress;
using parley::bench::sample;

namespace {

/// What `act` prints to stderr.
template <class Act>
std::string printed(Act&& act) {
    const parley::testing::temporary_folder folder;
    const parley::net::descriptor before(::dup(STDERR_FILENO)),
        file(::open(folder.file("stderr").c_str(), O_WRONLY | O_CREAT, 0600));
    REQUIRE(::dup2(file.native_handle(), STDERR_FILENO) == STDERR_FILENO);
    act();
    REQUIRE(::dup2(before.native_handle(), STDERR_FILENO) == STDERR_FILENO);
    std::ifstream text(folder.file("stderr"));
    return {std::istreambuf_iterator<char>(text), {}};
}

}  // namespace

TEST_CASE("progress: each number as soon as it is there") {
    const std::string shown = printed([] {
        //! [progress]
        progress all(3);  // so many runs are to come
        sample run{"epoll_loop", {"fan-out", 100, 64, 0}, 1};
        all.begin(run.contestant, run.given);
        run.seconds = 0.5;
        run.deliveries = 100'000;
        run.cost.cpu_seconds = 0.04;
        all.end(run);
        // [1/3] epoll_loop         fan-out, 100 clients, 64 in flight: 400 ns of CPU a delivery, 200k deliveries/s

        all.skip();  // the second run
        all.begin(run.contestant, {"idle", 10'000, 0, 0});
        all.say("left out: it has no rooms");
        // [3/3, about 1 s left] epoll_loop         idle, 10000 clients: left out: it has no rooms
        //! [progress]
    });
    CHECK(shown.starts_with("[1/3] epoll_loop         fan-out, 100 clients, 64 in flight: 400 ns of CPU a delivery, "
                            "200k deliveries/s\n[3/3, about "));
    CHECK(shown.ends_with(" s left] epoll_loop         idle, 10000 clients: left out: it has no rooms\n"));
}

TEST_CASE("contest: who is held up is tried once more, and not a third time") {
    const bench_test::doctored_server server(bench_test::fault::none, 0);  // waits for who has stopped reading
    //! [contest]
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
    //! [contest]
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
