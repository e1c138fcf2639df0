// SPDX-License-Identifier: MIT
// Exercise 2: cut what comes into lines. Everything but serve() is as in server.cpp.

#include "../sockets.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

/// Owns a descriptor: it is closed at the end of the scope, however that is left.
struct descriptor {
    explicit descriptor(int owned) : number(owned) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (number >= 0) ::close(number);
    }
    const int number;
};

/// Says which call failed and why, and ends the program.
[[noreturn]] void fail(const char* call) {
    std::perror(call);
    std::exit(1);
}

/// A socket at which clients of this machine can knock. Port 0: any free one.
int listen_at(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) fail("socket");
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, reinterpret_cast<const char*>(&yes), sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
    if (::listen(listener, SOMAXCONN) != 0) fail("listen");
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("127.0.0.1:%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return listener;
}

/// Sends a line back, with its number. The line ends with its newline.
void answer(int client, int number, const std::string& line) {
    const std::string text = std::to_string(number) + ": " + line;
    ::send(client, text.data(), text.size(), 0);
}

/// Sends back each line that the client says, with its number, until it hangs up. A line may come in many pieces, and
/// a piece may be many lines.
void serve(int client) {
    std::string unfinished;  // the beginning of a line whose end has not come yet
    int number = 0;
    char bytes[16];
    ssize_t size;
    while ((size = ::recv(client, bytes, sizeof bytes, 0)) > 0) {
        // ------------------------------ your part begins here
        // answer(client, ++number, line) for each line that is complete now; its newline is a part of it
        (void)number;
        (void)answer;
        // ------------------------------ and ends here
    }
}

}  // namespace

int main(int count, char** values) {
    const int port = count > 1 ? std::atoi(values[1]) : 5000;
    const descriptor listener(listen_at(static_cast<std::uint16_t>(port)));
    const descriptor client(::accept(listener.number, nullptr, nullptr));
    if (client.number < 0) fail("accept");
    serve(client.number);
}
