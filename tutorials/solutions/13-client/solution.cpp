// SPDX-License-Identifier: MIT
// Exercise 13: a client that hears and types at once. Everything but chat() is as in client.cpp, without the terminal.

#include "../sockets.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/select.h>

namespace {

constexpr int keyboard = STDIN_FILENO;
constexpr std::size_t unsent_limit = 64 * 1024;

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
    ::fcntl(server, F_SETFL, O_NONBLOCK);
    return server;
}

[[maybe_unused]] void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

/// Sends what is typed and prints what comes, each as soon as it is there, until the server has said its last word.
/// When nothing more will be typed and all of it was sent, the server is told so, and may go on speaking. What is typed
/// is not read while `unsent_limit` bytes wait to be sent.
void chat(int server) {
    std::string unsent;  // typed, and not sent yet
    bool typing = true;  // there may be more from the keyboard
    bool said_all = false;
    for (;;) {
        fd_set readable, writable;
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_SET(server, &readable);
        if (typing && unsent.size() < unsent_limit) FD_SET(keyboard, &readable);
        if (!unsent.empty()) FD_SET(server, &writable);
        if (::select(server + 1, &readable, &writable, nullptr, nullptr) < 0) continue;  // EINTR: a signal came
        char bytes[4096];
        if (FD_ISSET(server, &readable)) {
            const ssize_t size = ::recv(server, bytes, sizeof bytes, 0);
            if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return;
            if (size > 0) print({bytes, static_cast<std::size_t>(size)});
        }
        if (FD_ISSET(keyboard, &readable)) {
            const ssize_t size = ::read(keyboard, bytes, sizeof bytes);
            if (size > 0) unsent.append(bytes, static_cast<std::size_t>(size));
            else if (size == 0 || errno != EINTR) typing = false;
        }
        if (!unsent.empty()) {
            const ssize_t size = ::send(server, unsent.data(), unsent.size(), MSG_NOSIGNAL);
            if (size > 0) unsent.erase(0, static_cast<std::size_t>(size));
        }
        if (!typing && unsent.empty() && !said_all) {
            ::shutdown(server, SHUT_WR);
            said_all = true;
        }
    }
}

}  // namespace

int main(int count, char** values) {
    const int server = connect_to(static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000));
    chat(server);
    ::close(server);
}
