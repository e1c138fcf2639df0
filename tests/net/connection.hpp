#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Two ends of a TCP connection.

#include <parley/net/tcp.hpp>

#include "net/pair_of_sockets.hpp"

namespace net_test {

/// Ann, and the server's end of her connection.
struct connection {
    parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 8);
    parley::net::socket ann = parley::net::connect_tcp("127.0.0.1", listener.where().port(), time_limit());
    parley::net::socket server = accept_one(listener).client;

    /// Ann dies: her kernel answers what comes with a reset.
    void reset_ann() {
        parley::net::native::reset_on_close(ann.native_handle());
        ann = parley::net::socket();
    }
};

}  // namespace net_test
