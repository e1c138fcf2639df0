#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a person sees after some bytes were written to a terminal. Knows the few sequences that `chat_client` may
/// use; any other shows up as text, and so in a failing test. Pure.

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace terminal_test {

class screen_model {
public:
    explicit screen_model(std::string_view bytes) {
        while (!bytes.empty()) bytes.remove_prefix(take(bytes));
    }

    /// The rows that are not empty, without blanks at their ends.
    std::vector<std::string> rows() const {
        std::vector<std::string> seen;
        for (const auto& cells : cells_) {
            std::string text;
            for (const std::string& cell : cells) text += cell;
            text.erase(text.find_last_not_of(' ') + 1);
            if (!text.empty()) seen.push_back(text);
        }
        return seen;
    }
    std::size_t cursor_column() const { return column_; }

private:
    std::size_t take(std::string_view bytes) {
        if (bytes[0] == '\r') return column_ = 0, 1;
        if (bytes[0] == '\n') return next_row(), 1;
        if (bytes.starts_with("\x1b[")) {
            const std::size_t length = bytes.find_first_of("ABCDHJKhlm") + 1;
            if (length != 0 && obey(bytes.substr(2, length - 3), bytes[length - 1])) return length;
        }
        const std::size_t length = parley::decode_utf8(bytes).length;
        put(bytes[0] == '\x1b' ? "<ESC>" : std::string(bytes.substr(0, length)));
        return length;
    }

    bool obey(std::string_view parameters, char command) {
        if (command == 'm' || parameters.starts_with("?2004")) return true;
        if (command == 'C') column_ += std::stoul(std::string(parameters));
        if (command == 'H') row_ = column_ = 0;
        if (command == 'J' && parameters == "2") cells_.assign(1, {});
        if (command == 'J' && parameters.empty()) clear_below();
        return command == 'C' || command == 'H' || command == 'J';
    }

    void clear_below() {
        cells_.resize(row_ + 1);
        if (cells_[row_].size() > column_) cells_[row_].resize(column_);
    }

    void next_row() {
        if (++row_ == cells_.size()) cells_.emplace_back();
    }

    void put(const std::string& cell) {
        if (cells_.size() <= row_) cells_.resize(row_ + 1);
        if (cells_[row_].size() <= column_) cells_[row_].resize(column_ + 1, " ");
        cells_[row_][column_++] = cell;
    }

    std::vector<std::vector<std::string>> cells_ = std::vector<std::vector<std::string>>(1);
    std::size_t row_ = 0;
    std::size_t column_ = 0;
};

}  // namespace terminal_test
