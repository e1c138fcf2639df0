// SPDX-License-Identifier: MIT
// Chapter 16: chat_compare, with the model of exercise 16 as one more row: `compare --quick`.

#include "my_poller.hpp"

#include <parley/bench/comparison.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#if __has_include(<sys/epoll.h>)
#include <parley/concurrency/epoll_loop.hpp>
#endif

int main(int count, char** values) {
    parley::bench::comparison models;
    models.add<parley::thread_per_client>("thread_per_client", "a thread for each client");
    models.add<parley::select_loop>("select_loop", "one thread, select()");
#if __has_include(<sys/epoll.h>)
    models.add<parley::epoll_loop>("epoll_loop", "one thread, epoll");
#endif
    models.add<my_policy>("mine", "one thread, poll(), written by me");
    return models.run(count, values);
}
