// SPDX-License-Identifier: MIT

#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <new>
#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/poll.hpp>
#include <parley/server.hpp>
#include <parley/testing/conversation.hpp>
#include <string_view>

namespace {

/// poll(2), but there is no memory to watch the second client's descriptor: the fourth, after those of the doorbell, the
/// listener and the first client.
struct forgetful_poller : parley::poll_poller {
    void watch(parley::interest& watched) {
        if (watched.known_as < 0 && ++descriptors == 4) throw std::bad_alloc();
        poll_poller::watch(watched);
    }
    int descriptors = 0;
};

/// poll(2), and how often it was asked without waiting.
struct counting_poller : parley::poll_poller {
    int wait(parley::time_point deadline) noexcept {
        if (deadline == parley::at_once) ++looks;
        return poll_poller::wait(deadline);
    }
    static inline std::atomic<int> looks{0};
};

}  // namespace

TEST_CASE("a client whom the poller cannot watch is refused as when the server is full; nobody else notices") {
    parley::server<parley::event_loop<forgetful_poller>> server({.port = 0});
    server.start();
    parley::testing::conversation talk(server.port());
    auto& ann = talk.join("ann");
    talk.connect("bob").hears_next("-- The server is full; please try again later.").is_closed();
    ann.says("anybody there?").hears_next("ann: anybody there?");
    CHECK(server.statistics().refused == 1);
    CHECK(server.statistics().clients == 1);
    talk.join("cleo");
    ann.hears_next("'cleo' has just connected to the chat room!");
}

TEST_CASE("where several speak at once, the next turn looks twice before it writes; where one speaks, it does not") {
    std::promise<void> held, go_on;
    parley::server<parley::event_loop<counting_poller>> server({.port = 0});
    server.on_message([&](parley::member&, std::string_view text) {
        if (text != "hold") return;
        held.set_value();
        go_on.get_future().wait();
    });
    server.start();
    parley::testing::conversation talk(server.port());
    auto& ann = talk.join("ann");
    auto& bob = talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    ann.says("hold");
    held.get_future().wait();  // both speak while the loop cannot hear: it will hear them in one turn
    ann.says("one");
    bob.says("two");
    CHECK(counting_poller::looks == 0);
    go_on.set_value();
    ann.hears_next("ann: hold");
    ann.hears("ann: one").hears("bob: two");
    CHECK(counting_poller::looks == 0);
    ann.says("three").hears_next("ann: three");
    CHECK(counting_poller::looks == 1);
    ann.says("four").hears_next("ann: four");
    CHECK(counting_poller::looks == 1);
}
