// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <examples/terminal/command_line.hpp>
#include <vector>

using terminal::command_line;
using terminal::usage_error;

namespace {

command_line parse(const std::vector<const char*>& arguments) { return terminal::parse_command_line(arguments); }

}  // namespace

TEST_CASE("what is not said is the library's default") {
    const command_line parsed = parse({});
    CHECK(parsed.where.host == "127.0.0.1");
    CHECK(parsed.where.port == 5000);
    CHECK(parsed.where.path.empty());
    CHECK(parsed.name.empty());
    CHECK_FALSE(parsed.help);
}

TEST_CASE("every option") {
    const command_line parsed = parse({"--host", "::1", "--port", "65535", "--name", "ann", "--help", "--version"});
    CHECK(parsed.where.host == "::1");
    CHECK(parsed.where.port == 65535);
    CHECK(parsed.name == "ann");
    CHECK(parsed.help);
    CHECK(parsed.version);
    CHECK(parse({"--path", "p"}).where.path == "p");
}

TEST_CASE("wrong usage says what is wrong") {
    CHECK_THROWS_WITH_AS(parse({"--frob"}), "unknown argument '--frob'", usage_error);
    CHECK_THROWS_WITH_AS(parse({"localhost"}), "unknown argument 'localhost'", usage_error);
    CHECK_THROWS_WITH_AS(parse({"--name"}), "--name needs a value", usage_error);
    CHECK_THROWS_WITH_AS(parse({"--host", ""}), "--host needs a value", usage_error);
    const char* const either = "--path stands instead of --host and --port: give one or the other";
    CHECK_THROWS_WITH_AS(parse({"--path", "p", "--port", "5000"}), either, usage_error);
    CHECK_THROWS_WITH_AS(parse({"--host", "::1", "--path", "p"}), either, usage_error);
    for (const char* const port : {"0", "-1", "65536", "12x", "x"})
        CHECK_THROWS_AS(parse({"--port", port}), usage_error);
}
