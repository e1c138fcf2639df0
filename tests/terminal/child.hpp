#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A program under test in a terminal of its own (pty(7)) or between pipes: type, wait for what it prints, and for
/// its end. Every wait has a time limit, and no test sleeps. Read next: `scripted_server.hpp`.

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <iterator>
#include <parley/net/socket.hpp>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace terminal_test {

/// Generous: it is only reached when something is broken.
inline parley::time_point time_limit() { return parley::later(parley::clock::now(), parley::milliseconds(20'000)); }

/// Any descriptor, closed by its owner.
using descriptor = parley::net::socket;

inline descriptor checked(int made) {
    REQUIRE_MESSAGE(made >= 0, "errno " << errno);
    return descriptor(made);
}

/// Which of the program's streams are its terminal; the others are pipes.
struct streams {
    bool in = true;
    bool out = true;
};

class child {
public:
    child(streams wanted, std::vector<std::string> arguments, std::vector<std::string> environment = {})
        : streams_(wanted), arguments_(std::move(arguments)), environment_(std::move(environment)) {
        open_terminal();
        descriptor ends[4][2];
        for (auto& pair : ends) open_pipe(pair[0], pair[1]);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) become_program(ends);
        alive_ = std::move(ends[0][0]);
        input_ = wanted.in ? checked(::dup(terminal_.native_handle())) : std::move(ends[1][1]);
        output_ = wanted.out ? checked(::dup(terminal_.native_handle())) : std::move(ends[2][0]);
        errors_ = std::move(ends[3][0]);
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;
    ~child() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    void type(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::write(input_.native_handle(), bytes.data(), bytes.size());
            REQUIRE(count > 0);
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void end_input() { input_ = descriptor(); }
    void close_output() { output_ = descriptor(); }
    int input() const { return input_.native_handle(); }
    pid_t pid() const { return pid_; }

    /// Waits until what was printed so far fulfils `wanted`.
    template <class Condition>
    bool prints_until(Condition wanted) {
        const auto deadline = time_limit();
        while (!wanted())
            if (!read_some(deadline)) return wanted();
        return true;
    }
    bool prints(std::string_view text) {
        return prints_until([&] { return out.find(text) != out.npos; });
    }
    bool complains(std::string_view text) {
        return prints_until([&] { return err.find(text) != err.npos; });
    }

    /// Waits for the end and gives the exit code, or minus the number of the signal.
    int exit_code() {
        const auto deadline = time_limit();
        while (!ended_ && read_some(deadline)) {}
        REQUIRE_MESSAGE(ended_, "it does not end; it printed: " << out << err);
        drain();
        int status = 0;
        REQUIRE(::waitpid(pid_, &status, 0) == pid_);
        pid_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    /// The terminal's modes now. They outlive the program, because we keep the terminal open.
    termios modes() const {
        termios now{};
        REQUIRE(::tcgetattr(slave_.native_handle(), &now) == 0);
        return now;
    }
    void set_modes(const termios& wanted) const { REQUIRE(::tcsetattr(slave_.native_handle(), TCSANOW, &wanted) == 0); }
    void resize(unsigned short columns) const {
        const winsize size{24, columns, 0, 0};
        REQUIRE(::ioctl(terminal_.native_handle(), TIOCSWINSZ, &size) == 0);
    }

    std::string out{};  ///< stdout, and when that is the terminal all that appears there
    std::string err{};  ///< stderr, when stdout is no terminal

private:
    void open_terminal() {
        terminal_ = checked(::posix_openpt(O_RDWR | O_NOCTTY));
        REQUIRE(::grantpt(terminal_.native_handle()) == 0);
        REQUIRE(::unlockpt(terminal_.native_handle()) == 0);
        slave_name_ = ::ptsname(terminal_.native_handle());
        slave_ = checked(::open(slave_name_.c_str(), O_RDWR | O_NOCTTY));
        for (const descriptor* kept : {&terminal_, &slave_}) ::fcntl(kept->native_handle(), F_SETFD, FD_CLOEXEC);
        resize(80);
    }

    static void open_pipe(descriptor& read_end, descriptor& write_end) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
        read_end = descriptor(ends[0]);
        write_end = descriptor(ends[1]);
    }

    [[noreturn]] void become_program(descriptor (&ends)[4][2]) {
        ::setsid();
        const int terminal = ::open(slave_name_.c_str(), O_RDWR);  // becomes the controlling one
        ::ioctl(terminal, TIOCSCTTY, 0);
        ::dup2(streams_.in ? terminal : ends[1][0].native_handle(), STDIN_FILENO);
        ::dup2(streams_.out ? terminal : ends[2][1].native_handle(), STDOUT_FILENO);
        ::dup2(streams_.out ? terminal : ends[3][1].native_handle(), STDERR_FILENO);
        if (terminal > STDERR_FILENO) ::close(terminal);
        ::fcntl(ends[0][1].native_handle(), F_SETFD, 0);  // open as long as the program lives
        ::setenv("TERM", "xterm-256color", 1);
        ::unsetenv("NO_COLOR");
        for (std::string& variable : environment_) ::putenv(variable.data());
        std::vector<char*> values;
        for (std::string& argument : arguments_) values.push_back(argument.data());
        values.push_back(nullptr);
        ::execv(values[0], values.data());
        ::_exit(127);
    }

    /// Waits for output or the end; false at the deadline, or when neither can come any more.
    bool read_some(parley::time_point deadline) {
        parley::net::native::poll_entry entries[] = {{output_.native_handle(), POLLIN, 0},
                                                     {errors_.native_handle(), POLLIN, 0},
                                                     {ended_ ? -1 : alive_.native_handle(), POLLIN, 0}};
        if (parley::net::native::wait(entries, deadline) == 0) return false;
        if (entries[0].revents != 0) append(output_, out);
        if (entries[1].revents != 0) append(errors_, err);
        if (entries[2].revents != 0) ended_ = true;
        return !ended_ || output_.native_handle() >= 0 || errors_.native_handle() >= 0;
    }

    /// What it printed before its end.
    void drain() {
        while (read_some(parley::at_once)) {}
    }

    static void append(descriptor& from, std::string& to) {
        char buffer[4096];
        const ssize_t count = ::read(from.native_handle(), buffer, sizeof buffer);
        if (count > 0) to.append(buffer, static_cast<std::size_t>(count));
        if (count == 0 || (count < 0 && errno != EINTR)) from = descriptor();
    }

    streams streams_;
    std::vector<std::string> arguments_;
    std::vector<std::string> environment_;
    std::string slave_name_{};
    descriptor terminal_{}, slave_{}, input_{}, output_{}, errors_{}, alive_{};
    pid_t pid_ = 0;
    bool ended_ = false;
};

inline bool same_modes(const termios& one, const termios& other) {
    return one.c_iflag == other.c_iflag && one.c_oflag == other.c_oflag && one.c_cflag == other.c_cflag &&
           one.c_lflag == other.c_lflag && std::equal(std::begin(one.c_cc), std::end(one.c_cc), other.c_cc);
}

}  // namespace terminal_test
