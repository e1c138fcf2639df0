#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A guest who joins, floods, stops to read, changes name and room, half-closes, quits and dies by a reset, in an order
/// that is the same each time. Read next: `churn_test.cpp`; `soak/soak_slow_test.cpp`, the same for minutes.

#include "guest.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

namespace faults_test {

/// What such a guest did.
enum class deed { come, flood, stall, read_on, change_room, ask, rename, whisper, half_close, reset, quit, half_a_line, talk };
inline constexpr std::size_t deeds = 13;

/// One who comes, misbehaves and goes. Each step is drawn from the same numbers each time.
class trouble {
public:
    trouble(std::uint16_t port, std::mt19937& random, std::size_t number) : port_(port), random_(random), number_(number) {}

    deed step() {
        if (!one_ || !one_->open() || one_->over()) return come();
        switch (random_() % 12) {
            case 0: return flood();
            case 1: one_->reading = false; return deed::stall;
            case 2: one_->reading = true; return deed::read_on;
            case 3: return say(deed::change_room, "/join #room" + std::to_string(random_() % 4) + "\n");
            case 4: return say(deed::ask, "/leave\n/who\n/rooms\n");
            case 5: return say(deed::rename, "/nick n" + std::to_string(random_() % 8) + "\n");  // often taken
            case 6: return say(deed::whisper, "/msg n" + std::to_string(random_() % 8) + " psst\n/me shrugs\n");
            case 7: one_->end_input(); return deed::half_close;
            case 8: one_->reset(); return deed::reset;
            case 9: return say(deed::quit, "/quit\n");
            case 10: return say(deed::half_a_line, "half a line");
            default: return say(deed::talk, "hello\n/help\n" + line_of(random_() % 6000, 'x'));
        }
    }

    /// Says and reads what it can.
    void move() {
        if (!one_ || !one_->open()) return;
        one_->speak();
        while (one_->reading && one_->listen()) one_->heard.clear();
    }

    void go() { one_.reset(); }

private:
    deed come() {
        one_.emplace(port_, random_() % 2 == 0 ? stingy : manners{});
        one_->say("n" + std::to_string(random_() % 2 == 0 ? random_() % 8 : 100 + number_) + "\n");
        if (random_() % 8 == 0) one_->end_input();
        return deed::come;
    }

    deed flood() {
        std::string lines;
        for (int i = 0; i != 300; ++i) lines += line_of(random_() % 60, 'f');
        return say(deed::flood, lines);
    }

    deed say(deed done, const std::string& bytes) {
        one_->say(bytes);
        return done;
    }

    std::uint16_t port_;
    std::mt19937& random_;
    std::size_t number_;
    std::optional<guest> one_{};
};

}  // namespace faults_test
