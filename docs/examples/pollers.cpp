// SPDX-License-Identifier: MIT

// A thread sleeps in a poller until another thread has left something for it and rings: any poller will do.

#include <cstdio>
#include <parley/base/mailbox.hpp>
#include <parley/concurrency/pollers/poll.hpp>
#include <parley/net/doorbell.hpp>
#include <string>
#include <thread>
#if __has_include(<sys/epoll.h>)
#include <parley/concurrency/pollers/epoll.hpp>
#endif
#if __has_include(<sys/event.h>)
#include <parley/concurrency/pollers/kqueue.hpp>
#endif

//! [poller]
template <parley::poller Poller>
std::string errand_for_a_sleeper() {
    parley::mailbox<std::string> errands;
    parley::net::doorbell doorbell;
    std::thread other([&] { errands.put("tea!"), doorbell.ring(); });  // first the errand, then the bell

    Poller poller;
    parley::interest bell{doorbell.native_handle(), &doorbell};
    bell.input = true;
    poller.watch(bell);
    while (poller.wait(parley::never) == 0) {}  // 0: a signal came
    const parley::readiness found = poller.ready(0);
    poller.forget(bell);

    doorbell.silence();  // first silence, then look: a ring that comes later wakes again
    const std::string errand = errands.take().front();
    other.join();
    return found.whom == &doorbell && found.readable ? "the bell says: " + errand : "somebody else says: " + errand;
}

int main() {
    const std::string said = errand_for_a_sleeper<parley::poll_poller>();
#if __has_include(<sys/epoll.h>)
    if (errand_for_a_sleeper<parley::epoll_poller>() != said) return 1;
#endif
#if __has_include(<sys/event.h>)
    if (errand_for_a_sleeper<parley::kqueue_poller>() != said) return 1;
#endif
    std::printf("%s\n", said.c_str());

    // Prints:
    // the bell says: tea!
}
//! [poller]
