#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The last lines said in a room, for somebody who comes later. Bounded in lines and in bytes.
/// Keeps pointers to the texts that were told anyway. Refuses to know who reads it. Read next: `chat/room.hpp`.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <parley/base/outbox.hpp>
#include <string>
#include <string_view>

namespace parley::chat {

/// Not thread-safe: whoever owns it locks it.
class history {
public:
    /// The most bytes that are kept and replayed, whatever the number of lines.
    static constexpr std::size_t byte_limit = std::size_t{256} << 10;

    explicit history(std::size_t line_limit) noexcept : line_limit_(line_limit) {}

    /// Remembers a text of one or more whole lines.
    void remember(const shared_text& text) {
        if (line_limit_ == 0) return;
        texts_.push_back(text);
        lines_ += count_lines(*text);
        bytes_ += text->size();
        while (texts_.size() > 1 && (bytes_ - texts_.front()->size() >= byte_limit ||
                                     lines_ - count_lines(*texts_.front()) >= line_limit_)) {
            lines_ -= count_lines(*texts_.front());
            bytes_ -= texts_.front()->size();
            texts_.pop_front();
        }
    }

    /// The last lines, whole, oldest first; empty when there are none.
    std::string replay() const {
        std::string lines;
        lines.reserve(bytes_);
        for (const shared_text& text : texts_) lines += *text;
        std::size_t extra = lines_ > line_limit_ ? lines_ - line_limit_ : 0;
        std::size_t begin = 0;
        for (; extra != 0 || lines.size() - begin > byte_limit; extra -= extra != 0) begin = lines.find('\n', begin) + 1;
        return lines.substr(begin);
    }

private:
    static std::size_t count_lines(std::string_view text) noexcept {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    std::size_t line_limit_;
    std::deque<shared_text> texts_;
    std::size_t lines_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace parley::chat
