#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The promises of `concurrency/policy.hpp` as tests that any policy can be run through, one of your own too. Needs no
/// test framework: each promise is a function that throws `broken_promise` with the story when it is not kept. A good
/// policy takes some seconds; what a bad one does not do is waited for (`patience`), so that it takes minutes.
///
/// @code
/// for (const auto& promise : parley::testing::promises<my_policy>()) promise.check();
/// @endcode
///
/// Refuses to know chat. Read next: `testing/promises_of_serving.hpp`, `testing/trial.hpp`; `testing/explore.hpp`, for
/// what depends on the order in which threads meet.

#include <array>
#include <cstddef>
#include <exception>
#include <parley/testing/promises_of_serving.hpp>
#include <parley/testing/promises_of_stopping.hpp>
#include <string>
#include <string_view>

/// What tests are made of: a policy's promises, conversations that tell what happened, transports that fail, dribble
/// and count, connections without a kernel. For programs of your own, too; needs no test framework.
namespace parley::testing {

/// One row of the table of promises.
/// @snippet examples/tools/own_policy_conforms.cpp check
struct promise {
    std::string_view name;  ///< one sentence, the same for every policy
    void (*check)();        ///< throws `broken_promise`, or what `run()` threw; takes up to `patience` for each step
};

/// All of them, for one policy; each stands in the concept `policy`, and each check can be called by itself.
///
/// | promise | checked by | how |
/// |---|---|---|
/// | nothing overlaps | nothing_overlaps() | everybody speaks, while news from outside and deadlines come; the witness looks for two calls at once |
/// | bytes keep their order | bytes_keep_their_order() | 20,000 lines at once, half-close: the same bytes come back |
/// | end_of_input() comes once | end_of_input_comes_once() | hanging up, reset, half-close, being finished, being there at the end |
/// | nothing is called after the end | nothing_is_called_after_the_end() | a client that goes on talking after its session has finished |
/// | who is woken is asked | who_is_woken_is_asked() | news and a deadline from outside, news from another client |
/// | a deadline is kept in silence | a_deadline_is_kept_in_silence() | 100 ms in which nobody says anything, twice |
/// | who stays is served | who_stays_is_served() | others leave from the middle and from the end, and new ones come |
/// | who is blocked is asked for the deadline | who_is_blocked_is_asked_for_the_deadline() | a client that does not read 32 MiB, and is wanted gone |
/// | who cannot be served is told | who_cannot_be_served_is_told() | the application is full, then throws in `open()` |
/// | notify() is answered | notify_is_answered() | before `run()`, ten times from other threads, after it |
/// | stop() before run() is kept | stop_before_run_is_kept() | twice before, once after |
/// | stop() from ten threads | stop_from_ten_threads() | a hundred times each |
/// | stop() from a signal handler | stop_from_a_signal_handler() | `notify()`, too; `errno` is left alone |
/// | stop() from inside | stop_from_inside() | from `attend()`, on the policy's own thread |
/// | run() returns in time | run_returns_in_time() | with a client that never reads and one that never closes |
/// | what is due is delivered when stopping | what_is_due_is_delivered_when_stopping() | a client that begins to read after `stop()` |
/// | nothing is left | nothing_is_left() | threads and descriptors of this process, before and after |
template <class Policy>
constexpr std::array<promise, 17> promises() {
    return {{
        {"nothing overlaps", nothing_overlaps<Policy>},
        {"bytes keep their order", bytes_keep_their_order<Policy>},
        {"end_of_input() comes once", end_of_input_comes_once<Policy>},
        {"nothing is called after the end", nothing_is_called_after_the_end<Policy>},
        {"who is woken is asked", who_is_woken_is_asked<Policy>},
        {"a deadline is kept in silence", a_deadline_is_kept_in_silence<Policy>},
        {"who stays is served", who_stays_is_served<Policy>},
        {"who is blocked is asked for the deadline", who_is_blocked_is_asked_for_the_deadline<Policy>},
        {"who cannot be served is told", who_cannot_be_served_is_told<Policy>},
        {"notify() is answered", notify_is_answered<Policy>},
        {"stop() before run() is kept", stop_before_run_is_kept<Policy>},
        {"stop() from ten threads", stop_from_ten_threads<Policy>},
        {"stop() from a signal handler", stop_from_a_signal_handler<Policy>},
        {"stop() from inside", stop_from_inside<Policy>},
        {"run() returns in time", run_returns_in_time<Policy>},
        {"what is due is delivered when stopping", what_is_due_is_delivered_when_stopping<Policy>},
        {"nothing is left", nothing_is_left<Policy>},
    }};
}

/// Checks every promise, one after the other, and calls `report(name, story)` for each; the story is empty when it was
/// kept. Gives the number of those that were not. A promise that is broken may leave a thread that nobody can end.
///
/// @snippet examples/tools/own_policy_conforms.cpp policy
///
/// @snippet examples/tools/own_policy_conforms.cpp check
template <class Policy, class Report>
std::size_t check_policy(Report&& report) {
    std::size_t broken = 0;
    for (const promise& one : promises<Policy>()) {
        std::string story;
        try {
            one.check();
        } catch (const std::exception& thrown) {
            story = thrown.what();
        }
        broken += story.empty() ? std::size_t{0} : std::size_t{1};
        report(one.name, story);
    }
    return broken;
}

}  // namespace parley::testing
