#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a poller is asked about one descriptor, and what it answers. Refuses to know who is behind it.
/// Read next: `concurrency/pollers/poll.hpp`.

#include <concepts>
#include <parley/base/clock.hpp>
#include <parley/net/native.hpp>

namespace parley {

/// One descriptor that is watched. Its owner keeps it in place while the poller knows it.
/// @snippet examples/pollers.cpp poller
struct interest {
    /// Open for as long as it is watched.
    net::native::handle descriptor = net::native::no_handle;
    void* whom = nullptr;  ///< the owner's own business
    bool input = false;    ///< what is asked: can it be read, ...
    bool output = false;   ///< ... can it be written
    int known_as = -1;     ///< the poller's own business; negative while it does not know this
};

/// One answer. A connection that is lost is both, asked or not, so that whoever asked finds out by trying.
/// @snippet examples/pollers.cpp poller
struct readiness {
    void* whom = nullptr;   ///< `interest::whom`
    bool readable = false;  ///< reading, or accepting, would not block
    bool writable = false;  ///< writing would not block
};

/// What the kernel offers for waiting for many descriptors, as `event_loop` wants it. One thread. Level-triggered: who
/// is ready is reported again until the bytes are taken, so nothing is lost when a turn takes only some of them.
///
/// - `watch(interest)`: what it asks holds from now on; may throw.
/// - `forget(interest)`: before its descriptor is closed.
/// - `wait(deadline)`: how many are ready; 0 when time is up or a signal came.
/// - `ready(i)`: one of them, until the next `wait(deadline)`.
///
/// What the compiler cannot see is checked of every poller by `tests/concurrency/pollers_test.cpp`:
///
/// | promise | checked by |
/// |---|---|
/// | it answers what it was asked last, and again until the bytes are taken | "a poller answers what it was asked last ..." |
/// | who was forgotten is not reported, and can be watched anew | "what a poller has forgotten it can be asked anew" |
/// | a connection that is lost is reported, so that whoever asked finds out | "whoever asked finds out that the other end has gone" |
/// | what it cannot watch it refuses by an exception, or reports | "who asks for a descriptor that there is not ..." |
///
/// @snippet examples/pollers.cpp poller
template <class P>
concept poller = std::default_initializable<P> && requires(P& p, interest& watched, time_point deadline, int i) {
    p.watch(watched);
    p.forget(watched);
    { p.wait(deadline) } -> std::convertible_to<int>;
    { p.ready(i) } -> std::same_as<readiness>;
};

}  // namespace parley
