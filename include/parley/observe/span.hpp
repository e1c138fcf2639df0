#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Where a policy and a session say what their thread is doing, for an observer that wants to know how long it took.
/// For every other observer a span is nothing, and the compiler leaves nothing of it.
/// Refuses to know clocks and pictures. Read next: `observe/trace.hpp`, the observer that wants to know.

#include <cstddef>

namespace parley::observe {

/// What a thread can be seen doing. When it is doing none of these, nothing is recorded.
enum class activity : unsigned char {
    waiting,    ///< in the kernel, for a client, a deadline or the doorbell
    accepting,  ///< letting somebody in
    reading,    ///< taking from the kernel what a client sent
    decoding,   ///< a session's turn: finding out what was said, and doing it
    locking,    ///< waiting for a lock that another thread holds
    appending,  ///< holding the chat's lock: telling members something, or looking around among them
    writing     ///< giving the kernel what is for a client
};

inline constexpr std::size_t activity_count = 7;  ///< how many they are

/// An observer that wants to know how long things take. `Observer::span` is made when an activity begins and ends with
/// it. `chat_lock<M>` and `outbox_lock<M>` are locks like the policy's lock `M`, used in its place: they exclude as it
/// does (`tests/observe/trace_lock_test.cpp`). Spans of a thread lie side by side or one within the other
/// (`tests/observe/traced_server_test.cpp`).
///
/// @snippet examples/trace.cpp trace
template <class Observer>
concept measuring = requires { typename Observer::span; };

/// The span of those who do not measure.
/// @snippet observe/costs_nothing_test.cpp no_span
struct [[maybe_unused]] no_span {
    /// Does nothing.
    constexpr explicit no_span(activity /*what*/) noexcept {}
};

/// What follows from an observer; here, from one that does not measure: the locks are the policy's own.
/// @snippet observe/costs_nothing_test.cpp locks_under
template <class Observer, class Mutex>
struct locks_under {
    using chat = Mutex;    ///< around names, rooms and telling
    using outbox = Mutex;  ///< around one client's outbox
};
/// With one that measures they are its own.
/// @snippet observe/costs_nothing_test.cpp locks_under
template <measuring Observer, class Mutex>
struct locks_under<Observer, Mutex> {
    using chat = typename Observer::template chat_lock<Mutex>;      ///< around names, rooms and telling
    using outbox = typename Observer::template outbox_lock<Mutex>;  ///< around one client's outbox
};

/// Which span an application's observer wants: none, ...
/// @snippet observe/costs_nothing_test.cpp span_under
template <class App>
struct span_under {
    using type = no_span;  ///< of which nothing is left
};
/// ... or its own.
/// @snippet observe/costs_nothing_test.cpp span_under
template <class App>
    requires measuring<typename App::observer_type>
struct span_under<App> {
    using type = typename App::observer_type::span;  ///< from its beginning to its end
};

/// An activity of this thread, for as long as the object lives; `App` knows the observer:
/// `const observe::span<App> span(observe::activity::waiting);`
/// Spans of a thread lie side by side or one within the other.
template <class App>
using span = typename span_under<App>::type;

}  // namespace parley::observe
