// SPDX-License-Identifier: MIT
// Chapter 15: the same chat, and an end. Ctrl+C ends it, and so does any member who says /stop.

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <parley/parley.hpp>
#include <string_view>

namespace {

using chat = parley::server<parley::thread_per_client>;

/// What a signal stops. Nobody can give a handler anything, so there is one variable for it.
std::atomic<chat*> running = nullptr;
static_assert(decltype(running)::is_always_lock_free);  // a lock could be held by the very thread that is interrupted

extern "C" void on_signal(int) {
    if (chat* const server = running.load()) server->stop();
}

}  // namespace

int main(int count, char** values) {
    const auto port = static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000);
    try {
        chat server({.port = port, .drain_limit = parley::milliseconds(2'000)});
        server.command("stop", "/stop: ends the chat for everybody", [&](parley::member& member, std::string_view) {
            member.tell_room(member.nickname() + " ends the chat.");
            server.stop();
        });
        running = &server;
        std::signal(SIGINT, on_signal);
        std::printf("%s\n", server.address().c_str());
        std::fflush(stdout);
        server.run();
        running = nullptr;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    std::puts("Everybody has gone.");
}
