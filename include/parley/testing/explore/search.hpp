#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Runs something again and again, each time another way, until it fails or every way within the bounds was taken.
/// What fails is run once more, so that its story is told by the very seed that is printed below it.
/// Refuses to know what is run. Read next: `testing/explore/choices.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <parley/testing/explore/choices.hpp>
#include <string>
#include <string_view>

namespace parley::testing::explore {

/// How far is looked. Most bugs need two unusual steps or fewer (Musuvathi et al., OSDI 2008, for threads).
/// @snippet explore/classic_races_test.cpp bounds
struct bounds {
    unsigned unusual = 2;            ///< most unusual steps in one order: a thread is interrupted though it could go on
    /// Somebody has to be chosen also where whoever ran has to wait. Is it unusual that it is not the next in turn? If
    /// not, all such choices are walked; if it is, long programs have few enough orders to walk all of them (delay
    /// bounding: Emmi, Qadeer, Rakamaric, POPL 2011).
    bool unusual_turns = false;
    std::size_t orders = 100'000;    ///< most orders that are walked one after the other
    std::size_t at_random = 0;       ///< orders that are walked at random after those
    unsigned unusual_at_random = 4;  ///< most unusual steps in one of these
    std::size_t steps = 20'000;      ///< most steps of one order: whoever takes more does not end
};

/// What came of a search.
/// @snippet examples/tools/explore_lost_wakeup.cpp find
struct outcome {
    std::string story{};     ///< a line for each step, what went wrong, the seed; empty when nothing is wrong
    std::string seed{};      ///< leads there again, as long as the program is the same; empty for the usual course
    std::size_t orders = 0;  ///< walked
    bool all = false;        ///< there are no others within the bounds: a proof, as far as they reach
};

/// How one run ended; `failure` is empty when it ended well.
/// @snippet explore/classic_races_test.cpp every_order
struct ending {
    std::string failure{},  ///< what went wrong, in words
        story{};            ///< what happened until then; empty unless it was wanted
};

/// One run; one that did not come where it was led is no proof of anything.
template <class Run>
ending run_along(Run&& run, choices& way, bool tells) {
    ending how = run(way, tells);
    if (how.failure.empty() && !way.arrived()) how.failure = not_repeatable().what();
    return how;
}

/// Of a long story the end, where it goes wrong.
inline std::string abridged(std::string story) {
    constexpr std::size_t most = 30'000;
    if (story.size() > most) story.replace(0, story.find('\n', story.size() - most), "  ...");
    return story;
}

/// Walks the order of that seed and tells its story, however it ends. `run(choices&, bool tells)` gives an `ending`.
template <class Run>
outcome search_again(Run&& run, std::string_view seed) {
    choices way = choices::again(seed);
    const ending how = run_along(run, way, true);
    std::string story = "the story:\n" + abridged(how.story);
    story += how.failure.empty() ? "it ends well\n" : how.failure + "\n";
    return {story + "seed: \"" + std::string(seed) + "\"\n", std::string(seed), 1, false};
}

/// Here and there, and all turns are equal: it goes farther from the usual course than the walk.
template <class Fails>
void search_at_random(const bounds& wanted, Fails&& fails, const std::size_t& longest) {
    for (std::uint64_t number = 0; number != wanted.at_random; ++number) {
        choices way = choices::at_random(wanted.unusual_at_random, number, longest);
        if (fails(way)) return;
    }
}

/// Orders with few unusual steps come first, so that what is found is told as shortly as it can be.
template <class Run>
outcome search(Run&& run, const bounds& wanted = {}) {
    outcome found;
    std::size_t longest = 1;
    const auto fails = [&](choices& way) {
        ++found.orders;
        const ending how = run_along(run, way, false);
        longest = std::max(longest, way.forks());
        if (how.failure.empty()) return false;
        found.seed = way.seed();
        found.story = search_again(run, found.seed).story;
        if (found.story.find(how.failure) == found.story.npos)
            found.story = how.failure + "\n" + not_repeatable().what() + "; the second time, " + found.story;
        return true;
    };
    for (unsigned unusual = 0; unusual <= wanted.unusual; ++unusual) {
        choices way = choices::everywhere(unusual, wanted.unusual_turns);
        do {
            if (found.orders == wanted.orders) return search_at_random(wanted, fails, longest), found;
            if (fails(way)) return found;
        } while (way.next());
    }
    found.all = true;
    search_at_random(wanted, fails, longest);
    return found;
}

}  // namespace parley::testing::explore
