#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Every limit and setting of a server, with its default and unit, in one aggregate.
/// The order of the fields is part of the interface: designated initialisers follow it.
/// Refuses to know who obeys them. Read next: `net/transport.hpp`, where clients come from.

#include <cstddef>
#include <cstdint>
#include <parley/base/clock.hpp>
#include <string>

namespace parley {

/// What a server is told when it is made. Everything has a default: `parley::server<P> server;` works.
/// @snippet examples/server.cpp server
struct options {
    /// Where to listen: an IPv4 or IPv6 address or a host name. Loopback unless told otherwise, so that a
    /// laptop is not opened to the dormitory by accident. "0.0.0.0" is every IPv4 address, "::" every address.
    std::string host = "127.0.0.1";
    /// TCP port. 0 takes any free one; `server::port()` says which.
    std::uint16_t port = 5000;
    /// Not empty: a Unix-domain socket at this path, and `host` and `port` are not looked at. A stale
    /// socket there is replaced, one that a server listens on never.
    std::string path = {};
    /// Connections that may wait in the kernel until they are accepted (the kernel has a ceiling of its own).
    int backlog = 4096;
    /// Clients served at once; one more is refused with a notice. 0: no limit but the machine's.
    std::size_t client_limit = 0;
    /// Bytes of one line, before hygiene and without its end. A longer line is not sent; 0 lets only empty ones pass.
    std::size_t line_limit = 4096;
    /// Bytes that may wait for a client whose kernel buffer is full, before it is dropped as too slow; 0: none. (What
    /// it has not been offered yet may be more: `outbox::burst_limit`, `outbox::answer_limit`.)
    std::size_t outbox_limit = std::size_t{1} << 20;
    /// Lines of a room that somebody who enters it is shown, up to 256 KiB. They last as long as somebody is there;
    /// those of `#lobby` as long as the server.
    std::size_t history = 0;
    /// Time to choose a nickname. 0: no limit.
    milliseconds login_limit{60'000};
    /// Time in which each part of the last words to a client that leaves has to be taken; one that is dropped or closed
    /// has it once, for all of them. 0: what the kernel takes at once.
    milliseconds farewell_limit{5'000};
    /// Time that stopping may take to deliver what was accepted. 0: what the kernel takes at once.
    milliseconds drain_limit{5'000};
    /// Time after which a TCP client whose machine has vanished (no FIN ever comes) is lost, rounded up to whole
    /// seconds, at least 2; so is one that leaves no room for what is due to it for so long. 0: hours, as the system
    /// likes.
    milliseconds keep_alive_limit{120'000};
};

}  // namespace parley
