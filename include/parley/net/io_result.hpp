#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a read, a write or an accept came to. Expected outcomes are values, never exceptions: a peer's fault
/// must not throw into the embedding program. Read next: `net/listener.hpp`.

#include <cstddef>

namespace parley::net {

/// How a call that never waits ended.
enum class io_status {
    ok,           ///< `count` bytes were moved, or a client was accepted
    would_block,  ///< nothing now: wait for readiness
    closed,       ///< the peer will send no more (end of file)
    exhausted,    ///< the machine is out of descriptors, buffers or memory; it may pass
    failed        ///< this connection (or this attempt to accept one) is over; `error` says why
};

/// The outcome of one call.
/// @snippet examples/socket.cpp socket
struct io_result {
    io_status status = io_status::ok;  ///< what the other two mean
    std::size_t count = 0;             ///< bytes that were moved, if `ok`
    int error = 0;                     ///< the system's number, if it is neither `ok` nor `closed`
};

}  // namespace parley::net
