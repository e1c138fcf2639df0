// SPDX-License-Identifier: MIT

// Something that runs once and can be waited for; threads that come and go, and are joined; who may write to a client.

#include <atomic>
#include <cstdio>
#include <list>
#include <memory>
#include <mutex>
#include <parley/application.hpp>
#include <parley/background.hpp>
#include <parley/concurrency/thread_roster.hpp>
#include <parley/concurrency/threaded_client.hpp>
#include <parley/concurrency/threading.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/none.hpp>
#include <stdexcept>
#include <string>

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

    using chat = parley::chat_application<std::mutex, parley::observe::none>;
    using client = parley::threaded_client<parley::net::socket, chat, parley::threading>;
    chat app({}, {});
    parley::told_list<parley::peer<parley::net::socket, chat, std::mutex>, std::mutex> told;
    parley::net::in_process_listener listener(1);
    parley::net::socket ann = listener.connect();  // the client's end
    char heard[100];
    //! [pen]
    const auto served = std::make_shared<client>(listener.accept().client, parley::net::address(), app, told);
    parley::scratch views;
    served->deliver(views);   // any thread may: takes the pen, writes what is pending, puts it down
    served->doorbell.ring();  // any thread may: the client's own stops waiting, with nothing to hear
    std::printf("heard: %s\n", served->wait(parley::never) ? "something" : "the doorbell");
    std::printf("ann reads \"%s\"\n", std::string(heard, ann.receive(heard).count).c_str());

    ann = {};  // hangs up
    if (served->wait(parley::never)) served->hear(heard);
    served->say_rest(views, parley::at_once);  // all was said: its own thread keeps the pen
    std::printf("%s\n", served->gone(parley::clock::now()) ? "gone" : "still there");
    //! [pen]

    // Prints:
    // it threw: the tea is cold
    // threads: 1
    // threads: 0
    // heard: the doorbell
    // ann reads "Pick a nickname: "
    // gone
}
