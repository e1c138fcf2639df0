#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Rows 1 to 3 of the fault table: a broadcast while somebody does not read. Lines are numbered, so that a lost, a
/// doubled or a torn one is seen. Read next: `slow_reader_test.cpp`, `slow_reader_program.hpp`.

#include "models.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace faults_test {

/// The numbered lines of one speaker.
class numbered {
public:
    numbered(std::string speaker, std::size_t size) : speaker_(std::move(speaker)), size_(size) {}

    /// What is said, with its newline.
    std::string said(std::size_t i) const {
        std::string line = std::to_string(i);
        line += ' ';
        return line.append(size_ - line.size() - 1, static_cast<char>('a' + i % 26)) += '\n';
    }
    /// What is told, without it.
    std::string told(std::size_t i) const {
        std::string line = speaker_;
        line.append(": ").append(said(i)).pop_back();
        return line;
    }
    bool is_one(std::string_view line) const { return line.substr(0, speaker_.size() + 2) == speaker_ + ": "; }

private:
    std::string speaker_;
    std::size_t size_;
};

/// Listens to a guest from now on: are the lines told in order, each of them once and whole?
class listener {
public:
    listener(guest& one, const numbered& talk) : talk_(talk) {
        one.heard.clear();
        one.on_line = [this](std::string_view line) { hear(line); };
    }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    std::size_t heard = 0;       ///< lines of the talk, up to the first that was wrong
    std::string wrong{};         ///< that one
    std::string rest{};          ///< all other lines, each with its newline

    /// How often this other line was told.
    std::size_t count(std::string_view line) const {
        const std::string wanted = as_line(line);
        std::size_t found = 0;
        for (std::size_t at = 0; (at = rest.find(wanted, at)) != rest.npos; ++at) found += at == 0 || rest[at - 1] == '\n';
        return found;
    }

private:
    void hear(std::string_view line) {
        if (!talk_.is_one(line))
            rest.append(line).append("\n");
        else if (wrong.empty() && line == talk_.told(heard))
            ++heard;
        else if (wrong.empty())
            wrong = line;
    }

    const numbered& talk_;
};

/// Says the lines [first, last) in portions, the next one when all `listeners` have heard the one before: so the
/// speaker is as fast as those who read, and only who does not read falls behind. `between` is called after each.
template <class Listeners, class Between>
bool broadcast(party& guests, guest& speaker, const numbered& talk, std::size_t first, std::size_t last, const Listeners& listeners,
               Between&& between) {
    constexpr std::size_t portion = 64 * 1024;
    while (first != last) {
        std::string said;
        while (first != last && said.size() < portion) said += talk.said(first++);
        speaker.say(said);
        const bool all_heard = guests.until([&] {
            for (const auto& one : listeners)
                if (one->heard != first && one->wrong.empty()) return false;
            return true;
        });
        if (!all_heard) return false;
        between();
    }
    return true;
}

}  // namespace faults_test
