#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The table of cases, and what is found when one of them is tried. Refuses to know how it is told to people.
/// Read next: `report.hpp`.

#include "cases_together.hpp"

#include <array>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>

namespace probe {

struct probe_case {
    std::string_view name, promise;
    void (*try_it)(scene&);
};

inline constexpr std::array<probe_case, 12> all_cases{{
    {"two-clients", "a second client is served while the first says nothing", two_clients},
    {"broadcast", "what one says the others hear, also when two are half-way through a line", broadcast},
    {"dribble", "a line that comes byte by byte is one line", dribble},
    {"coalesce", "200 lines that come at once are 200 lines", coalesce},
    {"half-close", "who says no more hears what is due, and then the end", half_close},
    {"reset", "who dies in the middle of a word harms nobody else", reset},
    {"freeze", "who stops reading harms nobody else, and what waits for them has a limit", freeze},
    {"flood", "who talks without end keeps nobody else from being heard", flood},
    {"long-line", "a line has a limit, and the next one is good again", long_line},
    {"garbage", "hostile bytes harm nobody, nor their terminals", garbage},
    {"connect-storm", "300 who come at once, and go, harm nobody else", connect_storm},
    {"dup-nick", "of 16 who claim one nickname at once, one gets it", dup_nick},
}};

enum class verdict { pass, fail, skipped };

/// What has come of one case.
struct finding {
    const probe_case* tried = nullptr;
    verdict judged = verdict::pass;
    const explanation* explained = nullptr;  ///< when it failed
    std::string expected{};                  ///< when it failed; when skipped, why
    std::string did{};                       ///< a line for each step
    std::string arrived{};
    std::size_t bytes = 0;
    parley::milliseconds took{};
};

namespace detail {

inline std::string what_arrived(const guest& one) {
    std::string text = one.name + " heard " + std::to_string(one.bytes + one.unfinished().size()) + " bytes, " +
                       std::to_string(one.lines) + " of our lines";
    if (!one.last_line.empty()) text += "; the last line: " + parley::testing::shortened(one.last_line, 120);
    if (!one.unfinished().empty()) text += "; without an end: " + parley::testing::shortened(one.unfinished(), 120);
    if (one.was_reset()) text += "; then a reset";
    else if (one.over()) text += "; then the end";
    return text + "\n";
}

}  // namespace detail

inline finding try_case(const probe_case& one, const settings& told, knowledge& known) {
    const parley::time_point began = parley::clock::now();
    finding found{&one};
    scene here(told, known);
    try {
        one.try_it(here);
    } catch (const broken& problem) {
        found.judged = verdict::fail;
        found.explained = &explain(problem.what_is_wrong);
        found.expected = problem.what();
    } catch (const not_applicable& reason) {
        found.judged = verdict::skipped;
        found.expected = reason.what();
    }
    found.did = here.story.told();
    std::size_t shown = 0;
    for (const guest& each : here.guests()) {
        found.bytes += each.bytes + each.unfinished().size();
        if (++shown <= 5) found.arrived += detail::what_arrived(each);
    }
    found.took = std::chrono::duration_cast<parley::milliseconds>(parley::clock::now() - began);
    return found;
}

}  // namespace probe
