#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What might happen next, decided: a run of a program asks here at each fork, and the next run is led another way,
/// until every way within the bound was taken. A way is written down as the forks at which it left the usual course;
/// that is the *seed* which leads there again. Refuses to know what is chosen between.
/// Read next: `testing/explore/search.hpp`.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// A program that is not the same each time: its choices, which are all there should be, were the same. The usual
/// causes are the clock, addresses as keys, and random numbers of its own.
/// @snippet explore/classic_races_test.cpp not_repeatable
struct not_repeatable : std::runtime_error {
    not_repeatable() : std::runtime_error("the program did not do the same when it was run in the same order again") {}
};

/// One way through a program, and the way to the next. Used by one thread at a time.
/// @snippet explore/classic_races_test.cpp again
class choices {
public:
    /// Leads everywhere within the budget, one way after the other; the usual course first. When nothing is free, each
    /// way but number 0 costs.
    static choices everywhere(unsigned budget, bool nothing_is_free = false) {
        choices made(kind::everywhere, budget, 0);
        made.nothing_is_free_ = nothing_is_free;
        return made;
    }
    /// Leads somewhere within the budget: another number, another way.
    static choices at_random(unsigned budget, std::uint64_t number, std::size_t likely_forks) {
        choices made(kind::at_random, budget, number);
        made.likely_forks_ = likely_forks;
        return made;
    }
    /// Leads where the run went whose `seed()` this was. Throws `std::invalid_argument`.
    static choices again(std::string_view seed) {
        choices made(kind::again, 0, 0);
        while (!seed.empty()) {
            const std::size_t fork = number(seed, ':');
            if (fork < made.path_.size()) throw std::invalid_argument("the forks of a seed are in order");
            made.path_.resize(fork);
            made.path_.push_back({0, number(seed, ' ')});
        }
        return made;
    }

    /// A fork with `ways` ways. Number 0 is the usual course; the first `free` ones cost nothing, each of the others
    /// one of the budget.
    std::size_t choose(std::size_t ways, std::size_t free) {
        if (ways < 2) return 0;
        if (nothing_is_free_) free = 1;
        const std::size_t open = kind_ == kind::again || budget_ > spent_ ? ways : free;
        if (position_ == path_.size()) path_.push_back({0, kind_ == kind::at_random ? random_way(open, free) : 0});
        fork& here = path_[position_++];
        if (here.open != 0 && here.open != open) throw not_repeatable();
        here.open = open;
        if (here.way >= open) throw not_repeatable();
        if (here.way >= free) ++spent_;
        return here.way;
    }

    /// Back to the beginning, and from there another way. False when all have been taken.
    bool next() {
        spent_ = 0;
        position_ = 0;
        while (!path_.empty() && path_.back().way + 1 >= path_.back().open) path_.pop_back();
        if (kind_ != kind::everywhere || path_.empty()) return false;
        ++path_.back().way;
        return true;
    }

    /// "12:1 30:2": at fork 12 it took way 1, at fork 30 way 2, at all others way 0.
    std::string seed() const {
        std::string text;
        for (std::size_t i = 0; i != position_; ++i)
            if (path_[i].way != 0)
                text += (text.empty() ? "" : " ") + std::to_string(i) + ":" + std::to_string(path_[i].way);
        return text;
    }

    /// Has this run passed all the forks that it was led to?
    bool arrived() const noexcept { return position_ >= path_.size(); }
    /// Forks passed in this run.
    std::size_t forks() const noexcept { return position_; }

private:
    enum class kind { everywhere, at_random, again };
    struct fork {
        std::size_t open = 0;  // so many ways could be taken; 0: nobody has been here yet
        std::size_t way = 0;
    };

    choices(kind wanted, unsigned budget, std::uint64_t number) : kind_(wanted), budget_(budget), random_(number) {}

    /// The budget is spent anywhere in the run, not all at its beginning.
    std::size_t random_way(std::size_t open, std::size_t free) {
        if (open == free) return below(free);
        const bool unusual = below(likely_forks_ + 1) < budget_;
        return unusual ? free + below(open - free) : below(free);
    }

    /// splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): the same everywhere.
    std::size_t below(std::size_t bound) {
        std::uint64_t z = random_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
    }

    /// Takes a number and what ends it off the text.
    static std::size_t number(std::string_view& text, char end) {
        std::size_t value = 0, digits = 0;
        for (; !text.empty() && text[0] >= '0' && text[0] <= '9' && digits < 7; text.remove_prefix(1), ++digits)
            value = 10 * value + static_cast<std::size_t>(text[0] - '0');
        const bool ended = text.empty() ? end == ' ' : text[0] == end;
        if (digits == 0 || !ended) throw std::invalid_argument("a seed looks like \"12:1 30:2\"");
        if (!text.empty()) text.remove_prefix(1);
        return value;
    }

    kind kind_;
    unsigned budget_;
    unsigned spent_ = 0;
    bool nothing_is_free_ = false;
    std::uint64_t random_;
    std::size_t likely_forks_ = 1;
    std::size_t position_ = 0;
    std::vector<fork> path_{};
};

}  // namespace parley::testing::explore
