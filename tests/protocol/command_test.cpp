// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/protocol/command.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

using parley::protocol::command;
using parley::protocol::parse_command;
using parley::protocol::split_word;
using parley::protocol::verb;

namespace {

void check(std::string_view line, verb what, std::string_view name, std::string_view argument) {
    CAPTURE(line);
    const command got = parse_command(line);
    CHECK(got.what == what);
    CHECK(got.name == name);
    CHECK(got.argument == argument);
}

}  // namespace

TEST_CASE("a line without a slash in front is said as it is") {
    check("hello", verb::say, "", "hello");
    check("", verb::say, "", "");
    check(" /quit", verb::say, "", " /quit");
    check("either/or ", verb::say, "", "either/or ");
}

TEST_CASE("two slashes say a text that begins with one") {
    check("//quit", verb::say, "", "/quit");
    check("//", verb::say, "", "/");
    check("///", verb::say, "", "//");
    check("// me", verb::say, "", "/ me");
}

TEST_CASE("every command of the chat is known by its name") {
    check("/me waves", verb::action, "me", "waves");
    check("/msg bob hi there", verb::message, "msg", "bob hi there");
    check("/nick anna", verb::nickname, "nick", "anna");
    check("/join #tea", verb::join, "join", "#tea");
    check("/leave", verb::leave, "leave", "");
    check("/who", verb::who, "who", "");
    check("/rooms", verb::rooms, "rooms", "");
    check("/help", verb::help, "help", "");
    check("/quit", verb::quit, "quit", "");
}

TEST_CASE("the blanks between a command and its argument do not count, those after it do") {
    check("/me   waves  twice ", verb::action, "me", "waves  twice ");
    check("/me ", verb::action, "me", "");
    check("/me    ", verb::action, "me", "");
    check("/quit now", verb::quit, "quit", "now");
}

TEST_CASE("anything else after a slash is somebody else's command") {
    check("/foo", verb::other, "foo", "");
    check("/roll 6", verb::other, "roll", "6");
    check("/", verb::other, "", "");
    check("/ quit", verb::other, "", "quit");
    check("/quitter", verb::other, "quitter", "");
    check("/qui", verb::other, "qui", "");
    check("/QUIT", verb::other, "QUIT", "");
    check("/h\xC3\xA9 x", verb::other, "h\xC3\xA9", "x");
}

TEST_CASE("a word and what follows it") {
    using pair = std::pair<std::string_view, std::string_view>;
    CHECK((split_word("bob hi there") == pair{"bob", "hi there"}));
    CHECK((split_word("bob") == pair{"bob", ""}));
    CHECK((split_word("bob   ") == pair{"bob", ""}));
    CHECK((split_word("bob   hi ") == pair{"bob", "hi "}));
    CHECK((split_word(" bob") == pair{"", "bob"}));
    CHECK((split_word("") == pair{"", ""}));
}

TEST_CASE("what is understood points into the line: nothing is copied") {
    const std::string line = "/msg bob hi";
    const command got = parse_command(line);
    CHECK(got.name.data() == line.data() + 1);
    CHECK(got.argument.data() == line.data() + 5);
}

TEST_CASE("each command's line in /help begins with the command, and each verb has one") {
    std::set<verb> described;
    for (const auto& row : parley::protocol::builtin_commands) {
        CHECK(row.usage.substr(0, row.name.size() + 1) == "/" + std::string(row.name));
        CHECK(row.usage.find('\n') == std::string_view::npos);
        CHECK(parse_command("/" + std::string(row.name)).what == row.what);
        described.insert(row.what);
    }
    CHECK(described.size() == parley::protocol::builtin_commands.size());
}
