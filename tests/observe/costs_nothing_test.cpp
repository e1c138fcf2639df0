// SPDX-License-Identifier: MIT

/// @file
/// Who does not measure pays nothing: nothing of a span is left that could cost something. (That the machine code is the
/// same follows: the types are.)

#include <doctest/doctest.h>
#include <mutex>
#include <parley/observe/trace.hpp>
#include <parley/parley.hpp>
#include <type_traits>

using namespace parley;

namespace {

template <class Observer, class Mutex = std::mutex>
using application_of = chat_application<Mutex, Observer>;

template <class Observer>
constexpr bool costs_nothing() {
    using app = application_of<Observer>;
    using span = observe::span<app>;
    return std::is_same_v<span, observe::no_span> && std::is_same_v<typename app::mutex_type, std::mutex> &&
           std::is_same_v<typename app::outbox_mutex_type, std::mutex> &&
           std::is_same_v<decltype(app::lobby), chat::lobby<typename app::session_type, std::mutex>>;
}

//! [no_span]
/// A span that did anything could not be used in a constant.
constexpr int between_spans(int value) {
    const observe::span<application_of<observe::none>> span(observe::activity::waiting);
    return value + 1;
}
//! [no_span]

}  // namespace

static_assert(costs_nothing<observe::none>());
static_assert(costs_nothing<observe::console>());
static_assert(!costs_nothing<observe::trace<>>());
static_assert(!costs_nothing<observe::trace<observe::console>>());
static_assert(between_spans(1) == 2);
static_assert(std::is_empty_v<observe::no_span> && std::is_trivially_copyable_v<observe::no_span>);
//! [span_under]
static_assert(std::is_same_v<observe::span<archetype::application>, observe::no_span>);  // an application of your own
static_assert(std::is_same_v<observe::span<application_of<observe::none>>, observe::no_span>);
static_assert(std::is_same_v<observe::span<application_of<observe::trace<>>>, observe::trace_span>);
//! [span_under]

//! [locks_under]
static_assert(std::is_same_v<observe::locks_under<observe::none, std::mutex>::chat, std::mutex>);
static_assert(std::is_same_v<observe::locks_under<observe::trace<>, std::mutex>::chat,
                             observe::trace_chat_lock<std::mutex>>);
static_assert(std::is_same_v<observe::locks_under<observe::trace<>, std::mutex>::outbox,
                             observe::trace_lock<std::mutex>>);
//! [locks_under]

TEST_CASE("a server that is not traced records nothing, even while something is recorded") {
    const observe::recording recorded;
    {
        server<select_loop> served({.port = 0});
        served.start();
    }
    CHECK(recorded.read("").lanes.empty());
}
