// SPDX-License-Identifier: MIT

#include <atomic>
#include <cerrno>
#include <csignal>
#include <doctest/doctest.h>
#include <parley/net/doorbell.hpp>
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

TEST_CASE("the two ends of a bell: readable from the first ring until it is silenced") {
    //! [bell]
    const net::native::bell bell = net::native::open_bell();
    REQUIRE(bell.read_end != net::native::no_handle);
    net::native::ring(bell);
    net::native::ring(bell);
    CHECK(ready(bell.read_end, POLLIN, at_once));
    net::native::silence(bell);  // both of them
    CHECK_FALSE(ready(bell.read_end, POLLIN, at_once));
    net::native::close(bell);
    //! [bell]
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
    const auto before = std::signal(SIGTERM, ring_it);
    errno = 123;
    std::raise(SIGTERM);
    CHECK(errno == 123);
    CHECK(rings(bell));
    std::signal(SIGTERM, before);
    rung_by_signal = nullptr;
}

TEST_CASE("a doorbell is not inherited and never blocks") {
    net::doorbell bell;
    CHECK(this_system::is_prepared(bell.native_handle()));
    bell.silence();  // nobody has rung: it would wait here
}
