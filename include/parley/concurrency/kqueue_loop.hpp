#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The policy `kqueue_loop`: one thread and `kqueue(2)`. Refuses to know what is said.
/// Read next: `concurrency/event_loop.hpp`, which it is: the six questions and their answers are there;
/// `concurrency/pollers/kqueue.hpp`, its system calls; `concurrency/epoll_loop.hpp`, its twin on Linux.

#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/kqueue.hpp>

namespace parley {

/// One thread, `kqueue(2)`: every turn costs as much as those who are ready.
/// @snippet examples/policies.cpp policies
using kqueue_loop = event_loop<kqueue_poller>;

static_assert(policy<kqueue_loop>);

}  // namespace parley
