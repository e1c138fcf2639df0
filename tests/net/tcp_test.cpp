// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

namespace {

bool has_ip6() {
    try {
        net::listen_tcp("::1", 0, 1);
        return true;
    } catch (const setup_error&) {
        MESSAGE("this machine has no IPv6: not tested");
        return false;
    }
}

void check_talk(net::listener& listener, const std::string& host) {
    net::socket ann = net::connect_tcp(host, listener.where().port(), time_limit());
    auto [status, server, from] = accept_one(listener);
    const std::string_view text = "hello";
    CHECK(ann.send({&text, 1}).count == 5);
    ann.shutdown_send();
    CHECK(read_all(server) == "hello");
    CHECK(server.send({&text, 1}).count == 5);
    server.shutdown_send();
    CHECK(read_all(ann) == "hello");
}

}  // namespace

TEST_CASE("port 0 is any free port, and the address says which") {
    net::listener one = net::listen_tcp("127.0.0.1", 0, 8), other = net::listen_tcp("127.0.0.1", 0, 8);
    CHECK(one.where().port() != 0);
    CHECK(one.where().port() != other.where().port());
    CHECK(one.where().text() == "127.0.0.1:" + std::to_string(one.where().port()));
    check_talk(one, "127.0.0.1");
}

TEST_CASE("who was accepted is known by address") {
    net::listener listener = net::listen_tcp("127.0.0.1", 0, 8);
    const net::socket ann = net::connect_tcp("127.0.0.1", listener.where().port(), time_limit());
    const auto one = accept_one(listener);
    sockaddr_storage raw{};
    socklen_t length = sizeof raw;
    REQUIRE(::getsockname(ann.native_handle(), reinterpret_cast<sockaddr*>(&raw), &length) == 0);
    CHECK(one.from.text() == net::address(reinterpret_cast<sockaddr*>(&raw), length).text());
    CHECK(listener.accept().status == io_status::would_block);
}

TEST_CASE("a host name is as good as an address") {
    net::listener listener = net::listen_tcp("localhost", 0, 8);
    CHECK(listener.where().port() != 0);
    check_talk(listener, "localhost");
}

TEST_CASE("IPv6, and \"::\" takes IPv4 too") {
    if (!has_ip6()) return;
    net::listener loopback = net::listen_tcp("::1", 0, 8);
    CHECK(loopback.where().text() == "[::1]:" + std::to_string(loopback.where().port()));
    check_talk(loopback, "::1");
    net::listener everywhere = net::listen_tcp("::", 0, 8);
    CHECK(everywhere.where().text() == "[::]:" + std::to_string(everywhere.where().port()));
    check_talk(everywhere, "::1");
    check_talk(everywhere, "127.0.0.1");
}

TEST_CASE("0.0.0.0 is every IPv4 address") {
    net::listener everywhere = net::listen_tcp("0.0.0.0", 0, 8);
    check_talk(everywhere, "127.0.0.1");
}

TEST_CASE("a name with several addresses is tried address by address") {
    // "localhost" is often ::1 and 127.0.0.1, and only the second listens here.
    net::listener listener = net::listen_tcp("127.0.0.1", 0, 8);
    check_talk(listener, "localhost");
}

TEST_CASE("a taken port is told as it is, with what to do") {
    const net::listener first = net::listen_tcp("127.0.0.1", 0, 8);
    const std::string port = std::to_string(first.where().port());
    CHECK(failure_of([&] { net::listen_tcp("127.0.0.1", first.where().port(), 8); }) ==
          "bind 127.0.0.1:" + port + ": Address already in use; another server is running there, or choose --port 0");
}

TEST_CASE("other reasons why nobody can listen or connect") {
    CHECK(failure_of([] { net::listen_tcp("192.0.2.1", 0, 8); }) ==  // an address for documentation (RFC 5737)
          "bind 192.0.2.1:0: Cannot assign requested address; this machine has no such address; try 127.0.0.1");
    CHECK(failure_of([] { net::listen_tcp("no such host!", 0, 8); }).starts_with("resolve no such host!: "));
    net::listener gone = net::listen_tcp("127.0.0.1", 0, 8);
    gone.close();
    CHECK(failure_of([&] { net::connect_tcp("127.0.0.1", gone.where().port(), time_limit()); }) ==
          "connect to " + gone.where().text() + ": Connection refused; no server is listening there");
}

TEST_CASE("connecting ends at its deadline") {
    // A backlog that is full: the kernel does not answer any more.
    const net::listener deaf = net::listen_tcp("127.0.0.1", 0, 0);
    std::vector<net::socket> crowd;
    std::string failure = "it did not fail";
    for (int i = 0; i != 8 && failure == "it did not fail"; ++i)
        failure = failure_of([&] {
            crowd.push_back(net::connect_tcp("127.0.0.1", deaf.where().port(), later(clock::now(), milliseconds(50))));
        });
    CHECK(failure == "connect to " + deaf.where().text() + ": Connection timed out");
}

TEST_CASE("what is set on sockets: non-blocking, closed on exec, no delay, and a port that can be had again") {
    net::listener listener = net::listen_tcp("127.0.0.1", 0, 8);
    const net::socket ann = net::connect_tcp("127.0.0.1", listener.where().port(), time_limit());
    const auto one = accept_one(listener);
    for (const net::native::handle each : {listener.native_handle(), ann.native_handle(), one.client.native_handle()})
        CHECK(this_system::is_prepared(each));
    CHECK(option(ann, IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option(one.client, IPPROTO_TCP, TCP_NODELAY) != 0);
    const int reuse = this_system::option(listener.native_handle(), SOL_SOCKET, SO_REUSEADDR);
    CHECK((reuse != 0) == this_system::restart_needs_an_option);
}

TEST_CASE("the port is free at once after closing, although a connection is in TIME_WAIT") {
    net::listener listener = net::listen_tcp("127.0.0.1", 0, 8);
    const std::uint16_t port = listener.where().port();
    {
        net::socket ann = net::connect_tcp("127.0.0.1", port, time_limit());
        auto [status, server, from] = accept_one(listener);
        server.shutdown_send();  // who closes first waits
        CHECK(read_all(ann).empty());
        ann.shutdown_send();
        CHECK(read_all(server).empty());
    }
    listener.close();
    net::listener again = net::listen_tcp("127.0.0.1", port, 8);
    CHECK(again.where().port() == port);
    check_talk(again, "127.0.0.1");
}
