#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What comes from stdin on Windows: neither a console nor a pipe can be waited for together with a socket, so a thread
/// reads and rings a doorbell. Refuses to know what a key does. Read next: `key_decoder.hpp`.

#include "native_windows.hpp"

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
#include <thread>
#include <utility>

namespace terminal {

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

/// A key that is no character, as the terminals of other systems tell it.
inline std::wstring_view sequence_of(unsigned key) noexcept {
    switch (key) {
    case VK_UP: return L"\x1b[A";
    case VK_DOWN: return L"\x1b[B";
    case VK_RIGHT: return L"\x1b[C";
    case VK_LEFT: return L"\x1b[D";
    case VK_HOME: return L"\x1b[H";
    case VK_END: return L"\x1b[F";
    case VK_DELETE: return L"\x1b[3~";
    default: return {};
    }
}

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
        const KEY_EVENT_RECORD& key = one.Event.KeyEvent;
        for (unsigned times = 0; times != key.wRepeatCount; ++times)
            if (key.uChar.UnicodeChar != 0)
                text += key.uChar.UnicodeChar;
            else
                text += sequence_of(key.wVirtualKeyCode);
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

}  // namespace terminal
