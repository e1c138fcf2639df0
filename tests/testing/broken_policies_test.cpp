// SPDX-License-Identifier: MIT

/// @file
/// Each promise of a policy can be broken, and the conformance tests find it out: they can fail.

#include "broken_policies.hpp"

#include <doctest/doctest.h>
#include <parley/testing/conformance.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace parley::testing;

/// What a policy with this fault makes of the promise of that name.
template <class Fault>
std::string story_of(std::string_view name, parley::milliseconds patient) {
    const Fault fault{};
    broken::chosen = &fault;
    const parley::milliseconds before = std::exchange(patience, patient);
    std::string story = "there is no such promise";
    for (const promise& one : promises<broken::policy>()) {
        if (one.name != name) continue;
        story = "it was kept";
        try {
            one.check();
        } catch (const broken_promise& broken) {
            story = broken.what();
        }
    }
    patience = before;
    broken::chosen = &broken::none;
    return story;
}

/// It is not kept, and the story says why. What does not come is not waited for long, unless a slow machine needs it.
template <class Fault>
void expect_broken(std::string_view name, std::string_view reason) {
    std::string story;
    for (const int patient : {300, 3'000, 20'000}) {
        story = story_of<Fault>(name, parley::milliseconds(patient));
        if (story.find(reason) != story.npos) return;
    }
    FAIL_CHECK(std::string(name) << ": expected " << std::string(reason) << "\n" << story);
}

}  // namespace

TEST_CASE("what bends nothing keeps all promises") {
    CHECK(check_policy<broken::policy>([](std::string_view, const std::string& story) { CHECK(story == ""); }) == 0);
}

TEST_CASE("a policy that moves bytes badly is found out") {
    expect_broken<broken::two_receivers>("nothing overlaps",
                                         "receive() was called during receive() of one session, on another thread");
    expect_broken<broken::two_pairs>("nothing overlaps", "pending() was called between pending() and sent()");
    expect_broken<broken::boasting>("who is blocked is asked for the deadline", "promised: ");
    expect_broken<broken::forgetful>("bytes keep their order", "what was said is heard: whole, once, in order");
}

TEST_CASE("a policy that ends sessions badly is found out") {
    expect_broken<broken::no_end>("end_of_input() comes once", "end_of_input() was called 0 times");
    expect_broken<broken::two_ends>("end_of_input() comes once", "end_of_input() was called 2 times");
    expect_broken<broken::talks_to_the_dead>("nothing is called after the end",
                                             "receive() was called after the session had ended");
    expect_broken<broken::keeps_sessions>("stop() from inside", "every session has ended when run() returns");
}

TEST_CASE("what usually lies behind a broken promise is told") {
    expect_broken<broken::keeps_sessions>("end_of_input() comes once",
                                          "likely causes:\n  - a list of sessions that were woken is not emptied");
    expect_broken<broken::empty_run>("bytes keep their order", "  - run() returned before stop(): ");
    expect_broken<broken::empty_run>("notify() is answered", "likely causes:\n  - run() returned before stop(): ");
}

TEST_CASE("a policy that does not wake or refuse is found out") {
    expect_broken<broken::asleep>("who is woken is asked", "expected: client hears next \"news\\n\"");
    expect_broken<broken::sleeps_too_long>("a deadline is kept in silence",
                                           "expected: client hears next \"expired\\n\"");
    expect_broken<broken::loses_sight>("who stays is served", "hears next \"hello\\n\"");
    expect_broken<broken::blocked_forgotten>("who is blocked is asked for the deadline",
                                             "asked for deadline(), then expire() called");
    expect_broken<broken::silent_refusal>("who cannot be served is told",
                                          "expected: too many hears next \"no room\\n\"");
    expect_broken<broken::deaf>("notify() is answered", "attend() is called soon");
}

TEST_CASE("a policy that does not stop well is found out") {
    expect_broken<broken::forgets_early_stop>("stop() before run() is kept", "run() returns after stop()");
    expect_broken<broken::shy>("stop() from ten threads", "run() returns after stop()");
    expect_broken<broken::stubborn>("stop() from inside", "run() returns after stop()");
    expect_broken<broken::careless_in_handlers>("stop() from a signal handler", "stop() leaves errno alone");
    expect_broken<broken::endless>("run() returns in time", "run() returns after stop()");
    expect_broken<broken::abrupt>("what is due is delivered when stopping", "expected: client ");
}

TEST_CASE("a policy that leaves something behind is found out") {
    expect_broken<broken::miscounts>("nothing is left", "threads() is what it was");
    const footprint here;  // nothing where the system does not tell
    if (here.descriptors != 0) expect_broken<broken::leaks_a_descriptor>("nothing is left", "descriptors: ");
    if (here.threads != 0) expect_broken<broken::leaks_a_thread>("nothing is left", "threads: ");
}
