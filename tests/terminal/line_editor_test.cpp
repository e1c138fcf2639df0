// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <examples/terminal/line_editor.hpp>
#include <string>
#include <string_view>

using terminal::edit_result;
using terminal::line_editor;

namespace {

constexpr std::string_view left = "\x1b[D", right = "\x1b[C", up = "\x1b[A", down = "\x1b[B", remove_key = "\x1b[3~";

/// Types as a terminal would, and gives what the last key did.
edit_result type(line_editor& line, std::string_view bytes) {
    edit_result last = edit_result::unchanged;
    for (const terminal::key& pressed : terminal::key_decoder().feed(bytes)) last = line.press(pressed);
    return last;
}

/// The text after some typing, with a bar where the cursor stands.
std::string after(std::string bytes) {
    line_editor line;
    type(line, bytes);
    return std::string(line.text()).insert(line.cursor(), "|");
}

std::string operator+(std::string text, std::string_view more) { return text.append(more); }

}  // namespace

TEST_CASE("typing and moving") {
    CHECK(after("hello") == "hello|");
    CHECK(after(std::string("hello") + left + left + "X") == "helX|lo");
    CHECK(after(std::string("ab") + left + left + left + right + "X") == "aX|b");
    CHECK(after("world\x01hello \x05!") == "hello world!|");
    CHECK(after("\t") == "|");
}

TEST_CASE("erasing respects characters") {
    CHECK(after("gr\xC3\xBC\x7f") == "gr|");
    CHECK(after("ae\xCC\x81\x7f") == "a|");
    CHECK(after(std::string("\xE6\x97\xA5\xE6\x9C\xAC") + left + "\x7f") == "|\xE6\x9C\xAC");
    CHECK(after(std::string("\xE6\x97\xA5\xE6\x9C\xAC") + left + remove_key) == "\xE6\x97\xA5|");
    CHECK(after("\x7f") == "|");
    CHECK(after(std::string("a") + remove_key) == "a|");
}

TEST_CASE("killing") {
    CHECK(after(std::string("hello") + left + left + "\x15") == "|lo");
    CHECK(after(std::string("hello") + left + left + "\x0b") == "hel|");
    CHECK(after("one two  \x17") == "one |");
    CHECK(after("one\x17\x17") == "|");
}

TEST_CASE("Ctrl+D leaves only from an empty line") {
    line_editor line;
    CHECK(type(line, "\x04") == edit_result::left);
    CHECK(type(line, "ab\x01\x04") == edit_result::changed);
    CHECK(line.text() == "b");
    CHECK(type(line, "\x05\x04") == edit_result::unchanged);
    CHECK(type(line, "\x0c") == edit_result::clear_screen);
}

TEST_CASE("Enter gives the line and begins a new one") {
    line_editor line;
    CHECK(type(line, std::string("hello") + left + "\r") == edit_result::submitted);
    CHECK(line.submitted() == "hello");
    CHECK(line.text().empty());
    CHECK(line.cursor() == 0);
}

TEST_CASE("history keeps the line that was being typed") {
    line_editor line;
    type(line, "one\rtwo\rtwo\r\rdraft");
    type(line, up);
    CHECK(line.text() == "two");
    type(line, up);
    CHECK(line.text() == "one");
    CHECK(type(line, up) == edit_result::unchanged);
    type(line, down);
    type(line, down);
    CHECK(line.text() == "draft");
    CHECK(line.cursor() == 5);
    CHECK(type(line, down) == edit_result::unchanged);
}

TEST_CASE("history is bounded") {
    line_editor line;
    for (std::size_t i = 0; i != line_editor::history_limit + 10; ++i) type(line, std::to_string(i) + "\r");
    std::size_t recalled = 0;
    while (type(line, up) == edit_result::changed) ++recalled;
    CHECK(recalled == line_editor::history_limit);
    CHECK(line.text() == "10");
}

TEST_CASE("a line is bounded") {
    line_editor line;
    type(line, std::string(line_editor::line_limit + 5, 'x'));
    CHECK(line.text().size() == line_editor::line_limit);
    CHECK(type(line, "\xC3\xBC") == edit_result::unchanged);
}

TEST_CASE("what is pasted is not sent by itself") {
    line_editor line;
    CHECK(type(line, "a \x1b[200~one\r\n\ttwo\x04\x15\x1b[D three\r\n\x1b[201~") == edit_result::unchanged);
    CHECK(line.text() == "a one two three");
    CHECK(type(line, "\r") == edit_result::submitted);
    type(line, "\x1b[200~\r\rfirst\x1b[201~\x1b[200~second\x1b[201~");
    CHECK(line.text() == "firstsecond");
}
