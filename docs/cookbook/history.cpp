// SPDX-License-Identifier: MIT

/// @file
/// Who comes late is shown the last lines: those that the server remembers, and those from before it was started.

#include <cstdio>
#include <fstream>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>
#include <string>
#include <vector>

constexpr const char* file = "history.txt";

std::vector<std::string> last_lines(std::size_t most) {
    std::vector<std::string> lines;
    std::ifstream from(file);
    for (std::string line; std::getline(from, line); lines.push_back(line))
        if (lines.size() == most) lines.erase(lines.begin());
    return lines;
}

void talk(std::uint16_t port, std::initializer_list<const char*> lines) {
    parley::client one({.port = port});
    for (const char* line : lines) one.send_line(line);
    one.finish_sending();
    while (const auto line = one.read_line()) std::puts(line->c_str());
}

/// The server's life from start to stop; `talk_to` is what happens meanwhile.
void serve(auto talk_to) {
    const std::vector<std::string> before = last_lines(2);
    std::ofstream kept(file, std::ios::app);
    parley::server<parley::select_loop> server({.port = 0, .history = 2});
    server.on_join([&](parley::member& who) {
        for (const std::string& line : before) who.reply("before: " + line);
    });
    server.on_message([&](parley::member& who, std::string_view text) {
        kept << who.nickname() << ": " << text << std::endl;
    });
    server.start();
    talk_to(server.port());
}

int main() {
    std::remove(file);
    serve([](std::uint16_t port) {
        talk(port, {"ann", "one", "two", "three"});
        talk(port, {"bob"});
    });
    std::puts("The server starts again.");
    serve([](std::uint16_t port) { talk(port, {"carol"}); });
}
