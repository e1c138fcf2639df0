// SPDX-License-Identifier: MIT
// Grades exercise 11: the server may have 16 descriptors.

#include "check.hpp"

#include <stdexcept>
#include <string>
#include <vector>

int main(int count, char** values) {
    const auto look = [](check::program& server) {
        auto talk = server.talk();
        const std::string full = "-- The server is full; please try again later.";
        auto& ann = talk.connect("ann");
        ann.says("first").hears("client 1: first");
        std::vector<parley::testing::speaker*> crowd;
        check::step("somebody is told that there is no room", "the spare descriptor is given up for a moment?", [&] {
            for (int number = 2;; ++number) {
                auto& next = talk.connect("client " + std::to_string(number));
                next.says("hello");
                const std::string heard = next.hears_a_line();
                if (heard == full) break;
                crowd.push_back(&next);
            }
        });
        check::step("so is everybody after that, and hung up on",
                    "the spare one is opened again, for the next time? Or does the server wait for somebody whom it "
                    "refuses?",
                    [&] {
                        for (int again = 0; again != 3; ++again) talk.connect("one more").hears_next(full).is_closed();
                    });
        check::step("those inside chat on", "the listener is looked at before them, for ever", [&] {
            ann.says("still here").hears("client 1: still here");
            crowd.front()->hears("client 1: still here");
        });
        check::step("who leaves makes room", "a descriptor is closed when its client has gone", [&] {
            crowd.back()->hangs_up();
            for (;;) {
                auto& next = talk.connect("the next");
                next.says("in");
                if (next.hears_a_line() != full) break;
            }
        });
    };
    return check::grade(count, values, look, 16);
}
