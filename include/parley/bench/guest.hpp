#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One client of the load: a socket, and the line of which only a part has come. Refuses to know what lines mean.
/// Read next: `concurrency/pollers/interest.hpp`.

#include <cstddef>
#include <cstdint>
#include <parley/base/clock.hpp>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/net/local.hpp>
#include <parley/net/socket.hpp>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace parley::bench {

/// What a guest does with what it is sent.
enum class part {
    newcomer,   ///< looks for the prompt and the welcome
    idle,       ///< is in another room than those who talk: throws notices away and must hear no message
    listener,   ///< everything goes into the ledger
    reader,     ///< keeps what it hears, for somebody who looks for an answer in it
    bystander,  ///< reads, and throws everything away
    deaf        ///< reads nothing
};

/// One client and how far its conversation has come. It stays in place: the poller knows it by its address. One thread.
/// @snippet bench/measure_test.cpp guest
struct guest {
    net::socket socket;           ///< connected, never blocks
    std::size_t number = 0;       ///< 12 is called c12
    part plays = part::newcomer;  ///< what it does at the moment
    time_point came{};            ///< when it began to connect
    interest note{};              ///< what the poller is asked about it
    std::string unfinished{};     ///< the beginning of a line
    std::string outgoing{};       ///< what the kernel has no room for yet

    /// As much as the kernel takes now. False when the connection is lost.
    bool send() {
        const std::string_view text = outgoing;
        const net::io_result sent = socket.send({&text, 1});
        if (sent.status == net::io_status::ok) outgoing.erase(0, sent.count);
        return sent.status != net::io_status::failed;
    }
};

/// Where a server listens: looked up once, connected to thousands of times. Any thread may `connect()`.
/// Source: getaddrinfo(3), connect(2).
/// @snippet bench/measure_test.cpp guest
class server_door {
public:
    /// "127.0.0.1:40123", "[::1]:5000" or the path of a Unix-domain socket. Throws `setup_error`
    /// when nobody knows the host, and what `std::stoul()` throws when there is no port.
    explicit server_door(const std::string& address) : text_(address) {
        if (address.starts_with('/')) return;
        const std::size_t colon = address.rfind(':');
        std::string host = address.substr(0, colon);
        if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
        found_ = net::resolve(host, static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1))), false);
    }

    /// Throws `setup_error`, also when it has not been let in by `deadline`.
    net::socket connect(time_point deadline) const {
        if (!found_) return net::connect_local(text_, deadline);
        net::socket made(net::native::open_socket(found_->ai_family));
        const net::native::handle handle = made.native_handle();
        const int error = handle == net::native::no_handle
                              ? net::native::last_error()
                              : net::native::connect(handle, found_->ai_addr, found_->ai_addrlen, deadline);
        const std::error_code code = net::native::error_code(error);
        const bool too_many =
            code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system;
        if (error != 0) throw setup_error(code, "connect to " + text_, too_many ? "raise `ulimit -n`" : "");
        net::native::prepare_stream(handle);
        return made;
    }

private:
    std::string text_;
    net::resolved found_{nullptr, &::freeaddrinfo};
};

}  // namespace parley::bench
