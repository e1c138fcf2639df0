// caught: what newcomers begin with is forgotten
// SPDX-License-Identifier: MIT
// Exercise 17: the log is trimmed behind the slowest cursor, and never grows beyond its limit.

#include "../sockets.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <sys/select.h>
#include <utility>

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

/// The most bytes of a line. What is longer is not said.
constexpr std::size_t line_limit = 4096;

/// So many of the latest lines a newcomer hears first.
constexpr std::uint64_t history = 10;

/// The most bytes that are kept, however slow the slowest is.
constexpr std::size_t log_limit = 2 * 1024 * 1024;

/// Everything that was said, each line once. A line's number never changes: the first that was ever said is 0.
class chat_log {
public:
    std::uint64_t begin() const { return first_; }
    std::uint64_t end() const { return first_ + lines_.size(); }  // the number of the line that comes next
    std::size_t bytes() const { return bytes_; }
    const text& at(std::uint64_t number) const { return lines_[static_cast<std::size_t>(number - first_)]; }

    void append(std::string line) {
        bytes_ += line.size();
        lines_.push_back(std::make_shared<const std::string>(std::move(line)));
    }

    void forget_first() {
        bytes_ -= lines_.front()->size();
        lines_.pop_front();
        ++first_;
    }

private:
    std::deque<text> lines_;
    std::uint64_t first_ = 0;
    std::size_t bytes_ = 0;
};

chat_log said;

/// The number of the line with which a newcomer begins.
std::uint64_t beginning() { return std::max(said.begin(), said.end() - std::min(said.end(), history)); }

/// Somebody who is here, and all that a thread of their own would remember on its stack.
struct member {
    member(int accepted, int given) : client(accepted), number(given) {}

    /// Is there anything that they are still to hear?
    bool behind() const { return current || note || cursor < std::min(last, said.end()); }

    const descriptor client;
    const int number;
    bool too_long = false;               // the line that comes: skip it to its end
    std::string unfinished;              // the beginning of a line whose end has not come yet
    std::uint64_t cursor = beginning();  // the line of the log that they hear next
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();  // when they leave: they hear those before it
    text note;                           // what concerns them alone
    text current;                        // what is half sent is theirs, whatever the log forgets
    std::size_t sent = 0;                // so many bytes of it are sent
    bool listening = true;               // will they say more?
    bool gone = false;                   // nothing can be sent to them
};

std::list<member> members;  // one thread: there is nothing to lock

/// What they hear next. Null if they have heard everything.
text next(member& one) {
    if (one.note) return std::exchange(one.note, nullptr);
    const std::uint64_t end = std::min(one.last, said.end());
    if (const std::uint64_t oldest = std::min(said.begin(), end); one.cursor < oldest) {
        const std::uint64_t missed = oldest - std::exchange(one.cursor, oldest);
        return std::make_shared<const std::string>("-- You missed " + std::to_string(missed) + " lines.\n");
    }
    return one.cursor < end ? said.at(one.cursor++) : nullptr;
}

/// Forgets what everybody has heard, but for the lines that newcomers hear; and, heard or not, what is over the limit.
void trim() {
    std::uint64_t needed = said.end();
    for (const member& one : members) needed = std::min(needed, one.cursor);
    while (said.begin() < needed || said.bytes() > log_limit) said.forget_first();
}

void hear(member& speaker, char byte) {
    if (byte != '\n') {
        if (speaker.unfinished.size() == line_limit) speaker.too_long = true;
        if (!speaker.too_long) speaker.unfinished += byte;
        return;
    }
    if (speaker.too_long)
        speaker.note = std::make_shared<const std::string>("-- That line is too long; nobody heard it.\n");
    else
        said.append("client " + std::to_string(speaker.number) + ": " + speaker.unfinished + '\n');
    speaker.too_long = false;
    speaker.unfinished.clear();
}

/// There is something to be read from them, or the end.
void hear(member& speaker) {
    char bytes[1024];
    const ssize_t size = ::recv(speaker.client.number, bytes, sizeof bytes, 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size < 0) speaker.gone = true;
    if (size <= 0) {
        speaker.listening = false;
        speaker.last = said.end();
        return;
    }
    for (const char byte : std::string_view(bytes, static_cast<std::size_t>(size))) hear(speaker, byte);
}

/// There is room for something to be sent to them: as much as there is room for.
void speak(member& listener) {
    for (;;) {
        if (!listener.current) listener.current = next(listener);
        if (!listener.current) return;
        const std::string& line = *listener.current;
        const ssize_t size = ::send(listener.client.number, line.data() + listener.sent, line.size() - listener.sent,
                                    MSG_NOSIGNAL);
        if (size < 0) {
            listener.gone = errno != EAGAIN && errno != EINTR;
            return;
        }
        listener.sent += static_cast<std::size_t>(size);
        if (listener.sent != line.size()) return;
        listener.current = nullptr;
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

/// Tells somebody who cannot be served why, and hangs up.
void refuse(int client) {
    constexpr std::string_view reason = "-- The server is full; please try again later.\n";
    const descriptor closing(client);
    never_wait(client);
    ::send(client, reason.data(), reason.size(), MSG_NOSIGNAL);
    ::shutdown(client, SHUT_WR);
    char unread[1024];  // what they have said already: unread, it would turn the farewell into a reset
    while (::recv(client, unread, sizeof unread, 0) > 0) {}
}

/// A descriptor that is good for nothing but to be given up when there is no other.
int spare = ::open("/dev/null", O_RDONLY);

/// There is no descriptor left (EMFILE), and whoever knocks would knock for ever: the spare one, for a moment.
void refuse_one(int listener) {
    ::close(spare);
    if (const int client = ::accept(listener, nullptr, nullptr); client >= 0) refuse(client);
    spare = ::open("/dev/null", O_RDONLY);
}

void accept_one(int listener) {
    static int number = 0;
    const int client = ::accept(listener, nullptr, nullptr);
    if (client < 0 && (errno == EMFILE || errno == ENFILE)) return refuse_one(listener);
    if (client < 0) return;                          // nobody there any more
    if (client >= FD_SETSIZE) return refuse(client);  // FD_SET() would write past the end of the set
    never_wait(client);
    const int little = 32 * 1024;  // what waits shall wait in the log, once, and not in the kernel, once for everybody
    ::setsockopt(client, SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
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
            if (one.behind()) now.ask(one.client.number, now.writable);
        }
        if (::select(now.highest + 1, &now.readable, &now.writable, nullptr, nullptr) < 0) {
            if (errno == EINTR) continue;
            fail("select");
        }
        if (FD_ISSET(doorbell[0], &now.readable)) return 0;
        for (member& one : members) {
            if (FD_ISSET(one.client.number, &now.readable)) hear(one);
            if (FD_ISSET(one.client.number, &now.writable)) speak(one);
        }
        members.remove_if([](const member& one) { return one.gone || (!one.listening && !one.behind()); });
        trim();
        if (FD_ISSET(listener.number, &now.readable)) accept_one(listener.number);
    }
}
