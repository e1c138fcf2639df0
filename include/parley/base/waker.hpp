#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How a session says "I have something to send now": the one call that goes from the chat to the policy.
/// Refuses to know what waking means; each policy says that.
/// Read next: `concurrency/one_at_a_time.hpp`, the simplest policy.

#include <parley/base/cpp20.hpp>

namespace parley {

/// What a policy hands to each session it opens. Waking twice is the same as waking once.
/// @snippet examples/session.cpp waker
class waker {
public:
    /// "Ask my session for `pending()` and `deadline()` soon." May be called by whoever speaks, with the chat locked,
    /// so it never waits, never throws and takes no lock but that of the policy's own list.
    virtual void wake() noexcept = 0;

protected:
    /// @{ For what inherits it: nobody deletes a client through its waker.
    waker() = default;
    waker(const waker&) = default;
    waker& operator=(const waker&) = default;
    ~waker() = default;
    /// @}
};

}  // namespace parley
