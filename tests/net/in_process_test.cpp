// SPDX-License-Identifier: MIT

#include <array>
#include <atomic>
#include <cstddef>
#include <doctest/doctest.h>
#include <optional>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "every_policy.hpp"
#include "failures/process.hpp"

using namespace parley;
using net::io_status;

namespace {

bool readable(net::native::handle descriptor) {
    net::native::poll_entry entry{descriptor, POLLIN, 0};
    return net::native::wait({&entry, 1}, at_once) == 1;
}

std::string all_of(net::socket& from) {
    std::string all;
    char buffer[256];
    for (auto got = from.receive(buffer); got.status == io_status::ok; got = from.receive(buffer)) all.append(buffer, got.count);
    return all;
}

net::in_process_listener listen(int backlog = 8) {
    options wanted;
    wanted.backlog = backlog;
    return net::in_process().listen(wanted);
}

}  // namespace

TEST_CASE("both ends of a connection inside the process are non-blocking, closed on exec, and connected") {
    auto listener = listen();
    net::socket ann = listener.connect();
    const std::string_view early = "said before anybody accepted";
    CHECK(ann.send({&early, 1}).count == early.size());
    auto [status, server, from] = listener.accept();
    REQUIRE(status == io_status::ok);
    CHECK(from.text().empty());
    CHECK(all_of(server) == early);
    const std::array<std::string_view, 2> answer{"and ", "answered"};
    CHECK(server.send(answer).count == 12);
    CHECK(all_of(ann) == "and answered");
    for (const net::socket* one : {&ann, &server}) CHECK(this_system::is_prepared(one->native_handle()));
    char byte;
    CHECK(server.receive({&byte, 1}).status == io_status::would_block);
    ann.shutdown_send();
    CHECK(server.receive({&byte, 1}).status == io_status::closed);
    CHECK(listener.where().text().empty());
}

TEST_CASE("the listener is readable exactly while somebody waits") {
    auto listener = listen();
    CHECK_FALSE(readable(listener.native_handle()));
    CHECK(listener.accept().status == io_status::would_block);
    const net::socket ann = listener.connect(), bob = listener.connect();
    CHECK(readable(listener.native_handle()));
    CHECK(listener.accept().status == io_status::ok);
    CHECK(readable(listener.native_handle()));
    CHECK(listener.accept().status == io_status::ok);
    CHECK_FALSE(readable(listener.native_handle()));
    const net::socket cleo = listener.connect();
    CHECK(readable(listener.native_handle()));
}

TEST_CASE("who comes when the backlog is full is told at once, and may come later") {
    auto listener = listen(2);
    const net::socket ann = listener.connect(), bob = listener.connect();
    CHECK_THROWS_WITH_AS(listener.connect(),
                         "connect inside this process: Resource temporarily unavailable; too many clients wait to be accepted",
                         setup_error);
    CHECK(listener.accept().status == io_status::ok);
    CHECK_NOTHROW(listener.connect());
}

TEST_CASE("one is turned away with a notice") {
    auto listener = listen();
    CHECK_FALSE(listener.turn_away_one("full\n"));
    net::socket ann = listener.connect();
    CHECK(listener.turn_away_one("full\n"));
    CHECK(all_of(ann) == "full\n");
    char byte;
    CHECK(ann.receive({&byte, 1}).status == io_status::closed);
    CHECK_FALSE(readable(listener.native_handle()));
}

TEST_CASE("after closing, nobody waits and nobody can connect") {
    const failures_test::baseline before;
    {
        auto listener = listen();
        net::socket ann = listener.connect();
        listener.close();
        listener.close();
        char byte;
        CHECK(ann.receive({&byte, 1}).status == io_status::closed);
        CHECK_FALSE(readable(listener.native_handle()));
        CHECK(listener.accept().status == io_status::would_block);
        CHECK_THROWS_WITH_AS(listener.connect(), "connect inside this process: Connection refused; the server has stopped", setup_error);
    }
    before.check_restored();
}

TEST_CASE("many threads connect at once, and each is accepted once") {
    constexpr std::size_t threads = 8, each = 25;
    auto listener = listen(static_cast<int>(threads * each));
    std::vector<std::thread> callers;
    std::atomic<std::size_t> connected{0};
    for (std::size_t i = 0; i != threads; ++i)
        callers.emplace_back([&] {
            for (std::size_t k = 0; k != each; ++k) {
                net::socket one = listener.connect();
                const std::string_view text = "hello";
                if (one.send({&text, 1}).count == text.size()) ++connected;
            }
        });
    std::vector<net::socket> accepted;  // kept: who was hung up on could say nothing
    const auto deadline = failures_test::time_limit();
    while (accepted.size() != threads * each && clock::now() < deadline) {
        net::native::poll_entry entry{listener.native_handle(), POLLIN, 0};
        net::native::wait({&entry, 1}, deadline);
        auto one = listener.accept();
        if (one.status == io_status::ok) accepted.push_back(std::move(one.client));
    }
    for (std::thread& one : callers) one.join();
    CHECK(connected.load() == threads * each);
    CHECK(accepted.size() == threads * each);
    for (net::socket& one : accepted) CHECK(all_of(one) == "hello");
    CHECK(listener.accept().status == io_status::would_block);
}

TEST_CASE_TEMPLATE("a server for clients of its own process", Policy, EVERY_POLICY) {
    const failures_test::hang_guard guard("a server for clients of its own process");
    const auto soon = failures_test::time_limit();
    const failures_test::baseline before;
    {
        server<Policy, net::in_process> server;
        client early(server.listener().connect());  // before anybody serves
        server.start();
        CHECK(server.address().empty());
        CHECK(server.port() == 0);
        early.send_line("ann");
        CHECK(early.read_line(soon) == "'ann' has just connected to the chat room!");
        CHECK(early.read_line(soon) == "You are now connected!");
        early.send_line("hi", soon);
        CHECK(early.read_line(soon) == "ann: hi");
        std::optional<client> waiting;
        if (Policy::serves_together) waiting.emplace(server.listener().connect());
        server.stop();
        CHECK(early.read_line(soon) == "-- The server is closing; goodbye.");
        CHECK(early.read_line(soon) == std::nullopt);
    }
    before.check_restored();
}
