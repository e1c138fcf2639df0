#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One who speaks: what was said, and what the server puts before it. Refuses to know who has heard what.
/// Read next: `bench/said.hpp`, `bench/breach.hpp`.

#include <cstddef>
#include <optional>
#include <parley/bench/breach.hpp>
#include <parley/bench/message.hpp>
#include <parley/bench/said.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::bench {

/// Who hears a speaker first shows what the server puts before the lines; all others must hear the same. One
/// thread.
/// @snippet bench/ledger_test.cpp speaker
class speaker {
public:
    bench::said said;  ///< what it says

    /// By number: 12 is called c12.
    speaker(std::size_t number, std::size_t line_bytes)
        : said(number, line_bytes), line_bytes_(line_bytes), plain_(breach::name_of(number) + ": ") {}

    /// Whether that is what others have heard before its lines; true for whoever is the first.
    bool has_prefix(std::string_view prefix, std::size_t listener) {
        if (prefix == prefix_ && first_heard_by_) return true;
        if (first_heard_by_) return false;
        first_heard_by_ = listener;
        prefix_ = prefix;
        return true;
    }

    /// A message of this speaker as the server has told it to others; if nobody knows, it begins as `line` does.
    std::string told(const message& one, std::string_view line) const {
        std::string text(first_heard_by_ ? prefix_ : line.substr(0, line.find(message::mark)));
        text.resize(text.size() + line_bytes_);
        one.write(text.data() + text.size() - line_bytes_, line_bytes_);
        return text;
    }

    /// What is wrong when a listener has heard something else before a message than others. Who heard it first may be
    /// the one to whom it was told wrongly: the wire has the speaker's name there or, if it is no chat, nothing.
    std::string other_prefix(std::size_t listener, const message& came, std::string_view line) const {
        const std::string_view prefix = line.substr(0, line.size() - line_bytes_);
        const std::string others = told(came, line);
        if (is_plain(prefix) && !is_plain(prefix_)) return breach::torn(*first_heard_by_, line, others);
        return breach::torn(listener, others, line);
    }

private:
    bool is_plain(std::string_view prefix) const { return prefix.empty() || prefix == plain_; }

    std::size_t line_bytes_;
    std::string plain_, prefix_{};
    std::optional<std::size_t> first_heard_by_{};
};

}  // namespace parley::bench
