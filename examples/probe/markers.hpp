#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Texts that are recognised again whatever a server puts around them: who said it, the how-manieth it is, and how long
/// it has to be stand between a beginning and an end, so that a line that was torn, or glued to another, is not taken
/// for a whole one. Pure; refuses to know who says them. Read next: `scene.hpp`.

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>

namespace probe {

/// What one line turned out to be.
struct sighting {
    enum class kind { other, whole, torn, glued };
    kind what = kind::other;
    std::string who{};
    std::size_t number = 0;
};

class markers {
public:
    /// Of this run alone: what an earlier run has left in a server is not ours.
    markers() {
        char hexadecimal[9];
        std::snprintf(hexadecimal, sizeof hexadecimal, "%06x", std::random_device{}() & 0xffffffu);
        run_ = hexadecimal;
        begin_ = "<<probe " + run_ + ":";
        end_ = ":" + run_ + ">>";
    }

    const std::string& run() const noexcept { return run_; }

    /// A line without its end, filled up to `size` bytes. No server can take it for a nickname.
    std::string text(std::string_view who, std::size_t number, std::size_t size = 0) const {
        const std::string front = begin_ + std::string(who) + ":" + std::to_string(number) + ":";
        const std::size_t rest = front.size() + end_.size() + 8;  // and the length of the filling, with its colon
        const std::size_t filling = size > rest ? size - rest : 0;
        return front + std::to_string(filling) + ":" + std::string(filling, 'x') + end_;
    }

    /// Could this be a part of a marker? Then it is no question of the server's.
    bool begun_in(std::string_view text) const noexcept { return text.find("<<p") != text.npos; }

    sighting look_at(std::string_view line) const {
        const std::size_t begin = line.find(begin_), end = line.find(end_);
        if (begin == line.npos && end == line.npos) return {};
        if (begin == line.npos || end == line.npos || end < begin) return {sighting::kind::torn};
        if (line.find(begin_, begin + 1) != line.npos) return {sighting::kind::glued};
        return parse(line.substr(begin + begin_.size(), end - begin - begin_.size()));
    }

private:
    /// "ann:12:3:xxx"
    static sighting parse(std::string_view inside) {
        sighting seen{sighting::kind::whole, std::string(cut(inside))};
        std::size_t filling = 0;
        const std::string_view number = cut(inside), length = cut(inside);
        const bool good = read(number, seen.number) && read(length, filling) && inside.size() == filling &&
                          inside.find_first_not_of('x') == inside.npos;
        if (!good) seen.what = sighting::kind::torn;
        return seen;
    }

    static std::string_view cut(std::string_view& rest) noexcept {
        const std::size_t end = rest.find(':');
        const std::string_view first = rest.substr(0, end);
        rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
        return first;
    }

    static bool read(std::string_view text, std::size_t& number) noexcept {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc() && end == text.data() + text.size();
    }

    std::string run_, begin_, end_;
};

}  // namespace probe
