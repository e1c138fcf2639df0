// SPDX-License-Identifier: MIT
// Grades exercise 5.

#include "check.hpp"
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace {

/// Waits until the server has so many threads. True at once where the system does not tell how many there are.
bool has_threads(const check::program& server, std::size_t wanted) {
    const parley::time_point deadline = parley::testing::time_limit();
    std::size_t now;
    while ((now = server.threads()) != wanted && now != 0 && parley::clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));  // to ask is hard work for the system
    return now == wanted || now == 0;
}

}  // namespace

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        std::size_t threads = 0;  // when one client is there; a sanitizer may have some of its own by then
        const auto unlike = [](bool wrong, const std::string& what) {
            if (wrong) throw std::runtime_error(what + "\n");
        };
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        check::step("ann is served", "a thread has to call serve()", [&] {
            ann.hears_next("You are client 1. Conversations before yours: 0");
            ann.says("hello").hears_next("client 1: hello");
            threads = server.threads();
        });
        auto& bob = talk.connect("bob");
        check::step(
            "bob is served while ann is there",
            "main() waits for ann: her thread is joined at once, or reap() waits for those that are not over. If "
            "the server has ended: her thread has a reference to a variable that main() uses, too",
            [&] {
                bob.hears_a_line();
                bob.says("hello").hears_next("client 2: hello");
            });
        check::step(
            "ann is still ann",
            "her thread has a reference to main()'s variable, in which somebody else is by now: it needs a copy",
            [&] { ann.says("it is me").hears_next("client 1: it is me"); });
        check::step("ann hangs up, and so does the server", "nobody closes the descriptor that accept() returned", [&] {
            ann.half_closes();
            ann.is_closed();
        });
        std::string welcome;
        check::step(
            "fifty people come and go, while bob stays",
            "a std::thread that is destroyed and was not joined ends the program with 'terminate called without "
            "an active exception'",
            [&] {
                for (int i = 0; i != 50; ++i) {
                    auto& guest = talk.connect("guest");
                    welcome = guest.hears_a_line();
                    guest.half_closes();
                    guest.is_closed();
                }
            });
        check::step("conversations that are over are not kept",
                    "nothing takes them from the list; or one that goes on hides those behind it", [&] {
                        const int kept =
                            std::atoi(welcome.c_str() + welcome.rfind(' '));  // bob's, and one that is just ending
                        unlike(kept > 10, "the last one was told: " + welcome);
                    });
        check::step("bob has not been forgotten", "only conversations that are over may go",
                    [&] { bob.says("and me").hears_next("client 2: and me"); });
        check::step("threads of those who have gone are gone", "a thread goes on after serve() has returned", [&] {
            unlike(!has_threads(server, threads),
                   "there are " + std::to_string(server.threads()) +
                       " threads, and there should be as many as with ann alone: " + std::to_string(threads));
        });
        check::step("and bob's, in the end", "a thread goes on after serve() has returned", [&] {
            bob.half_closes();
            bob.is_closed();
            unlike(!has_threads(server, threads - 1),
                   "there are " + std::to_string(server.threads()) +
                       " threads, and one less than with ann alone should be left: " + std::to_string(threads - 1));
        });
    });
}
