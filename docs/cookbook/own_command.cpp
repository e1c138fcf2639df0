// SPDX-License-Identifier: MIT

/// @file
/// A command of one's own: /topic shows what a room is about, and sets it.

#include <cstdio>
#include <map>
#include <mutex>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <string>

int main() {
    parley::server<parley::thread_per_client> server({.port = 0});
    std::mutex mutex;  // each client has a thread, and all of them call this
    std::map<std::string, std::string, std::less<>> topics;

    server.command("topic", "/topic [TEXT]: what this room is about", [&](parley::member& who, std::string_view text) {
        std::string topic(text);
        {
            const std::lock_guard lock(mutex);
            std::string& kept = topics[std::string(who.room())];
            if (text.empty()) topic = kept;
            kept = topic;
        }
        if (!text.empty()) return who.tell_room(who.nickname() + " has set the topic: " + topic);
        who.reply(topic.empty() ? "No topic." : "The topic is: " + topic);
    });
    server.start();

    parley::client ann({.port = server.port()});
    for (const char* line : {"ann", "/topic", "/topic tea, and what goes with it", "/topic", "/topics"})
        ann.send_line(line);
    ann.finish_sending();
    while (const auto line = ann.read_line()) std::puts(line->c_str());
}
