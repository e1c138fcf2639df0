#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What happened so far in a test, in order, so that one that fails tells the story before it says what broke.
/// Refuses to know sockets and who speaks.

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <parley/base/clock.hpp>
#include <parley/base/guarded_by.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace parley::testing {

/// How long anything that has to happen is waited for, in milliseconds. Generous: it is only reached when something is
/// broken. A test that expects something broken may shorten it first, before it starts threads.
inline milliseconds patience{20'000};

/// When patience ends.
inline time_point time_limit() noexcept { return later(clock::now(), patience); }

/// Something that was promised did not happen; `what()` is the whole story.
/// @snippet examples/tools/narrated_conversation.cpp story
struct broken_promise : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Bytes in quotes as C++ would write them: what cannot be seen is escaped, UTF-8 is left alone.
inline std::string escaped(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\"";
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        if (byte == '\n') text += "\\n";
        else if (byte == '\r') text += "\\r";
        else if (byte == '\t') text += "\\t";
        else if (byte == '"' || byte == '\\') (text += '\\') += byte;
        else if (value < 0x20 || value == 0x7F) ((text += "\\x") += digits[value >> 4]) += digits[value & 15];
        else text += byte;
    }
    return text += '"';
}

/// Bytes in quotes; of more than `most` only the beginning and the end, and how many there were.
inline std::string shortened(std::string_view bytes, std::size_t most = 400) {
    if (bytes.size() <= most) return escaped(bytes);
    return escaped(bytes.substr(0, most / 2)) + " ... " + escaped(bytes.substr(bytes.size() - most / 2)) + " (" +
           std::to_string(bytes.size()) + " bytes)";
}

/// A list of what was done and heard. Any number of threads may add to it.
/// @snippet examples/tools/narrated_conversation.cpp story
class story {
public:
    /// What kind of event: `said` and `heard` come with bytes.
    enum class kind { done, said, heard };

    /// `text` is part of what is shown; for `heard` it is also remembered that these bytes came.
    void add(kind what, std::string_view who, std::string_view did, std::string_view text = {}) {
        const std::lock_guard lock(mutex_);
        events_.push_back({what, std::string(who), std::string(did), std::string(text)});
    }

    /// How often was exactly this heard by `who`, or said by anybody? Looks at all events. @{
    std::size_t times_heard(std::string_view who, std::string_view text) const {
        return count([&](const event& one) { return one.what == kind::heard && one.who == who && one.text == text; });
    }
    std::size_t times_said(std::string_view text) const {
        return count([&](const event& one) { return one.what == kind::said && one.text == text; });
    }
    /// @}

    /// One numbered line for each event; of a long story the end.
    std::string told() const {
        const std::lock_guard lock(mutex_);
        const std::size_t begin = events_.size() > most_events ? events_.size() - most_events : 0;
        std::string lines = begin == 0 ? "" : "  ... " + std::to_string(begin) + " earlier events\n";
        for (std::size_t i = begin; i != events_.size(); ++i) {
            const event& one = events_[i];
            lines += "  " + std::to_string(i + 1) + ". " + one.who + " " + one.did;
            if (one.what != kind::done) lines += " " + shortened(one.text, 160);
            lines += '\n';
        }
        return lines;
    }

private:
    struct event {
        kind what;
        std::string who, did, text;
    };

    template <class Condition>
    std::size_t count(Condition&& fulfilled) const {
        const std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), fulfilled));
    }

    static constexpr std::size_t most_events = 60;

    mutable std::mutex mutex_;
    std::vector<event> events_ PARLEY_GUARDED_BY(mutex_){};
};

}  // namespace parley::testing
