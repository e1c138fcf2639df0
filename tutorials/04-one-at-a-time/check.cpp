// SPDX-License-Identifier: MIT
// Grades exercise 4.

#include "check.hpp"

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        check::step("ann is served", "accept(), and serve() with what it returned",
                    [&] { ann.says("hello").hears_next("client 1: hello"); });
        auto& bob = talk.connect("bob");
        bob.says("me too");  // the system keeps it for him
        check::step("ann hangs up, and so does the server",
                    "nobody closes the descriptor that accept() returned: descriptor does, at the end of its scope",
                    [&] {
                        ann.half_closes();
                        ann.is_closed();
                    });
        std::string answer;
        check::step("then it is bob's turn, who has waited",
                    "accept() is called once: it belongs into the loop; or the listener is closed with the client",
                    [&] { answer = bob.hears_a_line(); });
        check::step("he is somebody else", "each client has a number of their own: count them", [&] {
            if (answer != "client 2: me too")
                throw parley::testing::broken_promise("the story so far:\n" + talk.told() +
                                                      "expected: client 2: me too\n");
        });
        check::step("somebody comes, says nothing and goes",
                    "recv() returns 0 at once; that ends serve(), not the server", [&] {
                        auto& carl = talk.connect("carl");
                        bob.half_closes();
                        bob.is_closed();
                        carl.half_closes();
                        carl.is_closed();
                    });
        check::step("somebody is lost without a word", "recv() returns -1; that ends serve(), not the server", [&] {
            auto& dora = talk.connect("dora");
            dora.says("hello").hears_next("client 4: hello");
            dora.resets();
        });
        check::step("a hundred more, one after the other", "is each descriptor closed before the next client's turn?",
                    [&] {
                        for (int number = 5; number != 105; ++number) {
                            auto& guest = talk.connect("guest");
                            guest.says("hello").hears_next("client " + std::to_string(number) + ": hello");
                            guest.half_closes();
                            guest.is_closed();
                        }
                    });
    });
}
