// SPDX-License-Identifier: MIT

/// @file
/// A first attempt, well written: a thread for each client, and whoever speaks sends the line to everybody with calls
/// that wait, while holding the one mutex that guards the list of members.
///
/// It does not: check or limit lines, care whether a nickname is free or well formed, keep anything for a slow reader,
/// or end politely. One client that stops reading stops everybody who speaks, and everybody who wants in or out.
///
/// Look at: `tell_everybody()`. It is correct, short, and every speaker waits there for every other one; each line
/// costs one system call for each member, however many lines came together.

#include "common.hpp"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

std::mutex mutex;
std::vector<int> members;  // guarded by the mutex, and so is sending to them: lines do not mix

/// Waits until the kernel has taken everything. A connection that is lost is noticed by the thread that reads from it.
void send_all(int socket, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(socket, text.data(), text.size(), 0);
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// With the mutex held.
void tell_everybody(std::string_view text) {
    for (const int member : members) send_all(member, text);
}

/// The lines that one client sends.
class line_reader {
public:
    explicit line_reader(int socket) : socket_(socket) {}

    /// False when the client has hung up.
    bool next(std::string& line) {
        std::size_t end = 0;
        while ((end = kept_.find('\n', end)) == kept_.npos) {
            end = kept_.size();
            char buffer[16 * 1024];
            const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
            if (count <= 0) return false;
            kept_.append(buffer, static_cast<std::size_t>(count));
        }
        line = kept_.substr(0, end);
        kept_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return true;
    }

private:
    int socket_;
    std::string kept_{};
};

void converse(int socket) {
    line_reader reader(socket);
    std::string name;
    send_all(socket, "Pick a nickname: ");
    if (!reader.next(name)) return;
    {
        const std::lock_guard lock(mutex);
        members.push_back(socket);
        tell_everybody("'" + name + "' has just connected to the chat room!\n");
        send_all(socket, "You are now connected!\n");
    }
    for (std::string line; reader.next(line);) {
        const std::string text = name + ": " + line + "\n";
        const std::lock_guard lock(mutex);
        tell_everybody(text);
    }
    const std::lock_guard lock(mutex);
    std::erase(members, socket);
    tell_everybody("'" + name + "' has left the chat room!\n");
}

void serve(int socket) {
    converse(socket);
    ::close(socket);
}

}  // namespace

int main(int count, char** values) {
    const std::uint16_t port = compare::port_argument(count, values);
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    compare::end_on_sigterm();
    const int listener = compare::listen_and_print_address(port);
    for (;;) {
        const int socket = ::accept(listener, nullptr, nullptr);
        if (socket < 0) continue;
        compare::send_without_delay(socket);
        std::thread(serve, socket).detach();
    }
}
