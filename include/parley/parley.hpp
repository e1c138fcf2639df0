#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Everything that a server or a client needs, in one include. (Benchmarks, the testing kit and traces are included by
/// name.) Read next: `server.hpp`; `client.hpp`, the other end; `bench/comparison.hpp`, what each model costs.

#include <parley/client.hpp>
#include <parley/concurrency/one_at_a_time.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/observe/console.hpp>
#include <parley/server.hpp>
#include <parley/version.hpp>
#if __has_include(<sys/epoll.h>)
#include <parley/concurrency/epoll_loop.hpp>
#endif
#if __has_include(<sys/event.h>)
#include <parley/concurrency/kqueue_loop.hpp>
#endif
