// SPDX-License-Identifier: MIT

// The concurrency model is one word: the same evening under each of them.

#include <cstdio>
#include <parley/parley.hpp>
#include <string>

//! [policies]
template <class Policy>
std::string evening() {
    parley::server<Policy> server({.port = 0});
    server.start();
    parley::client ann({.port = server.port()});
    for (const char* line : {"ann", "hello", "/quit"}) ann.send_line(line);
    std::string heard;
    while (const auto line = ann.read_line()) heard += *line + "\n";
    return heard;  // ~server() stops it
}

int main() {
    const std::string heard = evening<parley::thread_per_client>();
    std::printf("%s", heard.c_str());
    bool same = evening<parley::one_at_a_time>() == heard && evening<parley::select_loop>() == heard &&
                evening<parley::poll_loop>() == heard;
#if __has_include(<sys/epoll.h>)
    same = same && evening<parley::epoll_loop>() == heard;
#endif
#if __has_include(<sys/event.h>)
    same = same && evening<parley::kqueue_loop>() == heard;
#endif
    std::printf("%s\n", same ? "the same under every policy" : "it depends on the policy");

    // Prints:
    // 'ann' has just connected to the chat room!
    // You are now connected!
    // ann: hello
    // the same under every policy
}
//! [policies]
