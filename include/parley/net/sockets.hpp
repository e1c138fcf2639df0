#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The transport that everybody starts with: the operating system's own stream sockets.
/// Refuses to know who listens. Read next: `net/tcp.hpp`, `net/local.hpp`; `net/in_process.hpp`, another transport.

#include <parley/base/options.hpp>
#include <parley/net/local.hpp>
#include <parley/net/tcp.hpp>
#include <parley/net/transport.hpp>

namespace parley::net {

/// The operating system's stream sockets: TCP, or Unix-domain when `options::path` is not empty.
/// @snippet examples/transport.cpp transport
struct sockets {
    /// Binds and listens. Throws `setup_error`.
    listener listen(const options& wanted) const {
        return wanted.path.empty() ? listen_tcp(wanted.host, wanted.port, wanted.backlog, wanted.keep_alive_limit)
                                   : listen_local(wanted.path, wanted.backlog);
    }
};

static_assert(transport<sockets>);

}  // namespace parley::net
