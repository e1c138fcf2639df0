// SPDX-License-Identifier: MIT

// A transport of one's own: what travels is turned by thirteen letters. (TLS would stand in the same place.)

#include <algorithm>
#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>

namespace net = parley::net;

/// The letter thirteen further on.
char turned(char c) {
    const char a = c >= 'a' && c <= 'z' ? 'a' : 'A';
    return c >= a && c <= a + 25 ? static_cast<char>(a + (c - a + 13) % 26) : c;
}

//! [transport]
struct turning_socket : net::socket {
    turning_socket() noexcept = default;
    explicit turning_socket(net::socket inner) noexcept : socket(std::move(inner)) {}
    net::io_result receive(std::span<char> buffer) noexcept {
        const net::io_result got = socket::receive(buffer);
        std::transform(buffer.data(), buffer.data() + got.count, buffer.data(), turned);
        return got;
    }
    net::io_result send(std::span<const std::string_view> texts) noexcept {
        char copy[512];  // the texts are everybody's: a copy is changed; to send less than all is no failure
        const std::size_t some = texts[0].copy(copy, sizeof copy);
        std::transform(copy, copy + some, copy, turned);
        const std::string_view out(copy, some);
        return socket::send({&out, 1});
    }
};
struct turning_listener : net::listener {
    using socket_type = turning_socket;
    net::accepted<turning_socket> accept() noexcept {
        auto [status, client, from] = listener::accept();
        return {status, turning_socket(std::move(client)), std::move(from)};
    }
};
struct turning {
    turning_listener listen(const parley::options& wanted) const { return {net::sockets().listen(wanted)}; }
};
static_assert(net::transport<turning>);
//! [transport]

int main() {
    parley::server<parley::poll_loop, turning> server({.port = 0});
    server.start();
    parley::client ann({.port = server.port()});
    for (const char* line : {"naa", "/dhvg"}) ann.send_line(line);  // "ann", "/quit"
    while (const auto line = ann.read_line()) std::printf("%s\n", line->c_str());

    // Prints:
    // Cvpx n avpxanzr: 'naa' unf whfg pbaarpgrq gb gur pung ebbz!
    // Lbh ner abj pbaarpgrq!
}
