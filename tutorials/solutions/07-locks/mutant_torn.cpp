// caught: two threads send to one member at once
// SPDX-License-Identifier: MIT
// Exercise 7: let nobody hold the room's lock while a send waits.

#include "../sockets.hpp"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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

/// Somebody who is here. The descriptor is closed with the last reference, so that its number is not given to somebody
/// else while a thread still sends to it.
struct member {
    explicit member(int accepted) : client(accepted) {}

    // ------------------------------ your part begins here
    void tell(const std::string& line) { send_all(client.number, line); }
    // ------------------------------ and ends here

    const descriptor client;
};

/// Everybody who is here. Its mutex is held while the list is looked at, and never while somebody is sent something.
class room {
public:
    void enter(const std::shared_ptr<member>& one) {
        const std::lock_guard lock(mutex_);
        members_.push_back(one);
    }

    void leave(const std::shared_ptr<member>& one) {
        const std::lock_guard lock(mutex_);
        std::erase(members_, one);
    }

    // ------------------------------ your part begins here
    /// Everybody hears it.
    void tell(const std::string& line) {
        for (const std::shared_ptr<member>& one : everybody()) one->tell(line);
    }
    // ------------------------------ and ends here

private:
    std::vector<std::shared_ptr<member>> everybody() {
        const std::lock_guard lock(mutex_);
        return members_;
    }

    std::mutex mutex_;
    std::vector<std::shared_ptr<member>> members_;
};

/// Tells the room each line that client number `number` says, until it hangs up.
void serve(room& here, const std::shared_ptr<member>& self, int number) {
    const std::string name = "client " + std::to_string(number);
    here.enter(self);
    std::string unfinished;  // the beginning of a line whose end has not come yet
    char bytes[1024];
    ssize_t size;
    while ((size = receive(self->client.number, bytes, sizeof bytes)) > 0) {
        unfinished.append(bytes, static_cast<std::size_t>(size));
        for (std::size_t end; (end = unfinished.find('\n')) != unfinished.npos;) {
            here.tell(name + ": " + unfinished.substr(0, end + 1));
            unfinished.erase(0, end + 1);
        }
    }
    here.leave(self);
}

/// A thread that serves one client from the first byte to the last.
class conversation {
public:
    conversation(room& here, int client, int number)
        : thread_([this, &here, client, number] {
              serve(here, std::make_shared<member>(client), number);
              over_ = true;
          }) {}
    ~conversation() { thread_.join(); }

    /// Is there nothing to wait for any more?
    bool over() const { return over_; }

private:
    std::atomic<bool> over_{false};
    std::thread thread_;  // last: when it starts, the rest is there
};

}  // namespace

int main(int count, char** values) {
    const int port = count > 1 ? std::atoi(values[1]) : 5000;
    const descriptor listener(listen_at(static_cast<std::uint16_t>(port)));
    room here;
    std::list<conversation> conversations;
    for (int number = 1;; ++number) {
        const int client = ::accept(listener.number, nullptr, nullptr);
        if (client < 0) fail("accept");
        conversations.remove_if([](const conversation& one) { return one.over(); });
        conversations.emplace_back(here, client, number);
    }
}
