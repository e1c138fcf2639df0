// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstring>
#include <doctest/doctest.h>
#include <parley/net/address.hpp>
#include <string>

using namespace parley;
using net::address;

namespace {

address ip4(const char* host, std::uint16_t port) {
    sockaddr_in raw{};
    raw.sin_family = AF_INET;
    raw.sin_port = htons(port);
    REQUIRE(::inet_pton(AF_INET, host, &raw.sin_addr) == 1);
    return {reinterpret_cast<const sockaddr*>(&raw), sizeof raw};
}

address ip6(const char* host, std::uint16_t port) {
    sockaddr_in6 raw{};
    raw.sin6_family = AF_INET6;
    raw.sin6_port = htons(port);
    REQUIRE(::inet_pton(AF_INET6, host, &raw.sin6_addr) == 1);
    return {reinterpret_cast<const sockaddr*>(&raw), sizeof raw};
}

}  // namespace

TEST_CASE("an address reads as people write it") {
    CHECK(ip4("127.0.0.1", 5000).text() == "127.0.0.1:5000");
    CHECK(ip4("127.0.0.1", 5000).port() == 5000);
    CHECK(ip4("0.0.0.0", 65535).text() == "0.0.0.0:65535");
    CHECK(ip4("0.0.0.0", 65535).port() == 65535);
    CHECK(ip6("::1", 1).text() == "[::1]:1");
    CHECK(ip6("::", 5000).text() == "[::]:5000");
    CHECK(ip6("::ffff:127.0.0.1", 80).text() == "[::ffff:127.0.0.1]:80");
    CHECK(ip6("2001:db8::1", 80).port() == 80);
    CHECK(address().text().empty());
    CHECK(address().port() == 0);
}

TEST_CASE("a Unix-domain address is its path, and an unnamed peer has none" *
          doctest::skip(!net::native::has_local_sockets)) {
    const sockaddr_un raw = net::local_address("some/where.sock");
    const address named(reinterpret_cast<const sockaddr*>(&raw), sizeof raw);
    CHECK(named.text() == "some/where.sock");
    CHECK(named.port() == 0);
    sockaddr_un unnamed{};
    unnamed.sun_family = AF_UNIX;
    CHECK(address(reinterpret_cast<const sockaddr*>(&unnamed), offsetof(sockaddr_un, sun_path)).text().empty());
}

TEST_CASE("where sockets have no paths, that is said" * doctest::skip(net::native::has_local_sockets)) {
    CHECK_THROWS_WITH_AS(net::local_address("chat"),
                         "use the socket chat: Address family not supported by protocol; "
                         "there are no Unix-domain sockets on this system: give a host and a port",
                         setup_error);
}

TEST_CASE("a path that fills the kernel's field to its last byte" * doctest::skip(!net::native::has_local_sockets)) {
    const std::size_t most = sizeof(sockaddr_un::sun_path) - 1;
    const sockaddr_un raw = net::local_address(std::string(most, 'p'));
    CHECK(address(reinterpret_cast<const sockaddr*>(&raw), sizeof raw).text() == std::string(most, 'p'));
    sockaddr_un full = raw;  // the kernel may give one without its NUL
    full.sun_path[most] = 'q';
    CHECK(address(reinterpret_cast<const sockaddr*>(&full), sizeof full).text() == std::string(most, 'p') + "q");
    const std::string too_long(most + 1, 'p');
    CHECK_THROWS_WITH_AS(net::local_address(too_long), ("use the socket " + too_long + ": File name too long; choose a shorter path").c_str(),
                         setup_error);
}

TEST_CASE("an IPv6 host is written in brackets") {
    CHECK(address::format("localhost", "80") == "localhost:80");
    CHECK(address::format("10.0.0.1", "80") == "10.0.0.1:80");
    CHECK(address::format("fe80::1", "80") == "[fe80::1]:80");
}

TEST_CASE("names and numbers are resolved, or it is said what failed") {
    CHECK(net::resolve("127.0.0.1", 80, false)->ai_family == AF_INET);
    CHECK(net::resolve("localhost", 80, true) != nullptr);
    try {
        net::resolve("no such host!", 80, false);
        FAIL("it was resolved");
    } catch (const setup_error& error) {
        CHECK(std::string(error.what()).starts_with("resolve no such host!: "));
        CHECK(error.code() == std::errc::address_not_available);
    }
}
