#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Chooses the cheapest way of waiting for thousands that this system offers: the load must not be the bottleneck.
/// Read next: `concurrency/pollers/interest.hpp`.

#if __has_include(<sys/epoll.h>)
#include <parley/concurrency/pollers/epoll.hpp>
namespace parley::bench::native {
using poller = epoll_poller;  ///< Linux's: costs nothing for those who are silent
}
#elif __has_include(<sys/event.h>)
#include <parley/concurrency/pollers/kqueue.hpp>
namespace parley::bench::native {
using poller = kqueue_poller;  ///< the same of macOS and the BSDs
}
#else
#include <parley/concurrency/pollers/poll.hpp>
namespace parley::bench::native {
using poller = poll_poller;  ///< what every POSIX system has
}
#endif
