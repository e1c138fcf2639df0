// SPDX-License-Identifier: MIT
// Grades exercise 10.

#include "check.hpp"

#include <stdexcept>
#include <string>

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        auto& bob = talk.connect("bob");
        ann.says("hi").hears("client 1: hi");
        bob.says("hi").hears("client 2: hi");  // from now on both are inside
        const std::string much(1000, 'x');
        const auto chat = [&](int lines) {
            for (int line = 0; line != lines; ++line) {
                ann.says(much);
                ann.hears("client 1: " + much);
                bob.hears("client 1: " + much);
            }
        };
        check::step("who reads hears everything", "what waits is counted up, and never down when it was sent", [&] {
            chat(1000);  // four times the limit, and never much at once
        });
        auto& carl = talk.connect("carl, who does not read,");
        carl.says("here I am");
        ann.hears("client 3: here I am");
        check::step("the others go on while carl does not read", "the server waits until carl has room", [&] {
            chat(16'000);  // more than the kernel keeps for carl
        });
        check::step("the server's memory does not grow", "what waits for somebody has no limit", [&] {
            const std::size_t bytes = server.memory();
            if (bytes > 6'000'000) throw std::runtime_error("it has " + std::to_string(bytes) + " bytes now");
        });
        check::step("carl is told when he reads", "what does not fit is thrown away without a word", [&] {
            carl.hears("-- You do not read; good-bye.");
            carl.is_gone();
        });
    });
}
