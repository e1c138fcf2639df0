// SPDX-License-Identifier: MIT

// Something that runs once and can be waited for; threads that come and go, and are joined.

#include <atomic>
#include <cstdio>
#include <list>
#include <memory>
#include <parley/background.hpp>
#include <parley/concurrency/thread_roster.hpp>
#include <parley/concurrency/threading.hpp>
#include <stdexcept>

//! [roster]
struct worker {  // what a roster needs of a client
    parley::threading::doorbell doorbell;
    parley::threading::thread thread;
    std::list<std::shared_ptr<worker>>::iterator place;
};

void wait_for(parley::net::doorbell& bell) {
    parley::net::native::poll_entry entry{bell.native_handle(), POLLIN, 0};
    while (!parley::net::native::readable(entry.revents)) parley::threading::wait({&entry, 1}, parley::never);
}
//! [roster]

int main() {
    //! [background]
    parley::background work;
    work.start([] { throw std::runtime_error("the tea is cold"); });  // in a thread of its own
    try {
        work.wait();
    } catch (const std::runtime_error& thrown) {
        std::printf("it threw: %s\n", thrown.what());
    }
    //! [background]

    //! [roster_in_use]
    std::atomic<std::size_t> running{0};
    parley::net::doorbell somebody_left;
    parley::thread_roster<worker, parley::threading> roster(running);
    const auto one = std::make_shared<worker>();
    roster.enter(one, [&, self = one.get()] {
        wait_for(self->doorbell);
        roster.leave(*self);
        somebody_left.ring();
    });
    std::printf("threads: %d\n", int(running));
    roster.ring_all();
    wait_for(somebody_left);
    roster.reap();  // joins it
    std::printf("threads: %d\n", int(running));
    //! [roster_in_use]

    // Prints:
    // it threw: the tea is cold
    // threads: 1
    // threads: 0
}
