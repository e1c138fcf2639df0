#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What one speaker has said and not everybody has heard yet: the text of each message, when it was due, and how many
/// have still to hear it. Refuses to know who they are. Read next: `bench/message.hpp`.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <parley/base/clock.hpp>
#include <parley/bench/message.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::bench {

/// For histograms. An instant that is still to come counts as now.
inline std::uint64_t nanoseconds_since(time_point begin, time_point now) noexcept {
    if (now < begin) return 0;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - begin).count());
}

/// A ring of messages, from the oldest that somebody has still to hear to the newest. It doubles when it is
/// full, so that adding costs little more than writing the line. One thread.
/// @snippet bench/ledger_test.cpp said
class said {
public:
    /// What is known of one message besides its text.
    /// @snippet bench/ledger_test.cpp said
    struct entry {
        time_point due;       ///< when it was said, or should have been
        std::size_t to_hear;  ///< how many listeners have not heard it
    };

    /// Nothing yet. A line has `line_bytes` with its newline.
    said(std::size_t speaker, std::size_t line_bytes) : speaker_(speaker), line_bytes_(line_bytes) { resize(64); }

    /// The next line. Valid until the next call.
    std::string_view add(time_point due, std::size_t listeners) {
        if (newest_ - oldest_ == entries_.size()) resize(2 * entries_.size());
        entries_[slot(newest_)] = {due, listeners};
        message{speaker_, newest_}.write(texts_.data() + slot(newest_) * line_bytes_, line_bytes_);
        return text(newest_++);
    }

    /// Everybody has heard the oldest one.
    void remove_oldest() noexcept { ++oldest_; }

    /// Of the message of that number, from oldest() to next(), which is not included. Valid until the next add(). @{
    std::string_view text(std::uint32_t number) const noexcept {
        return {texts_.data() + slot(number) * line_bytes_, line_bytes_};
    }
    entry& operator[](std::uint32_t number) noexcept { return entries_[slot(number)]; }
    /// @}

    std::uint32_t oldest() const noexcept { return oldest_; }  ///< that somebody has still to hear
    std::uint32_t next() const noexcept { return newest_; }  ///< the number of the message that add() will make
    std::size_t in_flight() const noexcept { return newest_ - oldest_; }  ///< messages

private:
    std::size_t slot(std::uint32_t number) const noexcept { return number & (entries_.size() - 1); }

    /// To a power of two, so that a slot is a mask away.
    void resize(std::size_t size) {
        std::vector<entry> entries(size);
        std::vector<char> texts(size * line_bytes_);
        for (std::uint32_t number = oldest_; number != newest_; ++number) {
            entries[number & (size - 1)] = entries_[slot(number)];
            text(number).copy(texts.data() + (number & (size - 1)) * line_bytes_, line_bytes_);
        }
        entries_ = std::move(entries);
        texts_ = std::move(texts);
    }

    std::size_t speaker_;
    std::size_t line_bytes_;
    std::vector<entry> entries_;
    std::vector<char> texts_;
    std::uint32_t oldest_ = 0, newest_ = 0;
};

}  // namespace parley::bench
