#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The policy `epoll_loop`: one thread and `epoll(7)`. Refuses to know what is said.
/// Read next: `concurrency/event_loop.hpp`, which it is: the six questions and their answers are there;
/// `concurrency/pollers/epoll.hpp`, its system calls; `concurrency/kqueue_loop.hpp`, its twin;
/// `session.hpp`, what all policies move bytes for.

#if !__has_include(<sys/epoll.h>)
#error "epoll_loop needs Linux, whose epoll(7) it waits in: on this system take poll_loop instead"
#else
#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/epoll.hpp>

namespace parley {

/// One thread, `epoll(7)`: every turn costs as much as those who are ready.
/// @snippet examples/policies.cpp policies
using epoll_loop = event_loop<epoll_poller>;

static_assert(policy<epoll_loop>);

}  // namespace parley
#endif
