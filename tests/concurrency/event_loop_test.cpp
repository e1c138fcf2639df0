// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <new>
#include <parley/concurrency/event_loop.hpp>
#include <parley/concurrency/pollers/poll.hpp>
#include <parley/server.hpp>
#include <parley/testing/conversation.hpp>

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
