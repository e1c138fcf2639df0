// SPDX-License-Identifier: MIT
// Grades exercise 9.

#include "check.hpp"

#include <stdexcept>
#include <string>

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        auto& bob = talk.connect("bob");
        check::step("ann is heard", "not everybody who is here is in the sets, or they are filled but once", [&] {
            ann.says("hello").hears("client 1: hello");
        });
        check::step("bob, who came last, hears it, too", "select() looks at descriptors below its first argument", [&] {
            bob.says("hi").hears("client 2: hi");
        });
        check::step("what does not fit into a socket comes later", "nobody asks whether there is room to write", [&] {
            const std::string much(1000, 'x');
            for (int line = 0; line != 5000; ++line) ann.sends_without_reading(much + "\n");
            for (int line = 0; line != 5000; ++line) bob.hears("client 1: " + much);
        });
        check::step("Ctrl+C ends the server", "select() does not wait for the doorbell", [&] {
            server.interrupt();
            if (server.awaited_end() != "exit code 0") throw std::runtime_error(server.awaited_end());
        });
    });
}
