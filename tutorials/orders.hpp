#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the exercises about threads grade themselves with: each look at the student's class is a small program with
/// threads, which the deterministic explorer runs in every order within its bounds. The first order that goes wrong is
/// told as a story, with its seed. Read next: `06-broadcast/exercise.cpp`, `parley/testing/explore.hpp`.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <parley/testing/explore.hpp>
#include <regex>
#include <string>
#include <vector>

namespace orders {

namespace explore = parley::testing::explore;

/// One program: what has to hold in every order, and what the matter is, most likely, when it does not.
struct look {
    std::string what, likely_cause;
    explore::program program;
};

/// Some mistakes look the same in every program.
inline std::string cause_of(const look& one, const std::string& story) {
    static const std::regex of_itself("(\\w+) waits for the mutex `[^`]*`, which \\1 holds");
    if (story.find("\nnobody can go on, and somebody waits to be woken") != story.npos) {
        if (story.find(": nobody sleeps there") == story.npos) return "nobody wakes whoever sleeps (notify_one)";
        return "the notice came before the sleep: what is waited for has to be asked with the mutex held, and it is "
               "given back by wait() alone (a lost wake-up)";
    }
    if (story.find("\ndeadlock:") == story.npos) return one.likely_cause;
    if (std::regex_search(story, of_itself)) return "a function that takes the mutex calls another that takes it, too";
    return "some way out of a function does not give the mutex back; std::lock_guard does, on every way";
}

/// The exercise's main(): without arguments all looks; with `NUMBER SEED` the story of that order of that look.
/// Exit code 0: pass, 1: fail, 2: used wrongly.
inline int grade(int count, char** values, const std::vector<look>& looks) {
    int code = 0;
    try {
        if (count == 3) {
            const look& one = looks.at(std::stoul(values[1]) - 1);
            std::printf("%s\n%s", one.what.c_str(), explore::threads(one.program, values[2]).story.c_str());
        } else if (count != 1) {
            code = 2;
        }
        for (std::size_t i = 0; count == 1 && i != looks.size() && code == 0; ++i) {
            const explore::outcome found = explore::threads(looks[i].program);
            if (found.story.empty()) {
                std::printf("good: %s (%zu orders)\n", looks[i].what.c_str(), found.orders);
                continue;
            }
            std::printf("FAIL: %s\n\n%s\nMost likely: %s\nThe same order again: %s %zu \"%s\"\n", looks[i].what.c_str(),
                        found.story.c_str(), cause_of(looks[i], found.story).c_str(), values[0], i + 1,
                        found.seed.c_str());
            code = 1;
        }
    } catch (const std::exception&) {
        code = 2;
    }
    if (code == 2) std::fprintf(stderr, "usage: %s [NUMBER SEED]\n", values[0]);
    if (code == 0 && count == 1) std::puts("PASS");
    std::fflush(stdout);
    std::_Exit(code);  // the threads of an order that went wrong stand where they are for ever
}

}  // namespace orders
