#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How the line that is being typed looks in one row of a terminal: a prompt, and the part of the text around the
/// cursor that fits. Pure. Refuses to know who draws it. Read next: `screen.hpp`.

#include "line_editor.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace terminal {

/// One row: what stands in it, and the column of the cursor.
struct edit_row {
    std::string text;
    std::size_t cursor;
};

/// Columns that the text has at least; a prompt that leaves fewer is not shown.
inline constexpr std::size_t least_room = 8;

/// The first column of the text that is shown in `room` columns, so that the cursor is among them. It moves by half
/// the room at a time: a line that creeps with every key is hard to read.
constexpr std::size_t first_column(std::size_t cursor, std::size_t room) noexcept {
    if (cursor < room) return 0;
    const std::size_t step = room < 2 ? 1 : room / 2;
    return ((cursor - room) / step + 1) * step;
}

/// The last column stays free: a terminal that has filled it may or may not have gone to the next row.
inline edit_row show(const line_editor& line, std::string_view prompt, std::size_t columns) {
    const std::size_t usable = columns > 1 ? columns - 1 : 1;
    if (width(prompt) + least_room > usable) prompt = {};
    const std::size_t room = usable - width(prompt);
    const std::string_view text = line.text();
    const std::size_t hidden = first_column(width(text.substr(0, line.cursor())), room);

    std::size_t begin = 0;
    for (std::size_t passed = 0; passed < hidden; begin = next_character(text, begin))
        passed += width(text.substr(begin, next_character(text, begin) - begin));
    begin = std::min(begin, line.cursor());  // it may stand inside a character, before an accent
    std::size_t end = begin;
    while (end != text.size() && width(text.substr(begin, next_character(text, end) - begin)) <= room)
        end = next_character(text, end);
    return {std::string(prompt).append(text.substr(begin, end - begin)),
            width(prompt) + width(text.substr(begin, line.cursor() - begin))};
}

}  // namespace terminal
