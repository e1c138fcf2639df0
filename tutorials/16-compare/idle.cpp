// SPDX-License-Identifier: MIT
// Chapter 16: what it costs to ask for one who is ready, among many who are silent.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <sys/select.h>
#include <unistd.h>
#include <vector>
#if __has_include(<sys/epoll.h>)
#include <sys/epoll.h>
#endif

namespace {

/// So many descriptors at which nothing ever happens, and a last one that is always ready.
std::vector<int> silent_but_one(int silent) {
    int quiet[2], ready[2];
    if (::pipe(quiet) != 0 || ::pipe(ready) != 0 || ::write(ready[1], "", 1) != 1) std::abort();
    std::vector<int> all;
    for (int i = 0; i != silent; ++i) all.push_back(::dup(quiet[0]));
    all.push_back(ready[0]);
    if (all[0] < 0 || all[all.size() - 2] < 0) std::abort();  // ulimit -n
    return all;
}

/// Nanoseconds for one turn, on average.
template <class Turn>
void measure(const char* name, const Turn& turn) {
    constexpr int turns = 2000;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i != turns; ++i)
        if (turn() != 1) std::abort();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    std::printf("  %s %.0f ns", name, took.count() / turns);
}

void measure_select(const std::vector<int>& all) {
    measure("select", [&] {
        fd_set readable;
        FD_ZERO(&readable);
        for (const int one : all) FD_SET(one, &readable);
        return ::select(FD_SETSIZE, &readable, nullptr, nullptr, nullptr);
    });
}

void measure_poll(const std::vector<int>& all) {
    std::vector<pollfd> asked;  // kept: it is not written anew each time
    for (const int one : all) asked.push_back({one, POLLIN, 0});
    measure("poll", [&] { return ::poll(asked.data(), static_cast<nfds_t>(asked.size()), -1); });
}

#if __has_include(<sys/epoll.h>)
void measure_epoll(const std::vector<int>& all) {
    const int epoll = ::epoll_create1(0);  // the kernel keeps the question
    for (const int one : all) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = one;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, one, &event);
    }
    epoll_event answers[64];
    measure("epoll", [&] { return ::epoll_wait(epoll, answers, 64, -1); });
    ::close(epoll);
}
#else
void measure_epoll(const std::vector<int>&) {}
#endif

}  // namespace

int main() {
    for (const int silent : {10, 100, 900}) {
        const std::vector<int> all = silent_but_one(silent);
        std::printf("%d silent:", silent);
        measure_select(all);
        measure_poll(all);
        measure_epoll(all);
        std::printf("\n");
        for (const int one : all) ::close(one);
    }
}
