// SPDX-License-Identifier: MIT
// Chapter 3: the same client. What it sends arrives whole, and a server that is gone cannot end it.

#include "../sockets.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

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

/// recv(), again when a signal came in between.
ssize_t receive(int from, char* bytes, std::size_t size) {
    ssize_t count;
    do count = ::recv(from, bytes, size, 0);
    while (count < 0 && errno == EINTR);
    return count;
}

/// Reads until there is a whole line. Empty when the server has hung up. What came after the line is kept.
std::string hear_line(int server, std::string& unfinished) {
    std::size_t end;
    while ((end = unfinished.find('\n')) == unfinished.npos) {
        char bytes[1024];
        const ssize_t size = receive(server, bytes, sizeof bytes);
        if (size <= 0) return {};
        unfinished.append(bytes, static_cast<std::size_t>(size));
    }
    const std::string line = unfinished.substr(0, end + 1);
    unfinished.erase(0, end + 1);
    return line;
}

}  // namespace

int main(int count, char** values) {
    const int server = connect_to(static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000));
    std::string unfinished, typed;
    while (std::getline(std::cin, typed)) {
        typed += '\n';
        if (!send_all(server, typed)) break;
        const std::string answer = hear_line(server, unfinished);
        if (answer.empty()) break;
        std::fputs(answer.c_str(), stdout);
        std::fflush(stdout);
    }
    ::close(server);
}
