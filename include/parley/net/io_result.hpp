#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a read, a write or an accept came to. Expected outcomes are values, never exceptions: a peer's fault
/// must not throw into the embedding program. Read next: `net/listener.hpp`.

#include <cstddef>

namespace parley::net {

enum class io_status {
    ok,           ///< `count` bytes were moved, or a client was accepted
    would_block,  ///< nothing now: wait for readiness
    closed,       ///< the peer will send no more (end of file)
    exhausted,    ///< the machine is out of descriptors, buffers or memory; it may pass
    failed        ///< this connection (or this attempt to accept one) is over; `error` says why
};

/// The outcome of one call: `count` counts bytes and is meaningful for `ok`, `error` is the system's number.
struct io_result {
    io_status status = io_status::ok;
    std::size_t count = 0;
    int error = 0;
};

}  // namespace parley::net
