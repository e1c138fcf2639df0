#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The terminal while a line is edited: keys come one by one and are not echoed. Put back as it was however the
/// program ends, by an exception and by a signal too. Refuses to know keys. Read next: `key_decoder.hpp`.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <string_view>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace terminal {

/// Raw mode of the terminal at stdin from its construction to its destruction. One at a time.
class raw_mode {
public:
    raw_mode() noexcept {
        ::tcgetattr(STDIN_FILENO, &before_);
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
        while (::tcsetattr(STDIN_FILENO, when, &wanted) != 0 && errno == EINTR) {}
    }

    static void tell(std::string_view sequence) noexcept {
        while (::write(STDOUT_FILENO, sequence.data(), sequence.size()) < 0 && errno == EINTR) {}
    }

    termios before_{};
};

/// Columns of the terminal at stdout; 80 when it does not say.
inline std::size_t columns() noexcept {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

}  // namespace terminal
