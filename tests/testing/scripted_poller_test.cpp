// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <parley/concurrency/event_loop.hpp>
#include <parley/server.hpp>
#include <parley/testing/in_memory.hpp>
#include <parley/testing/scripted_poller.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace parley;
using namespace parley::testing;
using net::io_status;

namespace {

using connection = std::shared_ptr<in_memory_connection>;
using scripted_server = server<event_loop<scripted_poller>, in_memory>;

options patient() { return {.login_limit = milliseconds(0)}; }

/// A server in memory, and what happens before each of its turns. Everybody who is ready is found, in the order in
/// which they came or, `backwards`, in the other.
//! [script]
struct evening final : poller_script {
    explicit evening(std::vector<std::function<void()>> planned) : events(std::move(planned)) {}

    void wait(std::span<interest* const> watched, time_point, std::vector<readiness>& answers) override {
        if (next == events.size()) server.stop();
        for (const connection& one : everybody)  // who has been told everything hangs up
            if (one->told_all) one->hung_up = true;
        if (next < events.size()) events[next]();
        if (++next > events.size() + 100) throw std::logic_error("it does not stop");
        for (const interest* one : watched)
            if (const auto found = ready(*network, *one)) answers.push_back(*found);
        if (backwards) std::reverse(answers.begin(), answers.end());
    }

    void serve() {
        const scripted_poller::follow following(*this);
        server.run();
    }
    //! [script]

    connection connect() { return everybody.emplace_back(network->connect()); }

    std::shared_ptr<in_memory_network> network = std::make_shared<in_memory_network>();
    scripted_server server{patient(), in_memory(network)};
    std::vector<connection> everybody{};
    std::vector<std::function<void()>> events;
    std::size_t next = 0;
    bool backwards = false;
};

const std::string prompt = "Pick a nickname: ";
const std::string closing = "-- The server is closing; goodbye.\n";
const auto connected = [](const std::string& name) { return "'" + name + "' has just connected to the chat room!\n"; };
const std::string welcome = "You are now connected!\n";

/// `ann` and `bob` say something before the same turn. Who is heard first?
std::string first_of_two(bool backwards) {
    evening all({});
    connection ann = all.connect(), bob = all.connect();
    all.backwards = backwards;
    all.events = {[] {}, [&] { ann->said = "ann\n"; }, [&] { bob->said = "bob\n"; }, [&] { ann->said = bob->said = "me!\n"; }, [] {}};
    ann->room = bob->room = 10'000;
    all.serve();
    return ann->heard.substr((prompt + connected("ann") + welcome + connected("bob")).size(), 3);
}

}  // namespace

TEST_CASE("a server without descriptors serves, in the order that the script wants") {
    CHECK(first_of_two(false) == "ann");
    CHECK(first_of_two(true) == "bob");
}

TEST_CASE("a client that does not read gets what there is room for, and the rest when it has read") {
    evening all({});
    connection ann = all.connect();
    ann->room = 5;
    all.events = {[] {}, [&] { CHECK(ann->heard == "Pick "); },
                  [&] { ann->taken = 3; }, [&] { CHECK(ann->heard == "Pick a n"); },
                  [&] { ann->room = 1000; }, [&] { CHECK(ann->heard == prompt); }};
    all.serve();
    CHECK(ann->heard == prompt + closing);
    CHECK(ann->closed);
    CHECK_FALSE(ann->closed_unread);
}

TEST_CASE("a call fails when the script says so, once") {
    evening all({});
    connection ann = all.connect(), bob = all.connect(), cleo;
    all.events = {[] {}, [&] { ann->receive_fails = ECONNRESET, ann->said = "ann\n"; }, [&] { CHECK(ann->closed); },
                  [&] { bob->receive_fails = ENOBUFS, bob->said = "bob\n"; }, [&] { bob->send_fails = ENOMEM; },
                  [&] { all.network->accept_fails = EMFILE, cleo = all.connect(); }, [] {}};
    all.serve();
    CHECK(ann->heard == prompt);
    CHECK(bob->heard == prompt + connected("bob") + welcome + closing);
    CHECK(cleo->heard == "-- The server is full; please try again later.\n");
    CHECK(all.server.statistics().refused == 1);
}

TEST_CASE("half-close, hanging up and a lost connection end a client; its number is free for the next") {
    evening all({});
    connection ann = all.connect(), bob = all.connect(), cleo = all.connect(), dora;
    net::native::handle number = net::native::no_handle;
    all.events = {[] {}, [&] { number = ann->number; }, [&] { ann->said = "ann\nhi\n", ann->said_all = true; }, [] {},
                  [&] { bob->hung_up = true; }, [&] { cleo->reset = true; },
                  [&] { CHECK((ann->closed && bob->closed && cleo->closed)); dora = all.connect(); }, [] {},
                  [&] { CHECK(dora->number == number); CHECK(all.server.statistics().clients == 1); }};
    all.serve();
    CHECK(ann->heard == prompt + connected("ann") + welcome + "ann: hi\n");
    CHECK(dora->heard == prompt + closing);
    CHECK(all.network->connect() == nullptr);
}

TEST_CASE("what a script throws comes out of run(); without a script there is no poller") {
    evening all({[] { throw std::runtime_error("enough"); }});
    CHECK_THROWS_AS(all.serve(), std::runtime_error);
    CHECK_THROWS_AS(scripted_poller(), std::logic_error);
}

TEST_CASE("a conversation by hand: what a kernel would decide, the test does") {
    //! [in_memory]
    const auto network = std::make_shared<in_memory_network>();
    in_memory_listener listener = in_memory(network).listen({});
    const std::shared_ptr<in_memory_connection> ann = network->connect();
    ann->said = "hello";
    in_memory_socket server = listener.accept().client;
    char buffer[16];
    CHECK(std::string_view(buffer, server.receive(buffer).count) == "hello");
    ann->room = 3;
    const std::string_view answer = "bonjour";
    CHECK(server.send({&answer, 1}).count == 3);
    CHECK_FALSE(network->writable(server.native_handle()));
    ann->taken = ann->heard.size();  // ann reads
    CHECK(network->writable(server.native_handle()));
    //! [in_memory]
    CHECK(ann->heard == "bon");
    CHECK(server.receive(buffer).status == io_status::would_block);
    listener.close();
    CHECK(network->connect() == nullptr);
}
