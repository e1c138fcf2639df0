#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Terminals in POSIX's words: standard streams, and raw mode, in which keys come one by one and are not echoed. The
/// terminal is put back as it was however the program ends, by an exception and by a signal too. A twin for Windows has
/// the same names in the same order. Refuses to know keys.
/// Read next: `native_posix_signals.hpp`; `native_windows.hpp`, the twin; `key_decoder.hpp`.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <parley/net/native.hpp>
#include <span>
#include <string_view>
#include <sys/ioctl.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace terminal {

inline constexpr int input = STDIN_FILENO, output = STDOUT_FILENO, errors = STDERR_FILENO;

/// Is there a person at this stream?
inline bool is_terminal(int stream) noexcept { return ::isatty(stream) != 0; }

/// Does stdout know how to move a cursor?
inline bool has_screen() noexcept {
    const char* const kind = std::getenv("TERM");
    return is_terminal(output) && kind != nullptr && *kind != '\0' && std::string_view(kind) != "dumb";
}

/// Raw mode of the terminal at stdin from its construction to its destruction. One at a time.
class raw_mode {
public:
    raw_mode() noexcept {
        ::tcgetattr(input, &before_);
        current() = this;
        enter();
    }
    raw_mode(const raw_mode&) = delete;
    raw_mode& operator=(const raw_mode&) = delete;
    ~raw_mode() {
        leave();
        current() = nullptr;
    }

    /// Again, after `leave()`, or after somebody else has changed the terminal while this program was stopped.
    /// Ctrl+C and Ctrl+Z stay signals, so that they work whatever the program does at that moment.
    void enter() const noexcept {
        termios raw = before_;
        raw.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
        raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | IEXTEN);
        raw.c_lflag |= ISIG | NOFLSH;  // Ctrl+C must not throw away what was just printed
        raw.c_cc[VMIN] = 1;
        raw.c_cc[VTIME] = 0;
        set(TCSADRAIN, raw);
        tell(bracketed_paste_on);
    }

    /// As it was before. Safe in a signal handler.
    void leave() const noexcept {
        tell(bracketed_paste_off);
        set(TCSANOW, before_);
    }

    /// For a signal handler that ends the process: what the destructor would have done.
    static void restore() noexcept {
        if (const raw_mode* const mode = current()) mode->leave();
    }

private:
    /// A terminal that knows this marks what is pasted; others ignore it.
    static constexpr std::string_view bracketed_paste_on = "\x1b[?2004h";
    static constexpr std::string_view bracketed_paste_off = "\x1b[?2004l";

    static std::atomic<const raw_mode*>& current() noexcept {
        static constinit std::atomic<const raw_mode*> one{nullptr};
        return one;
    }

    /// In the background this stops the process (SIGTTOU) until it is in the foreground again.
    static void set(int when, const termios& wanted) noexcept {
        while (::tcsetattr(input, when, &wanted) != 0 && errno == EINTR) {}
    }

    static void tell(std::string_view sequence) noexcept {
        while (::write(output, sequence.data(), sequence.size()) < 0 && errno == EINTR) {}
    }

    termios before_{};
};

/// What comes from stdin: keys, or the bytes of a file or pipe.
class keyboard {
public:
    explicit keyboard(bool /*editing*/) noexcept {}

    /// For poll. Who is not listened to is not asked at all, or its hang-up would be told again and again.
    parley::net::native::poll_entry entry(bool listening) const noexcept {
        return {listening ? input : parley::net::native::no_handle, POLLIN, 0};
    }

    /// What has come, when poll has said that it can be read; 0 at its end. Nothing: look again.
    std::optional<std::size_t> read(std::span<char> buffer) const noexcept {
        const ssize_t count = ::read(input, buffer.data(), buffer.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) return std::nullopt;
        return static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
};

enum class room { ready, rung, late };

/// Waits until `to` takes more, a doorbell rings or `deadline` has come.
inline room wait_for_room(int to, parley::net::native::handle bell, parley::time_point deadline) noexcept {
    parley::net::native::poll_entry entries[] = {{to, POLLOUT, 0}, {bell, POLLIN, 0}};
    parley::net::native::wait(entries, deadline);
    if (entries[0].revents != 0) return room::ready;
    return entries[1].revents != 0 ? room::rung : room::late;
}

/// Writes what a pipe that is ready takes without waiting; how many bytes, 0 for none yet. Throws `std::system_error`
/// when nobody will read.
inline std::size_t write_some(int to, std::string_view text) {
    const ssize_t count = ::write(to, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EINTR || errno == EAGAIN) return 0;
    throw std::system_error(errno, std::system_category(), to == output ? "stdout" : "stderr");
}

/// Columns of the terminal at stdout; 80 when it does not say.
inline std::size_t columns() noexcept {
    winsize size{};
    if (::ioctl(output, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

}  // namespace terminal
