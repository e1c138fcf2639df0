// SPDX-License-Identifier: MIT

// Sockets by hand: nothing waits but who asks to wait, and what happens to a connection is a value.

#include <array>
#include <cstdio>
#include <parley/net/tcp.hpp>
#include <string>

namespace net = parley::net;

namespace {

void wait_for(net::native::handle readable) {
    net::native::poll_entry entry{readable, POLLIN, 0};
    while (net::native::wait({&entry, 1}, parley::never) <= 0) {}
}

}  // namespace

int main() {
    //! [listener]
    net::listener door = net::listen_tcp("127.0.0.1", 0, 16);  // any free port, 16 may wait
    const std::uint16_t port = door.where().port();
    net::socket client = net::connect_tcp("127.0.0.1", port);
    wait_for(door.native_handle());
    auto [status, server, from] = door.accept();
    std::printf("accepted from %s\n", from.text().substr(0, from.text().rfind(':')).c_str());
    //! [listener]

    //! [socket]
    std::array<char, 100> buffer;
    if (server.receive(buffer).status == net::io_status::would_block) std::printf("nothing yet\n");
    const std::array<std::string_view, 2> texts{"hello ", "world"};
    client.send(texts);  // both in one call
    client.shutdown_send();
    wait_for(server.native_handle());
    const net::io_result got = server.receive(buffer);
    std::printf("%s\n", std::string(buffer.data(), got.count).c_str());
    wait_for(server.native_handle());
    if (server.receive(buffer).status == net::io_status::closed) std::printf("and no more\n");
    //! [socket]

    //! [setup_error]
    door.close();
    try {
        net::connect_tcp("127.0.0.1", port);
    } catch (const parley::setup_error& error) {  // what() says what was tried, why it failed, and what to do
        std::printf("%s\n", error.code() == std::errc::connection_refused ? "nobody listens" : error.what());
    }
    //! [setup_error]

    // Prints:
    // accepted from 127.0.0.1
    // nothing yet
    // hello world
    // and no more
    // nobody listens
}
