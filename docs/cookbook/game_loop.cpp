// SPDX-License-Identifier: MIT

/// @file
/// A game, or a window, keeps its own loop: the server runs beside it, and what is said comes to the loop in a queue.

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// Filled by the server's threads, emptied by the game's, once a frame.
class inbox {
public:
    void put(std::string line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    std::vector<std::string> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(lines_, {});
    }

private:
    std::mutex mutex_;
    std::vector<std::string> lines_;
};

int main() {
    inbox said;
    parley::server<parley::thread_per_client> server({.port = 0});
    server.on_message([&](parley::member& who, std::string_view text) {
        said.put(who.nickname() + ": " + std::string(text));
    });
    server.start();

    parley::client player({.port = server.port()});
    for (const char* line : {"ann", "left", "jump", "the end"}) player.send_line(line);

    for (bool over = false; !over;) {
        for (const std::string& line : said.take()) {  // what came since the last frame; never waits for it
            std::printf("the game hears: %s\n", line.c_str());
            over = over || line == "ann: the end";
        }
        std::this_thread::yield();  // here the frame is drawn, and waits for the screen
    }
    server.say("Game over: 42 points.");
    server.stop();
    server.wait();
    while (const auto line = player.read_line()) std::printf("ann sees: %s\n", line->c_str());
}
