// SPDX-License-Identifier: MIT
// Grades exercise 2.

#include "check.hpp"
#include <stdexcept>

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        check::step("a line comes back with its number", "a line is complete when its newline has come",
                    [&] { ann.says("one").hears_next("1: one"); });

        // Both arrive as one piece. "four" is said when the server is done with that piece, or about to be.
        std::string next;
        check::step("two lines in one piece", "one recv() is taken for one line", [&] {
            ann.sends("two\nthree\n").hears_next("2: two");
            next = ann.says("four").hears_a_line();
        });
        const auto unlike = [&](bool wrong) {
            if (wrong) throw std::runtime_error("the story so far:\n" + talk.told() + "expected: ann hears 3: three\n");
        };
        check::step("the second of them is not lost",
                    "what came after a newline is thrown away: it is the beginning of the next line",
                    [&] { unlike(next == "3: four"); });
        check::step("each of them has its number", "one recv() is taken for one line: it may be several",
                    [&] { unlike(next != "3: three"); });
        check::step("nothing is left over",
                    "only the first newline of a piece is looked for: there may be another newline in it",
                    [&] { ann.hears_next("4: four"); });

        check::step("a line in many pieces",
                    "the beginning of a line is forgotten before its end has come: keep it from recv() to recv()", [&] {
                        const std::string much(1000, 'x');
                        ann.says(much).hears_next("5: " + much);
                    });
        check::step("a line that fills the buffer exactly", "is the newline found when it is the last byte?",
                    [&] { ann.sends("fifteen letters\n").hears_next("6: fifteen letters"); });
        check::step("a line byte by byte", "a piece need not have a newline at all", [&] {
            for (const char byte : std::string("seven\n")) ann.sends({&byte, 1});
            ann.hears_next("7: seven");
        });
        check::step("an empty line is a line, too", "find() may say 0: the newline is the first byte", [&] {
            ann.sends("\n\n").hears_next({"8: ", "9: "});
        });
        check::step("half a line is no line", "what has no newline when the client hangs up was never said", [&] {
            ann.sends("hal").half_closes();
            ann.is_closed();
        });
    });
}
