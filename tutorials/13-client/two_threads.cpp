// SPDX-License-Identifier: MIT
// Chapter 13: the other client: one thread waits for the keyboard, and one for the server.

#include "../sockets.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

namespace {

/// Says which call failed and why, and ends the program.
[[noreturn]] void fail(const char* call) {
    std::perror(call);
    std::exit(1);
}

/// A connection to a server of this machine.
int connect_to(std::uint16_t port) {
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0) fail("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
    return server;
}

/// Sends all of it, however often the system takes only a part. False when the other side is gone.
bool send_all(int to, std::string_view text) {
    while (!text.empty()) {
        const ssize_t size = ::send(to, text.data(), text.size(), MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

/// Prints what the server says, until it has said its last word.
void listen_to(int server) {
    char bytes[4096];
    ssize_t size;
    while ((size = ::recv(server, bytes, sizeof bytes, 0)) > 0) {
        std::fwrite(bytes, 1, static_cast<std::size_t>(size), stdout);
        std::fflush(stdout);
    }
}

}  // namespace

int main(int count, char** values) {
    const int server = connect_to(static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000));
    std::thread listening([server] { listen_to(server); });
    std::string typed;
    while (std::getline(std::cin, typed) && send_all(server, typed + '\n')) {}
    ::shutdown(server, SHUT_WR);
    listening.join();
    ::close(server);
}
