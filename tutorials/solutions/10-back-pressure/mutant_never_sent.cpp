// caught: counted up, and never down
// SPDX-License-Identifier: MIT
// Exercise 10: a limit for what waits for one member. Who does not read is let go, with a word.

#include "../sockets.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <list>
#include <memory>
#include <string>
#include <sys/select.h>

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

/// From now on a call on it that would have to wait fails with EAGAIN instead.
void never_wait(int descriptor) { ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

/// A pipe to this program itself. select() waits for its reading end; a signal handler writes to the other, since
/// writing is one of the few things that a signal handler may do.
int doorbell[2];

void install_doorbell() {
    if (::pipe(doorbell) != 0) fail("pipe");
    never_wait(doorbell[0]);
    never_wait(doorbell[1]);
    std::signal(SIGINT, [](int) {
        const int before = errno;
        [[maybe_unused]] const auto rung = ::write(doorbell[1], "", 1);
        errno = before;
    });
}

/// What is said is stored once, however many hear it.
using text = std::shared_ptr<const std::string>;

/// The most bytes that may wait for one member.
constexpr std::size_t outbox_limit = 256 * 1024;

/// How long somebody who fell behind has to read that they are let go. select() looks at the clock when it wakes.
constexpr std::chrono::seconds farewell_limit{5};

using clock_type = std::chrono::steady_clock;  // the other clock jumps when somebody sets it

/// Somebody who is here, and all that a thread of their own would remember on its stack.
struct member {
    member(int accepted, int given) : client(accepted), number(given) {}

    const descriptor client;
    const int number;
    std::string unfinished;    // the beginning of a line whose end has not come yet
    std::deque<text> outbox;   // what they are still to hear
    std::size_t waiting = 0;   // so many bytes are in it
    std::size_t sent = 0;      // so many bytes of the first are sent
    bool listening = true;     // will they say more?
    bool gone = false;         // nothing can be sent to them
    clock_type::time_point deadline = clock_type::time_point::max();  // when they are gone, whatever they do
};

std::list<member> members;  // one thread: there is nothing to lock

/// They do not keep up: what waits for them is thrown away but for the rest of a line that is half sent, so that their
/// last words are a line of their own.
[[maybe_unused]] void let_go(member& slow) {
    while (slow.outbox.size() > (slow.sent == 0 ? 0u : 1u)) slow.outbox.pop_back();
    slow.outbox.push_back(std::make_shared<const std::string>("-- You do not read; good-bye.\n"));
    slow.listening = false;
    slow.deadline = clock_type::now() + farewell_limit;
}

/// Every line for anybody goes through here, so that none gets past the limit.
void put(member& listener, const text& line) {
    listener.outbox.push_back(line);
    listener.waiting += line->size();
    if (listener.listening && listener.waiting > outbox_limit) let_go(listener);
}

void tell_all(const std::string& line) {
    const auto said = std::make_shared<const std::string>(line);
    for (member& one : members)
        if (one.listening) put(one, said);
}

/// There is something to be read from them, or the end.
void hear(member& speaker) {
    char bytes[1024];
    const ssize_t size = ::recv(speaker.client.number, bytes, sizeof bytes, 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size < 0) speaker.gone = true;
    if (size <= 0) speaker.listening = false;
    if (size <= 0) return;
    speaker.unfinished.append(bytes, static_cast<std::size_t>(size));
    for (std::size_t end; (end = speaker.unfinished.find('\n')) != speaker.unfinished.npos;) {
        tell_all("client " + std::to_string(speaker.number) + ": " + speaker.unfinished.substr(0, end + 1));
        speaker.unfinished.erase(0, end + 1);
    }
}

/// There is room for something to be sent to them: as much as there is room for.
void speak(member& listener) {
    while (!listener.outbox.empty()) {
        const std::string& first = *listener.outbox.front();
        const ssize_t size = ::send(listener.client.number, first.data() + listener.sent, first.size() - listener.sent,
                                    MSG_NOSIGNAL);
        if (size < 0) {
            listener.gone = errno != EAGAIN && errno != EINTR;
            return;
        }
        listener.sent += static_cast<std::size_t>(size);
        if (listener.sent != first.size()) return;
        listener.outbox.pop_front();
        listener.sent = 0;
    }
}

/// The two questions. They are written anew each time: select() writes its answers over them.
struct questions {
    fd_set readable, writable;
    int highest = 0;

    questions() {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
    }
    void ask(int descriptor, fd_set& set) {
        FD_SET(descriptor, &set);
        highest = std::max(highest, descriptor);
    }
};

void accept_one(int listener) {
    static int number = 0;
    const int client = ::accept(listener, nullptr, nullptr);
    if (client < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)) return;
    if (client < 0) fail("accept");
    never_wait(client);
    members.emplace_back(client, ++number);
}

}  // namespace

int main(int count, char** values) {
    const int port = count > 1 ? std::atoi(values[1]) : 5000;
    const descriptor listener(listen_at(static_cast<std::uint16_t>(port)));
    never_wait(listener.number);
    install_doorbell();
    for (;;) {
        questions now;
        now.ask(doorbell[0], now.readable);
        now.ask(listener.number, now.readable);
        for (const member& one : members) {
            if (one.listening) now.ask(one.client.number, now.readable);
            if (!one.outbox.empty()) now.ask(one.client.number, now.writable);
        }
        timeval second{1, 0};  // so that deadlines are seen when nothing else happens
        if (::select(now.highest + 1, &now.readable, &now.writable, nullptr, &second) < 0) {
            if (errno == EINTR) continue;
            fail("select");
        }
        if (FD_ISSET(doorbell[0], &now.readable)) return 0;
        for (member& one : members) {
            if (FD_ISSET(one.client.number, &now.readable)) hear(one);
            if (FD_ISSET(one.client.number, &now.writable)) speak(one);
        }
        const auto time = clock_type::now();
        members.remove_if([time](const member& one) {
            return one.gone || (!one.listening && one.outbox.empty()) || one.deadline <= time;
        });
        if (FD_ISSET(listener.number, &now.readable)) accept_one(listener.number);
    }
}
