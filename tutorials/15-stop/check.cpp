// SPDX-License-Identifier: MIT
// Grades exercise 15: the program is started twice, since it can end only once.

#include "check.hpp"
#include <stdexcept>
#include <string>

namespace {

const std::string goodbye = "-- The server is closing; goodbye.";

void expect_good(check::program& server) {
    if (const std::string end = server.awaited_end(); end != "exit code 0")
        throw std::runtime_error("expected: exit code 0\nbut: " + end + "\n");
}

}  // namespace

int main(int count, char** values) {
    return check::grade(count, values, [&](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.join("ann");
        auto& bob = talk.join("bob");
        check::step(
            "Ctrl+C ends the program, with exit code 0",
            "if it still runs: on_signal() does not call stop(); or it waits for the end of run(), and a handler "
            "runs on top of the thread that it interrupts: that waits for itself",
            [&] {
                server.interrupt();
                expect_good(server);
            });
        check::step("everybody was told", "std::exit() ends the program on the spot; stop() lets run() return", [&] {
            for (auto* const one : {&ann, &bob}) one->hears(goodbye).is_closed();
        });

        check::program again(values[1]);
        auto later = again.talk();
        auto& cleo = later.join("cleo");
        auto& dora = later.join("dora");
        check::step(
            "so does /stop, while dora sits and listens",
            "/stop does not call stop(); or it waits until everybody has left first, and who listens need never "
            "leave",
            [&] {
                cleo.says("/stop");
                expect_good(again);
            });
        check::step("everybody was told, cleo too",
                    "wait() in a command throws, since it would wait for the thread that it runs in, and that ends "
                    "cleo's session",
                    [&] {
                        for (auto* const one : {&cleo, &dora})
                            one->hears("-- cleo ends the chat.").hears(goodbye).is_closed();
                    });
    });
}
