#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What somebody says plainly, collected: all the lines that one read brought become one text for everybody.
/// Refuses to know who hears it. Read next: `base/text.hpp`.

#include <cstddef>
#include <parley/base/text.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::chat {

/// Lines "ann: hello" that were said and not told yet. One thread.
/// @snippet examples/rooms.cpp history
class speech {
public:
    /// From this many bytes on it is told without waiting for the end of the read: short lines grow manifold.
    static constexpr std::size_t limit = 64 * 1024;

    /// Begins a line of `name`'s; what `write(std::string&)` appends is its text. A view of that text, until the next
    /// change.
    template <class Write>
    std::string_view begin_line(std::string_view name, std::size_t length, Write&& write) {
        before_ = lines_.size();
        if (before_ == 0) lines_.reserve(name.size() + length + 3);
        lines_.append(name).append(": ");
        begin_ = lines_.size();
        write(lines_);
        return std::string_view(lines_).substr(begin_);
    }

    /// It was no speech after all: forgets the line and gives its text.
    std::string withdraw() {
        std::string text = lines_.substr(begin_);
        lines_.resize(before_);
        return text;
    }

    void end_line() { lines_ += '\n'; }  ///< it was speech, and is told with the others

    bool long_enough() const noexcept { return lines_.size() >= limit; }  ///< to be told at once

    /// All lines as one text, to be told; nullptr when there are none. Keeps no memory: an idle client has none.
    shared_text take() {
        std::string taken = std::exchange(lines_, {});
        return taken.empty() ? nullptr : share(std::move(taken));
    }

private:
    std::string lines_;
    std::size_t before_ = 0;  // where the line that was begun stands, ...
    std::size_t begin_ = 0;   // ... and its text
};

}  // namespace parley::chat
