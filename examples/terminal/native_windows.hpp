#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Terminals in Windows' words: the twin of `native_posix.hpp`, with the same names in the same order. A console takes
/// UTF-16 and, since Windows 10, knows the same escape sequences as other terminals. Refuses to know keys.
/// Read next: `native_windows_keyboard.hpp`; `native_windows_signals.hpp`.

#include "../native_windows.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <parley/base/clock.hpp>
#include <parley/net/native.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace terminal {

inline constexpr int input = 0, output = 1, errors = 2;

inline void* stream_handle(int stream) noexcept {
    return ::GetStdHandle(stream == input ? STD_INPUT_HANDLE : stream == output ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

/// Is there a person at this stream?
inline bool is_terminal(int stream) noexcept {
    unsigned long mode = 0;
    return ::GetConsoleMode(stream_handle(stream), &mode) != 0;
}

/// A mode of a console, put back when this ends.
class console_mode {
public:
    console_mode(int stream, unsigned long removed, unsigned long added) noexcept : console_(stream_handle(stream)) {
        known_ = ::GetConsoleMode(console_, &before_) != 0;
        wanted_ = (before_ & ~removed) | added;
        taken_ = enter();
    }
    console_mode(const console_mode&) = delete;
    console_mode& operator=(const console_mode&) = delete;
    ~console_mode() { leave(); }

    bool enter() const noexcept { return known_ && ::SetConsoleMode(console_, wanted_) != 0; }
    void leave() const noexcept {
        if (known_) ::SetConsoleMode(console_, before_);
    }
    bool taken() const noexcept { return taken_; }

private:
    void* const console_;
    unsigned long before_ = 0, wanted_ = 0;
    bool known_ = false, taken_ = false;
};

/// Does stdout know how to move a cursor? From here on, as long as the program runs, a console does.
inline bool has_screen() noexcept {
    static const console_mode sequences(output, 0, ENABLE_PROCESSED_OUTPUT | 0x0004);  // ..VIRTUAL_TERMINAL_PROCESSING
    return sequences.taken();
}

/// Raw mode of the console at stdin from its construction to its destruction. One at a time. Ctrl+C stays what it is.
class raw_mode {
public:
    raw_mode() noexcept
        : keys_(input, ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT,
                ENABLE_PROCESSED_INPUT | ENABLE_WINDOW_INPUT) {
        current() = this;
    }
    raw_mode(const raw_mode&) = delete;
    raw_mode& operator=(const raw_mode&) = delete;
    ~raw_mode() { current() = nullptr; }

    void enter() const noexcept { keys_.enter(); }
    void leave() const noexcept { keys_.leave(); }

    /// For a handler that ends the process: what the destructor would have done.
    static void restore() noexcept {
        if (const raw_mode* const mode = current()) mode->leave();
    }

private:
    static std::atomic<const raw_mode*>& current() noexcept {
        static constinit std::atomic<const raw_mode*> one{nullptr};
        return one;
    }

    console_mode keys_;
};

enum class room { ready, rung, late };

/// Windows does not tell whether there is room: writing may wait.
inline room wait_for_room(int, parley::net::native::handle, parley::time_point) noexcept { return room::ready; }

/// Writes to a console or a pipe; how many bytes. Throws `std::system_error` when nobody will read.
inline std::size_t write_some(int to, std::string_view text) {
    unsigned long count = 0;
    std::size_t most = std::min<std::size_t>(text.size(), 4096);
    bool good = false;
    if (is_terminal(to)) {
        while (most != text.size() && most != 0 && (text[most] & '\xC0') == '\x80') --most;  // no half code points
        const std::wstring wide = program::utf16(text.data(), most);
        const auto size = static_cast<unsigned long>(wide.size());
        good = ::WriteConsoleW(stream_handle(to), wide.data(), size, &count, nullptr) != 0;
        count = static_cast<unsigned long>(most);
    } else {
        good = ::WriteFile(stream_handle(to), text.data(), static_cast<unsigned long>(most), &count, nullptr) != 0;
    }
    if (good) return count;
    throw std::system_error(std::make_error_code(std::errc::broken_pipe), to == output ? "stdout" : "stderr");
}

/// Columns of the console at stdout; 80 when it does not say.
inline std::size_t columns() noexcept {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (::GetConsoleScreenBufferInfo(stream_handle(output), &info) == 0) return 80;
    return static_cast<std::size_t>(std::max(1, info.srWindow.Right - info.srWindow.Left + 1));
}

}  // namespace terminal
