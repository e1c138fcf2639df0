#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What some people do in an evening, made from a number: the same number makes the same evening on every machine and
/// with every library (so there is no `std::uniform_int_distribution` here, which may differ).
/// Read next: `differential/reference.hpp`.

#include <array>
#include <cstddef>
#include <cstdint>
#include <parley/base/options.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace differential_test {

/// SplitMix64 (Steele, Lea and Flood, 2014).
class dice {
public:
    explicit dice(std::uint64_t seed) noexcept : state_(seed) {}

    std::uint64_t next() noexcept {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    std::size_t below(std::size_t bound) noexcept { return static_cast<std::size_t>(next() % bound); }
    bool one_in(std::size_t chances) noexcept { return below(chances) == 0; }

    template <class T, std::size_t N>
    const T& any(const std::array<T, N>& of) noexcept {
        return of[below(N)];
    }

private:
    std::uint64_t state_;
};

struct move {
    enum class kind {
        connect,     ///< a new client, the next number
        send,        ///< client `who` sends `bytes`, in pieces that end at `cuts`
        half_close,  ///< it will say no more
        hang_up,     ///< it is gone
        say,         ///< the program says `bytes` to everybody
        close        ///< the program closes the connection of whoever is called `bytes`
    };
    kind what;
    std::size_t who = 0;
    std::string bytes{};
    std::vector<std::size_t> cuts{};
};

struct transcript {
    parley::options limits;
    std::vector<move> moves{};
};

inline constexpr std::size_t most_at_once = 4;

/// Makes one. With `together` false, each client leaves before the next one comes.
class author {
public:
    author(std::uint64_t seed, bool together) : dice_(seed), together_(together) {}

    transcript write() {
        transcript made{.limits = {.port = 0,
                                   .line_limit = dice_.any(lengths),
                                   .history = dice_.one_in(2) ? dice_.below(6) : 0,
                                   .login_limit = parley::milliseconds(0)}};
        limit_ = made.limits.line_limit;
        for (std::size_t i = 10 + dice_.below(25); i != 0; --i) made.moves.push_back(next());
        return made;
    }

private:
    static constexpr std::array<std::size_t, 3> lengths{40, 100, 4096};
    static constexpr std::array<std::string_view, 8> names{"ann", "bob",         "cleo",   "Dora",
                                                           "ANN", "J\xC3\xB6rg", "emil.2", "two words"};
    static constexpr std::array<std::string_view, 4> rooms{"#tea", "#Tea", "#lobby", "tea"};
    static constexpr std::array<std::string_view, 12> words{"hello",   "tea",     "a/b",          "gr\xC3\xBC\xC3\x9F",
                                                            "\x1B[2J", "caf\xC3", "\xFF\xFB\x1F", "\xED\xA0\x80",
                                                            "a\tb",    "'ann'",   "--",           "ann:"};

    /// Whom it concerns is chosen first; who has not come yet comes, and who has no name gives one.
    move next() {
        if (inside_.empty() || (together_ && inside_.size() < most_at_once && dice_.one_in(4))) {
            inside_.push_back(count_);
            return {move::kind::connect, count_++};
        }
        const std::size_t place = dice_.below(inside_.size()), who = inside_[place];
        if (dice_.one_in(12)) return {move::kind::say, 0, text()};
        if (dice_.one_in(25)) return {move::kind::close, 0, std::string(dice_.any(names))};
        if (dice_.one_in(14)) {
            inside_.erase(inside_.begin() + static_cast<std::ptrdiff_t>(place));
            if (dice_.one_in(3)) return {move::kind::hang_up, who};
            if (dice_.one_in(2)) return {move::kind::half_close, who};
            return cut({move::kind::send, who, "one last line\n/quit\nand one too many\n"});
        }
        if (dice_.one_in(20))
            return cut({move::kind::send, who, "\xFF\xFD\x06"});  // alone: answered at the end of a read
        std::string bytes = dice_.one_in(4) ? std::string(dice_.any(names)) + end() : std::string();
        for (std::size_t i = 1 + dice_.below(4); i != 0; --i) bytes += line() + end();
        if (dice_.one_in(6)) bytes += "half a li";
        return cut({move::kind::send, who, bytes});
    }

    std::string end() { return dice_.one_in(4) ? "\r\n" : "\n"; }

    std::string text() {
        std::string made;
        for (std::size_t i = dice_.below(5); i != 0; --i) (made += dice_.any(words)) += ' ';
        return made += std::to_string(++lines_);
    }

    std::string line() {
        const std::string name(dice_.any(names));
        switch (dice_.below(18)) {
            case 0: return "/me " + text();
            case 1: return "/msg " + name + " " + text();
            case 2: return "/nick " + name;
            case 3: return "/join " + std::string(dice_.any(rooms));
            case 4: return "/leave";
            case 5: return "/who";
            case 6: return "/rooms";
            case 7: return dice_.one_in(3) ? "/help" : "/unknown " + text();
            case 8: return "//" + text();
            case 9: return dice_.one_in(2) ? "" : "/msg";
            case 10: return std::string(limit_ + dice_.below(3), 'x');
            case 11: return text() + '\0' + "\xFF\xFB\x1F";
            default: return text();
        }
    }

    move cut(move whole) {
        for (std::size_t at = 0; at < whole.bytes.size();) {
            at += 1 + dice_.below(dice_.one_in(3) ? 3 : 40);
            if (at < whole.bytes.size()) whole.cuts.push_back(at);
        }
        whole.cuts.push_back(whole.bytes.size());
        return whole;
    }

    dice dice_;
    const bool together_;
    std::size_t limit_ = 0;
    std::size_t count_ = 0;  // clients so far
    std::size_t lines_ = 0;
    std::vector<std::size_t> inside_{};
};

}  // namespace differential_test
