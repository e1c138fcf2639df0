// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/chat/speech.hpp>
#include <string>
#include <string_view>

using parley::chat::speech;

namespace {

std::string_view begin(speech& said, std::string_view name, std::string_view text) {
    return said.begin_line(name, text.size(), [text](std::string& out) { out += text; });
}

void say(speech& said, std::string_view name, std::string_view text) {
    begin(said, name, text);
    said.end_line();
}

}  // namespace

TEST_CASE("nothing said is no text") {
    speech said;
    CHECK(said.take() == nullptr);
    CHECK_FALSE(said.long_enough());
}

TEST_CASE("lines that were said become one text, once") {
    speech said;
    say(said, "ann", "one");
    say(said, "anna", "two");
    const parley::shared_text text = said.take();
    REQUIRE(text != nullptr);
    CHECK(*text == "ann: one\nanna: two\n");
    CHECK(said.take() == nullptr);
    say(said, "ann", "three");
    CHECK(*said.take() == "ann: three\n");
}

TEST_CASE("a line that is begun shows its text, without the name") {
    speech said;
    CHECK(begin(said, "ann", "one") == "one");
    said.end_line();
    CHECK(begin(said, "ann", "") == "");
    CHECK(said.withdraw().empty());
    CHECK(begin(said, "ann", "two: 2") == "two: 2");
}

TEST_CASE("what is withdrawn was never said; what was said before it stays") {
    speech said;
    begin(said, "ann", "/who");
    CHECK(said.withdraw() == "/who");
    CHECK(said.take() == nullptr);
    say(said, "ann", "one");
    begin(said, "ann", "/me waves");
    CHECK(said.withdraw() == "/me waves");
    say(said, "ann", "two");
    CHECK(*said.take() == "ann: one\nann: two\n");
}

TEST_CASE("speech is long enough at its limit") {
    speech said;
    begin(said, "a", std::string(speech::limit - 5, 'x'));
    said.end_line();
    CHECK_FALSE(said.long_enough());
    begin(said, "a", "x");
    CHECK(said.long_enough());
    said.end_line();
    CHECK(said.take()->size() == speech::limit + 4);
    CHECK_FALSE(said.long_enough());
}
