#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The line that is being typed: keys in, a text with a cursor and a history out. Pure, so that a test can press
/// every key. Refuses to know terminals; how the line looks on one is `edit_view.hpp`, to be read next.

#include "key_decoder.hpp"
#include "text_width.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace terminal {

enum class edit_result {
    unchanged,
    changed,    ///< draw it again
    submitted,  ///< Enter: `submitted()` is the line, and a new, empty one has begun
    left,       ///< Ctrl+D on an empty line
    clear_screen
};

class line_editor {
public:
    /// Bytes of one line; what is typed or pasted beyond is not taken. The server's own limit, unless it is told
    /// another.
    static constexpr std::size_t line_limit = 4096;
    /// Lines that the up arrow can bring back.
    static constexpr std::size_t history_limit = 200;

    edit_result press(const key& pressed) {
        if (pressed.kind == key_kind::paste_end) return set_pasting(false);
        return pasting_ ? paste(pressed) : edit(pressed);
    }

    const std::string& text() const noexcept { return text_; }
    /// Byte of the text before which the cursor stands.
    std::size_t cursor() const noexcept { return cursor_; }
    const std::string& submitted() const noexcept { return submitted_; }

private:
    edit_result edit(const key& pressed) {
        switch (pressed.kind) {
        case key_kind::character: return insert(pressed.text);
        case key_kind::enter: return submit();
        case key_kind::backspace: return erase(previous_character(text_, cursor_), cursor_);
        case key_kind::remove: return erase(cursor_, next_character(text_, cursor_));
        case key_kind::left: return move(previous_character(text_, cursor_));
        case key_kind::right: return move(next_character(text_, cursor_));
        case key_kind::home: return move(0);
        case key_kind::end: return move(text_.size());
        case key_kind::up: return recall(recalled_ + 1);
        case key_kind::down: return recalled_ == 0 ? edit_result::unchanged : recall(recalled_ - 1);
        case key_kind::kill_before: return erase(0, cursor_);
        case key_kind::kill_after: return erase(cursor_, text_.size());
        case key_kind::kill_word: return erase(word_before(), cursor_);
        case key_kind::clear_screen: return edit_result::clear_screen;
        case key_kind::end_of_input: return text_.empty() ? edit_result::left : edit({key_kind::remove});
        case key_kind::paste_begin: return set_pasting(true);
        case key_kind::tab:
        case key_kind::paste_end: break;
        }
        return edit_result::unchanged;
    }

    /// Pasted text is never sent by itself: line ends and tabs in it are one space, and the person presses Enter.
    edit_result paste(const key& pressed) {
        if (pressed.kind == key_kind::enter || pressed.kind == key_kind::tab) blank_pending_ = true;
        if (pressed.kind != key_kind::character) return edit_result::unchanged;
        const bool apart = std::exchange(blank_pending_, false) && cursor_ != 0 && text_[cursor_ - 1] != ' ';
        return insert(apart ? " " + pressed.text : pressed.text);
    }

    edit_result set_pasting(bool begins) noexcept {
        pasting_ = begins;
        blank_pending_ = false;
        return edit_result::unchanged;
    }

    edit_result insert(std::string_view added) {
        if (text_.size() + added.size() > line_limit) return edit_result::unchanged;
        text_.insert(cursor_, added);
        cursor_ += added.size();
        return edit_result::changed;
    }

    edit_result erase(std::size_t from, std::size_t to) {
        if (from == to) return edit_result::unchanged;
        text_.erase(from, to - from);
        return move(from);
    }

    edit_result move(std::size_t to) noexcept {
        cursor_ = to;
        return edit_result::changed;
    }

    /// Blanks, and the word before them.
    std::size_t word_before() const noexcept {
        std::size_t at = cursor_;
        while (at != 0 && text_[at - 1] == ' ') --at;
        while (at != 0 && text_[at - 1] != ' ') --at;
        return at;
    }

    edit_result submit() {
        submitted_ = std::exchange(text_, {});
        cursor_ = 0;
        recalled_ = 0;
        draft_.clear();
        if (!submitted_.empty() && (history_.empty() || history_.front() != submitted_)) {
            history_.push_front(submitted_);
            if (history_.size() > history_limit) history_.pop_back();
        }
        return edit_result::submitted;
    }

    /// Shows the `age`th newest line, or for 0 the one that was being typed before the first was recalled.
    edit_result recall(std::size_t age) {
        if (age > history_.size()) return edit_result::unchanged;
        if (recalled_ == 0) draft_ = text_;
        recalled_ = age;
        text_ = age == 0 ? draft_ : history_[age - 1];
        return move(text_.size());
    }

    std::string text_{};
    std::size_t cursor_ = 0;
    std::string submitted_{};
    std::deque<std::string> history_{};  // newest first
    std::size_t recalled_ = 0;           // which of them is shown; 0: the draft
    std::string draft_{};
    bool pasting_ = false;
    bool blank_pending_ = false;  // a line end was pasted; it counts when more text follows
};

}  // namespace terminal
