// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <examples/terminal/edit_view.hpp>
#include <string>
#include <string_view>

using terminal::line_editor;
using terminal::show;
using terminal::width;

namespace {

line_editor typed(std::string_view bytes) {
    line_editor line;
    for (const terminal::key& pressed : terminal::key_decoder().feed(bytes)) line.press(pressed);
    return line;
}

}  // namespace

TEST_CASE("a short line is shown whole") {
    const auto row = show(typed("hello\x1b[D"), "> ", 80);
    CHECK(row.text == "> hello");
    CHECK(row.cursor == 6);
}

TEST_CASE("a cursor column counts columns, not bytes") {
    CHECK(show(typed("\xE6\x97\xA5\xC3\xBC"), "> ", 80).cursor == 5);
}

TEST_CASE("a long line shows the part around the cursor") {
    const std::string text = std::string(30, 'a') + std::string(30, 'b');
    CHECK(show(typed(text + "\x01"), "> ", 40).text == "> " + std::string(30, 'a') + std::string(7, 'b'));
    const auto end = show(typed(text), "> ", 40);
    CHECK(end.text.ends_with("b"));
    CHECK(end.cursor == width(end.text));
}

TEST_CASE("a prompt that leaves no room is left out") {
    CHECK(show(typed("hello"), "Pick a nickname: ", 20).text == "hello");
}

TEST_CASE("wherever the cursor is and however narrow the window, the row fits and shows the cursor") {
    const std::string mixed = "e\xCC\x81\xE6\x97\xA5"
                              "abc\xF0\x9F\x98\x80 x\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7";
    std::string text = mixed + mixed + mixed;
    for (int step = 0; step != 40; ++step, text += "\x1b[D") {
        const line_editor line = typed(text);
        for (std::size_t columns = 1; columns != 60; ++columns) {
            const auto row = show(line, "> ", columns);
            CAPTURE(columns);
            CAPTURE(step);
            REQUIRE((columns == 1 || width(row.text) < columns));
            REQUIRE((columns < 12 || row.cursor <= width(row.text)));
            REQUIRE((columns < 12 || row.cursor < columns));
        }
    }
}

TEST_CASE("a cursor inside a character, before its accent, is survived") {
    const line_editor line = typed(std::string(100, 'a') + "\xCC\x81\x1b[D" + "\xF0\x9F\x91\xA9\xE2\x80\x8D" +
                                   "\xF0\x9F\x91\xA9\xE2\x80\x8D");
    for (std::size_t columns = 1; columns != 60; ++columns)
        CHECK(show(line, "> ", columns).cursor <= (columns < 12 ? 12 : columns));
}
