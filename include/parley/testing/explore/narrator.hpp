#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The story of one run, as it is told: one numbered line for each thing that somebody did. Most runs end well and
/// nobody asks for their story, so that none is made. Refuses to know what happened.
/// Read next: `testing/explore/thing.hpp`.

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::testing::explore {

/// Collects the lines of one run. Not thread-safe: in a run only one thread at a time does anything.
/// @snippet explore/classic_races_test.cpp narrator
class narrator {
public:
    explicit narrator(bool tells) noexcept : tells_(tells) {}  ///< false: all calls do nothing

    /// "12. ann takes the mutex `names`". `text()` makes the line without its beginning; an empty one is left out.
    template <class Text>
    void tell(std::string_view who, Text&& text) {
        if (!tells_) return;
        const std::string line(text());
        if (!line.empty()) ((story_ += "  " + std::to_string(++lines_) + ". ") += who) += " " + line + "\n";
    }
    /// At the end of the last line.
    void tell_more(std::string_view text) {
        if (tells_) story_.insert(story_.size() - 1, text);
    }
    /// Between two lines.
    void remark(std::string_view who, std::string_view text) {
        if (tells_) ((((story_ += "     (") += who) += " ") += text) += ")\n";
    }

    const std::string& story() const noexcept { return story_; }  ///< so far; each line is indented

private:
    const bool tells_;
    std::size_t lines_ = 0;
    std::string story_{};
};

}  // namespace parley::testing::explore
