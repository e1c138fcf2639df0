// SPDX-License-Identifier: MIT

/// @file
/// The server under every policy, compiled once for all test programs.

#include "every_policy.hpp"

template class parley::server<parley::one_at_a_time>;
template class parley::server<parley::thread_per_client>;
template class parley::server<parley::select_loop>;
template class parley::server<parley::poll_loop>;
#if __has_include(<sys/epoll.h>)
template class parley::server<parley::epoll_loop>;
#endif
#if __has_include(<sys/event.h>)
template class parley::server<parley::kqueue_loop>;
#endif
