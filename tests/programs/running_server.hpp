#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `chat_server` as a person or a script would start it. Read next: `chat_server_test.cpp`.

#include "terminal/child.hpp"

#include <cstdint>
#include <initializer_list>
#include <parley/testing/conversation.hpp>
#include <string>
#include <utility>
#include <vector>

namespace programs_test {

using terminal_test::child;

inline constexpr terminal_test::streams in_pipes{false, false};

inline std::vector<std::string> command(const char* program, std::initializer_list<std::string> more) {
    std::vector<std::string> all{program};
    all.insert(all.end(), more);
    return all;
}

/// It listens: the first line on its stdout is the address.
struct running_server : child {
    running_server(std::initializer_list<std::string> options, std::vector<std::string> environment = {})
        : child(in_pipes, command(PARLEY_CHAT_SERVER, options), std::move(environment)) {
        REQUIRE_MESSAGE(prints("\n"), "it does not listen: " << err);
    }

    std::string address() const { return out.substr(0, out.find('\n')); }
    std::uint16_t port() const {
        return static_cast<std::uint16_t>(std::stoul(address().substr(address().rfind(':') + 1)));
    }
    std::string port_text() const { return std::to_string(port()); }

    void interrupt(int signal = SIGINT) const { REQUIRE(::kill(pid(), signal) == 0); }
};

inline const std::vector<std::string> every_policy{"one_at_a_time", "thread_per_client", "select_loop", "poll_loop",
                                                   "epoll_loop"};
inline const std::vector<std::string> policies_that_serve_together(every_policy.begin() + 1, every_policy.end());

constexpr std::string_view goodbye = "-- The server is closing; goodbye.";

}  // namespace programs_test
