// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <parley/bench/line_up.hpp>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

using parley::bench::command_line;
using parley::bench::contestant;
using parley::bench::line_up;
using parley::bench::model;
using parley::bench::reference;
using parley::bench::report::left_out;
using parley::bench::usage_error;

namespace {

const std::vector<model> models{{"one", "the first", nullptr, nullptr, nullptr},
                                {"two", "the second", nullptr, nullptr, nullptr}};

std::vector<contestant> lined_up(const command_line& wanted, std::vector<left_out>* missing = nullptr) {
    std::vector<left_out> nobody_looks;
    const std::filesystem::path program = "/somewhere/chat_compare";
    return line_up(models, wanted, program, missing == nullptr ? nobody_looks : *missing).contestants();
}

command_line chosen(std::vector<std::string> names) {
    command_line wanted;
    wanted.models = std::move(names);
    return wanted;
}

}  // namespace

TEST_CASE("line_up: models come before servers that were named") {
    //! [line_up]
    const std::vector<model> two{{"one", "the first", nullptr, nullptr, nullptr},  // nobody is started here
                                 {"two", "the second", nullptr, nullptr, nullptr}};
    command_line wanted;
    wanted.models = {"two"};
    wanted.servers = {{"mine", "python3 chat.py --port 0"}};
    const std::filesystem::path program = "/somewhere/chat_compare";
    std::vector<left_out> missing;
    const std::vector<contestant> all = line_up(two, wanted, program, missing).contestants();
    REQUIRE(all.size() == 2);
    CHECK(all[0].command == std::vector<std::string>{program, "--serve", "two"});
    CHECK(all[1].command == std::vector<std::string>{"python3", "chat.py", "--port", "0"});
    CHECK(missing.empty());
    //! [line_up]
}

TEST_CASE("line_up: each model is this program, started as a server") {
    //! [contestant]
    const std::vector<contestant> all = lined_up({});
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "one");
    CHECK(all[0].description == "the first");
    CHECK(all[0].command == std::vector<std::string>{"/somewhere/chat_compare", "--serve", "one"});
    CHECK(all[0].counting == std::vector<std::string>{"/somewhere/chat_compare", "--serve", "one", "--count"});
    //! [contestant]
}

TEST_CASE("line_up: in the order in which they were named") {
    const std::vector<contestant> all = lined_up(chosen({"two", "one"}));
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "two");
    CHECK_THROWS_WITH_AS(lined_up(chosen({"three"})), "there is no model 'three'", usage_error);
    CHECK_THROWS_WITH_AS(lined_up(chosen({"one", "one"})), "'one' is there twice", usage_error);
    CHECK_THROWS_AS(lined_up(chosen({"none"})), usage_error);
}

TEST_CASE("line_up: a server of one's own") {
    command_line wanted = chosen({"none"});
    wanted.servers = {{"mine", "python3  chat.py --port 0"}};
    const std::vector<contestant> all = lined_up(wanted);
    REQUIRE(all.size() == 1);
    CHECK(all[0].name == "mine");
    CHECK(all[0].command == std::vector<std::string>{"python3", "chat.py", "--port", "0"});
    CHECK(all[0].counting.empty());
    wanted.servers = {{"mine", " "}};
    CHECK_THROWS_AS(lined_up(wanted), usage_error);
}

TEST_CASE("line_up: references that are not there are missing, with the reason") {
    //! [left_out]
    command_line wanted = chosen({"one"});
    wanted.references = true;
    std::vector<left_out> missing;
    CHECK(lined_up(wanted, &missing).size() == 1);
    REQUIRE(missing.size() == parley::bench::references.size());
    CHECK(missing[0].contestant == "floor");
    CHECK(missing[0].why == "compare_floor is not beside this program");
    //! [left_out]
}

TEST_CASE("line_up: nobody is there, and why") {
    command_line wanted = chosen({"none"});
    wanted.references = true;
    try {
        lined_up(wanted);
        FAIL("somebody takes part");
    } catch (const usage_error& error) {
        const std::string said = error.what();
        CHECK_MESSAGE(said.find("since compare_floor is not beside this program") != said.npos, said);
    }
}

TEST_CASE("line_up: a guess is measured against the floor") {
    command_line wanted = chosen({"one"});
    wanted.predict = true;
    std::vector<left_out> missing;
    lined_up(wanted, &missing);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].contestant == "floor");
}

TEST_CASE("references: a script needs its interpreter") {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("parley_references_" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "chat.py") << "#";
    //! [reference]
    const reference good{"script", "", "chat.py", "sh"}, odd{"script", "", "chat.py", "parley_no_such_program"};
    CHECK(what_lacks(good, folder) == "");
    CHECK(what_lacks(odd, folder) == "parley_no_such_program is not installed");
    CHECK(contestant_of(good, folder).command == std::vector<std::string>{"sh", (folder / "chat.py").string()});
    //! [reference]
    std::filesystem::remove_all(folder);
    CHECK(what_lacks(good, folder) == "chat.py is not beside this program");
}
