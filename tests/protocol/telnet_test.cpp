// SPDX-License-Identifier: MIT

/// @file
/// The one question of telnet's that is answered. What is removed from lines is tested in `hygiene_test.cpp`.

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/protocol/telnet.hpp>
#include <string>
#include <string_view>

#include "every_split.hpp"

namespace {

std::size_t marks_in(std::string_view bytes) {
    parley::protocol::timing_marks marks;
    return marks.count(bytes);
}

}  // namespace

TEST_CASE("IAC DO TIMING-MARK is found, wherever it is") {
    CHECK(marks_in("\xFF\xF4\xFF\xFD\x06") == 1);  // what Ctrl+C sends
    CHECK(marks_in("hi\xFF\xFD\x06 there\n") == 1);
    CHECK(marks_in("\xFF\xFD\x06\xFF\xFD\x06") == 2);
    CHECK(marks_in("\xFF\xFB\x01\xFF\xFD\x06") == 1);  // after an offer
    CHECK(marks_in("a\xFF\xFF\xFF\xFD\x06") == 1);     // after a byte 255
}

TEST_CASE("what only looks like it is not it") {
    CHECK(marks_in("") == 0);
    CHECK(marks_in("\xFD\x06") == 0);
    CHECK(marks_in("\xFF\xFF\xFD\x06") == 0);      // a byte 255, and then text
    CHECK(marks_in("\xFF\xFE\x06") == 0);          // DONT
    CHECK(marks_in("\xFF\xFB\x06") == 0);          // WILL
    CHECK(marks_in("\xFF\xFD\x01\x06") == 0);      // DO ECHO
    CHECK(marks_in("\xFF\xFB\xFD\x06") == 0);      // WILL, option 253
    CHECK(marks_in("\xFF\xFD\xFF\xFD\x06") == 0);  // DO, option 255
    CHECK(marks_in("\xFF\xF4\x06\xFD\x06") == 0);
}

TEST_CASE("what a read has cut in two is found in the next") {
    //! [timing_marks]
    parley::protocol::timing_marks marks;
    CHECK(marks.count("hello\xFF\xF4\xFF") == 0);  // Ctrl+C begins: IAC IP IAC ...
    CHECK(marks.count("\xFD\x06") == 1);           // ... DO TIMING-MARK: to be answered with wont_timing_mark
    CHECK(marks.count("\xFD\x06") == 0);
    //! [timing_marks]
}

TEST_CASE("however the reads cut it, it is found once") {
    const std::string bytes = "a\xFF\xFF\xFF\xF4\xFF\xFD\x06z\xFF\xFE\x06\xFF\xFD\x06";
    std::size_t wrong = 0;
    for_every_split(bytes, [&](const pieces& cut) {
        parley::protocol::timing_marks marks;
        std::size_t found = 0;
        for (const std::string_view piece : cut) found += marks.count(piece);
        if (found != 2) ++wrong;
    });
    CHECK(wrong == 0);
}
