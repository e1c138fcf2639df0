#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Terminals in Windows' words: the twin of `native_posix.hpp`, with the same names in the same order. A console speaks
/// UTF-16 and, since Windows 10, the same escape sequences as other terminals. Neither it nor a pipe can be waited for
/// together with a socket, so a thread reads. Refuses to know keys.
/// Read next: `native_windows_signals.hpp`; `key_decoder.hpp`.

#include "../native_windows.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <parley/net/doorbell.hpp>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

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
                ENABLE_PROCESSED_INPUT | ENABLE_WINDOW_INPUT | 0x0200) {  // ENABLE_VIRTUAL_TERMINAL_INPUT
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

/// The window has another size: set by who reads the console, taken by who draws.
inline constinit std::atomic<bool> window_changed{false};

/// What comes from stdin, as its reader has it and its owner takes it.
struct input_exchange {
    parley::net::doorbell bell{};  // rings while there is something to take
    std::mutex mutex{};            // guards what is below
    std::condition_variable taken{};
    std::string bytes{};
    bool ended = false;
};

/// The keys of a console, or nothing when its window has changed. UTF-16 has characters of two halves, which come one
/// by one: `half` keeps the first.
inline std::string read_keys(wchar_t& half) {
    INPUT_RECORD records[64];
    unsigned long count = 0;
    std::wstring text(half == 0 ? 0 : 1, half);
    half = 0;
    if (::ReadConsoleInputW(stream_handle(input), records, 64, &count) == 0) return "\x04";  // Ctrl+D: leave
    for (const INPUT_RECORD& one : std::span(records, count)) {
        if (one.EventType == WINDOW_BUFFER_SIZE_EVENT) window_changed = true;
        if (one.EventType != KEY_EVENT || !one.Event.KeyEvent.bKeyDown) continue;
        if (const wchar_t unit = one.Event.KeyEvent.uChar.UnicodeChar; unit != 0)
            text.append(one.Event.KeyEvent.wRepeatCount, unit);
    }
    if (!text.empty() && text.back() >= 0xD800 && text.back() <= 0xDBFF) half = text.back(), text.pop_back();
    return program::utf8(text.data(), text.size());
}

/// A line that a person has typed where no line is edited; nothing at its end, which is Ctrl+Z.
inline std::string read_console_line() {
    wchar_t line[1024];
    unsigned long count = 0;
    const bool good = ::ReadConsoleW(stream_handle(input), line, 1024, &count, nullptr) != 0;
    return !good || count == 0 || line[0] == 0x1A ? "" : program::utf8(line, count);
}

inline std::string read_pipe() {
    char bytes[4096];
    unsigned long count = 0;
    return ::ReadFile(stream_handle(input), bytes, sizeof bytes, &count, nullptr) != 0 ? std::string(bytes, count) : "";
}

/// The reader's thread. What it has read has to be taken before it reads on, so that input that nobody takes waits in
/// the pipe it comes from.
inline void read_input(const std::shared_ptr<input_exchange>& given, bool editing) {
    const bool console = is_terminal(input);
    wchar_t half = 0;
    for (;;) {
        std::string bytes = editing ? read_keys(half) : console ? read_console_line() : read_pipe();
        std::unique_lock lock(given->mutex);
        given->taken.wait(lock, [&] { return given->bytes.empty(); });
        given->ended = bytes.empty() && !editing;
        given->bytes = std::move(bytes);
        given->bell.ring();
        if (given->ended) return;
    }
}

/// What comes from stdin: keys, or the bytes of a file or pipe. A read cannot be called off, so its thread may outlive
/// this; it ends with the process.
class keyboard {
public:
    explicit keyboard(bool editing) : given_(std::make_shared<input_exchange>()) {
        std::thread([given = given_, editing] { read_input(given, editing); }).detach();
    }

    /// For poll.
    parley::net::native::poll_entry entry(bool listening) const noexcept {
        return {given_->bell.native_handle(), static_cast<short>(listening ? POLLIN : 0), 0};
    }

    /// What has come, when poll has said that it can be read; 0 at its end. Nothing: look again.
    std::optional<std::size_t> read(std::span<char> buffer) const {
        const std::lock_guard lock(given_->mutex);
        if (given_->bytes.empty() && given_->ended) return 0;
        const std::size_t count = given_->bytes.copy(buffer.data(), buffer.size());
        given_->bytes.erase(0, count);
        if (!given_->bytes.empty()) return count;
        if (!given_->ended) given_->bell.silence();
        given_->taken.notify_one();
        return count == 0 ? std::optional<std::size_t>() : count;
    }

private:
    std::shared_ptr<input_exchange> given_;
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
        good = ::WriteConsoleW(stream_handle(to), wide.data(), static_cast<unsigned long>(wide.size()), &count, nullptr) != 0;
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
