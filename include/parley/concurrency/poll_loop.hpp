#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The policy `poll_loop`: one thread and `poll(2)`. Refuses to know what is said.
/// Read next: `concurrency/event_loop.hpp`, which it is: the six questions and their answers are there;
/// `concurrency/pollers/poll.hpp`, its system call; `concurrency/epoll_loop.hpp`, its twin.

#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/poll.hpp>

namespace parley {

/// One thread, `poll(2)`: any descriptor, every turn costs as much as all clients together.
/// @snippet examples/policies.cpp policies
using poll_loop = event_loop<poll_poller>;

static_assert(policy<poll_loop>);

}  // namespace parley
