// SPDX-License-Identifier: MIT
// Grades exercise 3.

#include "check.hpp"
#include <stdexcept>

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        check::step("a short line comes back", "send_all() has to call unlucky::send()",
                    [&] { ann.says("one").hears_next("1: one"); });
        check::step("a line of which the system takes 100 bytes at a time",
                    "send() took a part and said how many bytes that was: the rest has to follow, and only the rest",
                    [&] {
                        const std::string much(300, 'x');
                        ann.says(much).hears_next("2: " + much);
                    });
        check::step("a signal comes in between",
                    "EINTR is no end: nothing was sent, nothing is wrong, and the call is to be made again", [&] {
                        const std::string more(3000, 'y');
                        ann.says(more).hears_next("3: " + more);
                    });

        // The server cannot be done with these before ann is gone: she does not read, and the answers are many times
        // as much as the system keeps for her.
        const int little = 1;
        ::setsockopt(ann.native_handle(), SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        ann.sends_without_reading(std::string(32'000, '\n'));
        ann.half_closes();
        ann.resets();
        const std::string end = server.awaited_end();
        const auto unlike = [&](bool wrong) {
            if (wrong)
                throw std::runtime_error("the story so far:\n" + talk.told() +
                                         "expected: the server ends, exit code 0\nbut " + end + "\n");
        };
        check::step("nobody who leaves takes the server with them",
                    "send() to somebody who is gone sends SIGPIPE to your own program, which ends it: MSG_NOSIGNAL",
                    [&] { unlike(end.find("signal") != end.npos); });
        check::step("the server notices that ann is gone",
                    "not every error passes: only after EINTR is the call made again, after any other ann is gone",
                    [&] { unlike(end == "it still runs"); });
        check::step("and ends as it should", "look at the exit code", [&] { unlike(end != "exit code 0"); });
    });
}
