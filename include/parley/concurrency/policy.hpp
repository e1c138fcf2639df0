#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The seam of the library: what a policy (a concurrency model) needs of an application, and the other way round.
/// Bytes go in, bytes come out; a policy only moves them. Refuses to know sockets in detail and chat at all.
/// Read next: `base/clock.hpp` and `base/waker.hpp`, then the simplest policy; `session.hpp`, what bytes are moved for;
/// `testing/conformance.hpp`, whether a policy keeps its promises.

#include <concepts>
#include <cstddef>
#include <parley/base/clock.hpp>
#include <parley/base/waker.hpp>
#include <parley/net/listener.hpp>
#include <span>
#include <string_view>

namespace parley {

/// One conversation, without sockets and threads. Opening is the constructor (`application::open()`).
///
/// One `receive(bytes)`, `end_of_input()` or `expire(now)` at a time for a session, and one pair of `pending()` and
/// `sent()` at a time; the first group and the second may overlap. What one session receives may become pending in
/// others: their wakers say so (`base/waker.hpp`).
///
/// - `receive(bytes)`: the peer said this.
/// - `end_of_input()`: it will say no more: it half-closed, or the connection is lost.
/// - `pending(views)`: tell it this next: texts, put into the caller's `views`, that stay valid until `sent()`.
/// - `sent(count)`: it was told so much of that; the kernel had no room for the rest.
/// - `finished()`: nothing more will be queued: close when nothing is pending, or when the deadline passes.
/// - `deadline()`: `expire(now)`, its own turn, wants to be called then.
///
/// What the compiler cannot see, and what checks it of the chat's session:
///
/// | promise | checked by |
/// |---|---|
/// | however the bytes are cut, what comes out is the same | `tests/session/splits_test.cpp` |
/// | what `pending()` has shown stays as it is until `sent()`, whatever happens meanwhile | "drop() between pending() and sent() leaves the texts that are being sent alone" in `tests/base/delivery_test.cpp` |
/// | what `sent()` does not count is pending again | "what is told becomes pending, in order, until it is sent" in `tests/base/delivery_test.cpp` |
/// | its waker is called when something has become pending, when it wants its turn at once or, in another's turn, earlier than it said before, and when it finishes in another's turn; more often does no harm | "who is told is woken once ..." and "make_due() asks for a turn now ..." in `tests/base/delivery_test.cpp` |
/// | once it has finished, nothing is queued any more | "after finish() what waits is delivered and nothing more is taken" in `tests/base/delivery_test.cpp` |
/// | it is not due any more after `expire()`: the policy would spin | `tests/session/deadlines_test.cpp`, `tests/session/slow_reader_test.cpp` |
/// | no call waits or throws: without memory, it finishes | `tests/session/out_of_memory_test.cpp` |
///
/// @snippet examples/application.cpp session
template <class S>
concept session = requires(S& s, const S& looked_at, std::string_view bytes, std::span<std::string_view> views,
                           std::size_t count, time_point now) {
    { s.receive(bytes) } noexcept;
    { s.end_of_input() } noexcept;
    { s.pending(views) } noexcept -> std::convertible_to<std::span<const std::string_view>>;
    { s.sent(count) } noexcept;
    { looked_at.finished() } noexcept -> std::convertible_to<bool>;
    { looked_at.deadline() } noexcept -> std::convertible_to<time_point>;
    { s.expire(now) } noexcept;
};

/// Who opens sessions: the chat, or an application of your own. Called from one thread at a time.
///
/// - `open(waker, address)`: a new client; when it throws, that client is refused.
/// - `full()`: there is no room for one more.
/// - `refusal()`: what to tell somebody who is refused; `refused()`: somebody is, and is counted before they hear it.
/// - `attend()`: there may be news from foreign threads.
/// - `closing`: stop was asked. All are told; the policy has to be done by the instant that it gives.
///
/// What the compiler cannot see, and what checks it of the chat:
///
/// | promise | checked by |
/// |---|---|
/// | `open()` gives a session or throws: that client is refused, and nobody else notices | "no memory for a new client ..." in `tests/session/out_of_memory_test.cpp` |
/// | `full()` counts the sessions that exist | "the client limit: full while ..." in `tests/session/application_test.cpp` |
/// | `attend()` without news does nothing; with news it goes by their order | "errands are done in the order ..." in `tests/session/application_test.cpp` |
/// | once it has closed, every session is finished, with its last words queued | "closing: everybody is told ..." and those after it in `tests/session/application_test.cpp` |
/// | it lives longer than its sessions: `run()` ends them all before it returns | every testing::promises() of a policy: "every session has ended when run() returns" |
///
/// @snippet examples/application.cpp application
template <class A>
concept application = requires(A& a, waker& w, const net::address& from) {
    { a.open(w, from) } -> session;
    { a.full() } noexcept -> std::convertible_to<bool>;
    { a.refusal() } noexcept -> std::convertible_to<std::string_view>;
    { a.refused() } noexcept;
    { a.attend() } noexcept;
    { a.closing() } noexcept -> std::convertible_to<time_point>;
};

/// Stand-ins that a policy is checked against. Of the application there are two, which have nothing to do with each
/// other: a `run()` that is no template may take one of them, never both.
namespace archetype {
/// Hears everything, says nothing.
/// @snippet concurrency/quiet_end_test.cpp archetype
struct session {
    /// @{ What the concept asks.
    void receive(std::string_view) noexcept {}
    void end_of_input() noexcept {}
    std::span<const std::string_view> pending(std::span<std::string_view>) noexcept { return {}; }
    void sent(std::size_t) noexcept {}
    bool finished() const noexcept { return true; }
    time_point deadline() const noexcept { return never; }
    void expire(time_point) noexcept {}
    /// @}
};
/// Has room for everybody and no news.
/// @snippet concurrency/quiet_end_test.cpp archetype
template <int Number>
struct numbered_application {
    /// @{ What the concept asks.
    session open(waker&, const net::address&) { return {}; }
    bool full() const noexcept { return false; }
    std::string_view refusal() const noexcept { return {}; }
    void refused() noexcept {}
    void attend() noexcept {}
    time_point closing() noexcept { return never; }
    /// @}
};
using application = numbered_application<0>;          ///< the one, ...
using another_application = numbered_application<1>;  ///< ... and the other
}  // namespace archetype

static_assert(session<archetype::session> && application<archetype::application>);

/// What a policy's lock is like: *BasicLockable* of the standard, made without arguments. Who has it excludes all other
/// threads that are in sessions: `null_mutex` promises it where there are none.
template <class M>
concept lockable = std::default_initializable<M> && requires(M& m) { m.lock(); m.unlock(); };

/// A concurrency model: one way of waiting for many conversations.
///
/// - `mutex_type`: the chat's lock; `null_mutex` if one thread does everything.
/// - `run(listener, app)`: serves any application at any listener, in this thread, until `stop()`.
/// - `stop()`: nobody is let in or heard any more, and `run()` returns; `notify()`: `app.attend()` is called soon.
/// - `threads()`: how many it uses at this moment; `serves_together`: several clients at once? Tests ask.
///
/// What a concept cannot say is promised here. What is checked by `testing::` is in `testing/conformance.hpp`, through
/// which any policy can be run; the one row that is not, by a test of the policies that come along.
///
/// | promise | what breaks without it | checked by |
/// |---|---|---|
/// | `receive(bytes)`, `end_of_input()`, `expire(now)` of one session never overlap, nor two pairs of `pending()`/`sent()` | torn lines, doubled texts | testing::nothing_overlaps() |
/// | what the peer says is received whole, once and in order; what is pending is sent so | lost, doubled, swapped lines | testing::bytes_keep_their_order() |
/// | `end_of_input()` is called once before a session is destroyed | a room with a member that is gone | testing::end_of_input_comes_once() |
/// | once a session has finished and nothing was pending, only `end_of_input()`, `finished()` and `deadline()` are called on it | somebody who is gone says or hears something | testing::nothing_is_called_after_the_end() |
/// | who was woken is soon asked for `pending()` and `deadline()`, even if its kernel buffer is full | a stalled client pins memory | testing::who_is_woken_is_asked(), testing::who_is_blocked_is_asked_for_the_deadline() |
/// | a deadline comes on time, also when there is no other news, and when it was set in the session's own turn | a login limit that never ends | testing::a_deadline_is_kept_in_silence(), `tests/concurrency/quiet_end_test.cpp` |
/// | who comes and goes changes nothing for those who stay | somebody whom the loop has lost sight of | testing::who_stays_is_served() |
/// | a client that cannot be served is told `refusal()`, and those inside do not notice | a silent hang, a crash at the limit | testing::who_cannot_be_served_is_told() |
/// | `stop()` and `notify()` work from any thread and any signal handler, before, during and after `run()`, any number of times | a server that cannot be stopped | testing::notify_is_answered(), testing::stop_before_run_is_kept(), testing::stop_from_ten_threads(), testing::stop_from_a_signal_handler(), testing::stop_from_inside() |
/// | what was pending when the application closed is sent, as far as there is time | the last words are lost | testing::what_is_due_is_delivered_when_stopping() |
/// | who finishes in its own turn is told the rest and let go, although it wakes nobody | a loop that spins | `tests/concurrency/quiet_end_test.cpp` |
/// | `run()` returns by the instant that the application gave when it closed; every session, thread and descriptor it made has ended then | a leak at each start | testing::run_returns_in_time(), testing::nothing_is_left() |
///
/// @snippet examples/own_policy.cpp policy
template <class P>
concept policy = std::default_initializable<P> && lockable<typename P::mutex_type> &&
                 requires(P& p, const P& looked_at, net::listener& l, archetype::application& a,
                          archetype::another_application& b) {
                     { p.run(l, a) } -> std::same_as<void>;
                     { p.run(l, b) } -> std::same_as<void>;
                     { p.stop() } noexcept -> std::same_as<void>;
                     { p.notify() } noexcept -> std::same_as<void>;
                     { looked_at.threads() } noexcept -> std::convertible_to<std::size_t>;
                     { P::serves_together } -> std::convertible_to<bool>;
                 };

/// Fails to compile with one plain sentence for each rule of `policy` that `P` breaks. True otherwise.
/// @snippet examples/own_policy.cpp policy
template <class P>
consteval bool explain_policy() {
    static_assert(std::default_initializable<P>, "A policy needs a default constructor: a server makes its own.");
    static_assert(requires { typename P::mutex_type; },
                  "A policy names its lock: `using mutex_type = std::mutex;`, or `parley::null_mutex` if everything "
                  "runs on one thread.");
    static_assert(requires { requires lockable<typename P::mutex_type>; },
                  "A policy's `mutex_type` needs a default constructor, lock() and unlock().");
    static_assert(requires(P& p, net::listener& l, archetype::application& a, archetype::another_application& b) {
                      { p.run(l, a) } -> std::same_as<void>;
                      { p.run(l, b) } -> std::same_as<void>;
                  },
                  "A policy needs `template <class Listener, class App> void run(Listener& listener, App& app)`.");
    static_assert(requires(P& p) { { p.stop() } noexcept -> std::same_as<void>; },
                  "A policy needs `void stop() noexcept`: set a lock-free flag and ring a doorbell.");
    static_assert(requires(P& p) { { p.notify() } noexcept -> std::same_as<void>; },
                  "A policy needs `void notify() noexcept`: make the thread in run() call `app.attend()` soon.");
    static_assert(requires(const P& p) { { p.threads() } noexcept -> std::convertible_to<std::size_t>; },
                  "A policy needs `std::size_t threads() const noexcept`: how many threads it uses at this moment.");
    static_assert(requires { { P::serves_together } -> std::convertible_to<bool>; },
                  "A policy says whether it serves several clients at once (tests ask): `static constexpr bool "
                  "serves_together = true;`.");
    static_assert(policy<P>, "A policy breaks a rule of the concept `policy` (concurrency/policy.hpp).");
    return true;
}

}  // namespace parley
