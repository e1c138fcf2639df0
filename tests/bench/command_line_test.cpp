// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <parley/bench/command_line.hpp>
#include <parley/bench/schedule.hpp>
#include <string>
#include <vector>

using parley::milliseconds;
using parley::bench::command_line;
using parley::bench::load;
using parley::bench::option_row;
using parley::bench::option_table;
using parley::bench::parse_command_line;
using parley::bench::schedule;
using parley::bench::usage_error;

namespace {

command_line parsed(const std::vector<const char*>& arguments) { return parse_command_line(arguments); }

std::vector<load> loads(const std::vector<const char*>& arguments) {
    const command_line wanted = parsed(arguments);
    return schedule(wanted).loads();
}

}  // namespace

TEST_CASE("chat_compare's command line: nothing said") {
    const command_line given = parsed({});
    CHECK(given.models == std::vector<std::string>{"all"});
    CHECK(given.rounds == 3);
    CHECK(given.seconds == milliseconds(1000));
    CHECK_FALSE(given.references);
    CHECK(given.serve.empty());
}

TEST_CASE("chat_compare's command line: everything said") {
    const command_line given =
        parsed({"--models", "a,b", "--references", "--server", "x=y -z=1", "--loads=idle,fan-out", "--clients",
                "10,20", "--in-flight", "7", "--rate", "12.5", "--seconds", "0.25", "--messages=9",
                "--rounds", "5", "--line-bytes", "128", "--patience", "2", "--out", "folder", "--predict", "--force",
                "--timeline", "a.svg"});
    CHECK(given.models == std::vector<std::string>{"a", "b"});
    CHECK(given.references);
    REQUIRE(given.servers.size() == 1);
    CHECK(given.servers[0].first == "x");
    CHECK(given.servers[0].second == "y -z=1");
    CHECK(given.loads == std::vector<std::string>{"idle", "fan-out"});
    CHECK(given.clients == std::vector<std::size_t>{10, 20});
    CHECK(given.in_flight == std::vector<std::size_t>{7});
    CHECK(given.rate == 12.5);
    CHECK(given.seconds == milliseconds(250));
    CHECK(given.messages == 9);
    CHECK(given.rounds == 5);
    CHECK(given.line_bytes == 128);
    CHECK(given.patience == milliseconds(2000));
    CHECK(given.out == "folder");
    CHECK(given.timeline == "a.svg");
    CHECK((given.predict && given.force));
}

TEST_CASE("chat_compare's command line: what comes after --quick still counts") {
    //! [command_line]
    const std::vector<const char*> arguments{"--quick", "--seconds", "3", "--clients=10,20"};
    const command_line wanted = parse_command_line(arguments);
    CHECK(wanted.seconds == milliseconds(3'000));
    CHECK(wanted.clients == std::vector<std::size_t>{10, 20});
    CHECK(wanted.loads == std::vector<std::string>{"fan-out", "stopped reader", "slow handler"});
    CHECK(wanted.rounds == 3);  // the default
    //! [command_line]
    CHECK(parsed({"--quick"}).seconds < milliseconds(1000));
}

TEST_CASE("chat_compare's command line: an option is a row of a table") {
    //! [option_row]
    const auto is_it = [](const option_row& row) { return row.name == "--in-flight"; };
    const option_row& row = *std::find_if(option_table.begin(), option_table.end(), is_it);
    command_line wanted;
    row.set(wanted, "1,8");
    CHECK(wanted.in_flight == std::vector<std::size_t>{1, 8});
    CHECK_THROWS_WITH_AS(row.set(wanted, ","), "--in-flight needs numbers", usage_error);
    //! [option_row]
}

TEST_CASE("chat_compare's command line: what is wrong") {
    for (const std::vector<const char*>& wrong : std::vector<std::vector<const char*>>{
             {"--nothing"}, {"word"}, {"--rounds"}, {"--rounds", ""}, {"--rounds", "0"}, {"--rounds", "-1"},
             {"--rounds", "2x"}, {"--clients", "1,x"}, {"--clients", ","}, {"--in-flight", "0"}, {"--rate", "0"},
             {"--seconds", "nan"}, {"--line-bytes", "15"}, {"--force=yes"}, {"--server", "=x"}, {"--server", "x="},
             {"--server", "x"}, {"--rate", "1e10"}, {"--rate", "inf"}, {"--seconds", "1e300"}, {"--patience", "1e9"},
             {"--rounds", "1000001"}, {"--clients", "10,1000001"}, {"--in-flight", "1000001"},
             {"--messages", "4294967296"}, {"--line-bytes", "4098"}})
        CHECK_THROWS_AS_MESSAGE(parsed(wrong), usage_error, wrong.back());
}

TEST_CASE("chat_compare's command line: a number that is out of range is told the range") {
    //! [usage_error]
    CHECK_THROWS_WITH_AS(parsed({"--rate", "0"}), "--rate needs a number from 0.1 to 1000000, not '0'", usage_error);
    CHECK_THROWS_WITH_AS(parsed({"--rounds", "0"}), "--rounds needs a number from 1 to 1000000, not '0'", usage_error);
    CHECK_THROWS_WITH_AS(parsed({"--modles"}), "unknown argument '--modles'", usage_error);
    //! [usage_error]
}

TEST_CASE("schedule: each fan-out for each number of clients") {
    //! [schedule]
    const command_line wanted = parsed({"--clients", "10,20", "--in-flight", "1,2"});
    CHECK(schedule(wanted).loads() ==
          std::vector<load>{
              {"fan-out", 10, 1, 0}, {"fan-out", 10, 2, 0}, {"fan-out", 20, 1, 0}, {"fan-out", 20, 2, 0}});
    //! [schedule]
}

TEST_CASE("schedule: what a load is compared with comes before it, and once") {
    //! [load]
    CHECK(loads({"--loads", "stopped-reader,slow-handler,idle", "--clients", "10,20", "--rate", "5"}) ==
          std::vector<load>{{"fixed rate", 10, 0, 5},
                            {"stopped reader", 10, 0, 5},
                            {"fixed rate", 20, 0, 5},
                            {"stopped reader", 20, 0, 5},
                            {"slow handler", 10, 0, 5},
                            {"slow handler", 20, 0, 5},
                            {"idle", 0, 0, 0},
                            {"idle", 10, 0, 0},
                            {"idle", 20, 0, 0}});
    //! [load]
}

TEST_CASE("schedule: all loads, and none that there is not") {
    CHECK(loads({"--loads", "all", "--clients", "10", "--in-flight", "1"}).size() == 7);
    CHECK(loads({"--loads", "fixed rate", "--clients", "100"})[0].rate == 500);
    CHECK_THROWS_WITH_AS(loads({"--loads", "heavy"}),
                         "there is no load 'heavy'; there are: fan-out, fixed-rate, idle, join-storm, stopped-reader, "
                         "slow-handler",
                         usage_error);
    CHECK_THROWS_AS(loads({"--loads", ","}), usage_error);
    CHECK_THROWS_AS(loads({"--clients", "0"}), usage_error);
}
