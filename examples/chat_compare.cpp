// SPDX-License-Identifier: MIT

/// @file
/// Compares the concurrency models on your own machine: `chat_compare --help`. A model of your own is one more line.

#include <parley/bench/comparison.hpp>
#include <parley/parley.hpp>

int main(int count, char** values) {
    parley::bench::comparison models;
    models.add<parley::thread_per_client>("thread_per_client", "a thread for each client");
    models.add<parley::select_loop>("select_loop", "one thread, select(): up to 1,024 descriptors");
    models.add<parley::poll_loop>("poll_loop", "one thread, poll()");
#if __has_include(<sys/epoll.h>)
    models.add<parley::epoll_loop>("epoll_loop", "one thread, epoll: thousands of clients");
#endif
#if __has_include(<sys/event.h>)
    models.add<parley::kqueue_loop>("kqueue_loop", "one thread, kqueue: thousands of clients");
#endif
    return models.run(count, values);
}
