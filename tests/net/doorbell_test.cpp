// SPDX-License-Identifier: MIT

#include <atomic>
#include <cerrno>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <parley/net/doorbell.hpp>
#include <parley/net/tcp.hpp>
#include <thread>
#include <vector>

#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;

namespace {

bool rings(const net::doorbell& bell) { return readable(bell, at_once); }

net::doorbell* rung_by_signal = nullptr;
extern "C" void ring_it(int) { rung_by_signal->ring(); }

}  // namespace

TEST_CASE("a doorbell rings until it is silenced, however often it was rung") {
    net::doorbell bell;
    CHECK_FALSE(rings(bell));
    for (int round = 0; round != 3; ++round) {
        bell.ring();
        CHECK(rings(bell));
        CHECK(rings(bell));
        for (int i = 0; i != 100; ++i) bell.ring();
        bell.silence();
        CHECK_FALSE(rings(bell));
        bell.silence();
        CHECK_FALSE(rings(bell));
    }
}

TEST_CASE("ringing wakes a sleeper") {
    net::doorbell bell;
    std::thread ringer([&] { bell.ring(); });
    CHECK(readable(bell));
    ringer.join();
}

TEST_CASE("no ring is lost: what was set before it is seen after silencing") {
    constexpr int threads = 4, each = 2'000;
    net::doorbell bell;
    std::atomic<int> said{0};
    std::vector<std::thread> ringers;
    for (int i = 0; i != threads; ++i)
        ringers.emplace_back([&] {
            for (int k = 0; k != each; ++k) {
                said.fetch_add(1, std::memory_order_relaxed);  // the bell alone has to carry the news
                bell.ring();
            }
        });
    int heard = 0;
    while (heard != threads * each) {
        REQUIRE_MESSAGE(readable(bell), "a ring was lost after " << heard);
        bell.silence();
        heard = said.load(std::memory_order_relaxed);
    }
    for (std::thread& one : ringers) one.join();
}

TEST_CASE("a signal handler may ring, and errno is left alone") {
    net::doorbell bell;
    rung_by_signal = &bell;
    struct sigaction action {}, before {};
    action.sa_handler = ring_it;
    REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
    errno = 123;
    ::raise(SIGUSR1);
    CHECK(errno == 123);
    CHECK(rings(bell));
    ::sigaction(SIGUSR1, &before, nullptr);
    rung_by_signal = nullptr;
}

TEST_CASE("a doorbell is not inherited and never blocks") {
    net::doorbell bell;
    CHECK((::fcntl(bell.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((::fcntl(bell.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
    bell.silence();  // nobody has rung: it would wait here
}

TEST_CASE("without a descriptor there is no doorbell, and that is told") {
    // UndefinedBehaviorSanitizer needs a descriptor when it meets the first exception of a type: let it be this one.
    CHECK(failure_of([] { net::listen_tcp("no address", 0, 1); }) != "it did not fail");
    const no_descriptors shortage;
    CHECK(failure_of([] { const net::doorbell bell; }) == "open a doorbell: Too many open files; raise `ulimit -n`");
}
