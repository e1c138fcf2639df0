#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Every policy that this system has, as lists for TEST_CASE_TEMPLATE and by name. All tests share these. Their servers
/// are compiled once, in `every_server.cpp`, which goes with `main.cpp`: it saves two seconds of a file.

#include <doctest/doctest.h>
#include <parley/parley.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace every_policy {

/// What chat_server calls it.
template <class Policy>
inline constexpr std::string_view policy_name = {};

template <class... Policies>
std::vector<std::string> names() {
    return {std::string(policy_name<Policies>)...};
}

}  // namespace every_policy

#define PARLEY_NAMED(policy)                              \
    TYPE_TO_STRING_AS(#policy, parley::policy);           \
    extern template class parley::server<parley::policy>; \
    template <>                                           \
    inline constexpr std::string_view every_policy::policy_name<parley::policy> = #policy

PARLEY_NAMED(one_at_a_time);
PARLEY_NAMED(thread_per_client);
PARLEY_NAMED(select_loop);
PARLEY_NAMED(poll_loop);
#if __has_include(<sys/epoll.h>)
PARLEY_NAMED(epoll_loop);
#define PARLEY_AND_EPOLL , parley::epoll_loop
#else
#define PARLEY_AND_EPOLL
#endif
#if __has_include(<sys/event.h>)
PARLEY_NAMED(kqueue_loop);
#define PARLEY_AND_KQUEUE , parley::kqueue_loop
#else
#define PARLEY_AND_KQUEUE
#endif

#define EVENT_LOOPS parley::poll_loop PARLEY_AND_EPOLL PARLEY_AND_KQUEUE
#define POLICIES_THAT_SERVE_TOGETHER parley::thread_per_client, parley::select_loop, EVENT_LOOPS
#define EVERY_POLICY parley::one_at_a_time, POLICIES_THAT_SERVE_TOGETHER
