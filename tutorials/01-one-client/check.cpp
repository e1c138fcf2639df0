// SPDX-License-Identifier: MIT
// Grades exercise 1.

#include "check.hpp"

#include <stdexcept>

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        check::step("a word comes back", "recv() is called, and send() with what it gave?", [&] {
            ann.sends("hello\n").hears_bytes("hello\n");
        });
        check::step("nothing else comes", "the whole buffer is sent, not the bytes that came", [&] {
            if (ann.has_heard_nothing()) return;
            throw std::runtime_error("the story so far:\n" + talk.told() + "but then more came than was said\n");
        });
        check::step("a second word comes back, too", "recv() is called once, not until it returns 0", [&] {
            ann.sends("again\n").hears_bytes("again\n");
        });
        check::step("as much as anybody says", "what does not fit into the buffer comes with the next recv()", [&] {
            const std::string much(10'000, 'x');
            ann.sends(much + "\n").hears_bytes(much + "\n");
        });
        check::step("when ann hangs up, so does the server", "recv() returned 0: the other side will say no more", [&] {
            ann.half_closes();
            ann.is_closed();
        });
    });
}
