// SPDX-License-Identifier: MIT
// Chapter 13: a client that hears while you type: one select() over keyboard and server, and a screen that is not torn.

#include "../sockets.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/select.h>
#include <termios.h>
#include <utility>

namespace {

constexpr int keyboard = STDIN_FILENO, screen = STDOUT_FILENO;
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

/// Where a person types: each key comes at once, and the terminal itself shows none. At its end, all is as before.
struct raw_terminal {
    raw_terminal() {
        if (!::isatty(keyboard) || !::isatty(screen) || ::tcgetattr(keyboard, &before) != 0) return;
        is_raw = true;
        termios raw = before;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
        ::tcsetattr(keyboard, TCSANOW, &raw);
    }
    raw_terminal(const raw_terminal&) = delete;
    raw_terminal& operator=(const raw_terminal&) = delete;
    ~raw_terminal() {
        if (is_raw) ::tcsetattr(keyboard, TCSANOW, &before);
    }
    termios before{};
    bool is_raw = false;
};

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

class client {
public:
    explicit client(int connected) : server_(connected) {}

    /// Until the server has said its last word.
    void run() {
        while (!over_) {
            fd_set readable, writable;
            FD_ZERO(&readable);
            FD_ZERO(&writable);
            FD_SET(server_, &readable);
            if (typing_ && unsent_.size() < unsent_limit) FD_SET(keyboard, &readable);
            if (!unsent_.empty()) FD_SET(server_, &writable);
            if (::select(server_ + 1, &readable, &writable, nullptr, nullptr) < 0) continue;  // EINTR: a signal came
            if (FD_ISSET(server_, &readable)) hear();
            if (FD_ISSET(keyboard, &readable)) read_keyboard();
            speak();
        }
        if (terminal_.is_raw) print("\n");
    }

private:
    /// There is something from the server, or the end.
    void hear() {
        char bytes[4096];
        const ssize_t size = ::recv(server_, bytes, sizeof bytes, 0);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
        over_ = size <= 0;
        if (!over_) show({bytes, static_cast<std::size_t>(size)});
    }

    /// Above what is being typed: the last line is wiped, what was heard written, and the last line written again.
    void show(std::string_view heard) {
        if (!terminal_.is_raw) return print(heard);
        question_ += heard;
        const std::size_t end = question_.rfind('\n') + 1;  // 0 when there is none
        print("\r\x1b[K" + question_ + typed_);
        question_.erase(0, end);
    }

    /// There is something from the keyboard, or the end.
    void read_keyboard() {
        char bytes[4096];
        const ssize_t size = ::read(keyboard, bytes, sizeof bytes);
        if (size < 0 && errno == EINTR) return;
        if (size <= 0) typing_ = false;
        else if (!terminal_.is_raw) unsent_.append(bytes, static_cast<std::size_t>(size));
        else for (const char key : std::string_view(bytes, static_cast<std::size_t>(size))) press(key);
    }

    void press(char key) {
        constexpr char ctrl_c = 3, ctrl_d = 4, backspace = 127;
        if (key == ctrl_c || key == ctrl_d) typing_ = false;
        else if (key == '\n') unsent_ += std::exchange(typed_, {}) + '\n';
        else if (key == backspace && !typed_.empty()) typed_.pop_back();
        else if (key != backspace) typed_ += key;
        show({});
    }

    /// As much as there is room for. After the last word the server is told that no more will come.
    void speak() {
        if (!unsent_.empty()) {
            const ssize_t size = ::send(server_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
            if (size > 0) unsent_.erase(0, static_cast<std::size_t>(size));
        }
        if (!typing_ && unsent_.empty() && !std::exchange(said_all_, true)) ::shutdown(server_, SHUT_WR);
    }

    raw_terminal terminal_;
    const int server_;
    std::string unsent_;    // typed, and not sent yet
    std::string typed_;     // the line that is being typed
    std::string question_;  // from the server, and no line yet: "Pick a nickname: "
    bool typing_ = true;    // there may be more from the keyboard
    bool said_all_ = false;
    bool over_ = false;
};

}  // namespace

int main(int count, char** values) {
    const int server = connect_to(static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 5000));
    client(server).run();
    ::close(server);
}
