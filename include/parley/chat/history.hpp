#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The last lines said in a room, for somebody who comes later. Bounded in lines and in bytes.
/// Keeps pointers to the texts that were told anyway. Refuses to know who reads it. Read next: `base/text.hpp`.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <parley/base/text.hpp>
#include <string>
#include <string_view>

namespace parley::chat {

/// What was said last in one room. Remembering is one step but for what is forgotten then; replaying joins all that is
/// kept, once. Not thread-safe: whoever owns it locks it.
/// @snippet examples/rooms.cpp history
class history {
public:
    /// The most bytes that are kept and replayed, whatever the number of lines.
    static constexpr std::size_t byte_limit = std::size_t{256} << 10;

    /// @param most_lines 0: nothing is remembered.
    explicit history(std::size_t most_lines) : most_lines_(most_lines) {}  // no noexcept: a deque may need memory

    /// Remembers a text of one or more whole lines. Throws `std::bad_alloc`. Linear in its bytes, whose newlines are
    /// counted.
    void remember(const shared_text& text) {
        if (most_lines_ == 0) return;
        replay_ = nullptr;
        texts_.push_back(text);
        lines_ += count_lines(*text);
        bytes_ += text->size();
        // A text that stands across a limit stays; replay() cuts it.
        while (texts_.size() > 1 && (bytes_ - texts_.front()->size() >= byte_limit ||
                                     lines_ - count_lines(*texts_.front()) >= most_lines_)) {
            lines_ -= count_lines(*texts_.front());
            bytes_ -= texts_.front()->size();
            texts_.pop_front();
        }
    }

    /// The last lines, whole, oldest first; empty when there are none. Throws `std::bad_alloc`. Made once, however many
    /// come to read it: linear in what is kept.
    const shared_text& replay() {
        if (replay_ == nullptr) replay_ = share(last_lines());
        return replay_;
    }

private:
    std::string last_lines() const {
        std::string lines;
        lines.reserve(bytes_);
        for (const shared_text& text : texts_) lines += *text;
        std::size_t begin = 0;
        for (std::size_t extra = lines_ > most_lines_ ? lines_ - most_lines_ : 0; extra != 0; --extra)
            begin = lines.find('\n', begin) + 1;
        while (lines.size() - begin > byte_limit) begin = lines.find('\n', begin) + 1;
        return lines.substr(begin);
    }

    static std::size_t count_lines(std::string_view text) noexcept {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    std::size_t most_lines_;
    std::deque<shared_text> texts_;
    shared_text replay_;  // until something is added
    std::size_t lines_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace parley::chat
