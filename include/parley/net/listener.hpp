#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A listening socket: who may connect, and what to say when there is no room.
/// Refuses to know who waits for it, and how. Read next: `net/sockets.hpp`, which makes one.

#include <parley/net/address.hpp>
#include <parley/net/socket.hpp>
#include <parley/net/socket_file.hpp>
#include <utility>

namespace parley::net {

/// What accepting somebody came to; the socket and the address mean something when the status is `ok`.
/// @snippet examples/socket.cpp listener
template <class Socket>
struct accepted {
    io_status status = io_status::would_block;  ///< `failed` and `exhausted` concern this attempt, not the listener
    Socket client{};                            ///< connected, non-blocking
    address from{};                             ///< empty for a Unix-domain client, and when there was no memory for it
};

/// Says the last words to somebody who cannot be served, and closes: the notice goes out before the FIN, and
/// what the client has said already is read, because unread input would turn the close into a reset
/// (RFC 2525 section 2.17) and the notice would be lost. Never waits.
template <class Socket>
void turn_away(Socket client, std::string_view notice) noexcept {
    client.send({&notice, 1});
    client.shutdown_send();
    char discarded[4096];
    for (int i = 0; i != 16; ++i)
        if (client.receive(discarded).status != io_status::ok) return;
}

/// Owns a listening socket and one spare descriptor. Used by one thread at a time; move-only.
/// @snippet examples/socket.cpp listener
class listener {
public:
    using socket_type = socket;  ///< what `accept()` gives

    /// Takes over a socket that listens already, and its file: `listen_tcp()` and `listen_local()` make one.
    listener(socket listening, address where, socket_file file = {}) noexcept
        : listening_(std::move(listening)), where_(std::move(where)), file_(std::move(file)),
          spare_(native::open_spare()) {}

    /// Takes the next client from the kernel's queue. `would_block`: nobody waits. `failed`: that client was
    /// gone before it was taken; try the next. `exhausted`: no descriptor or memory; call `turn_away_one()`.
    accepted<socket> accept() noexcept {
        native::handle client = native::no_handle;
        sockaddr_storage from;
        socklen_t length = 0;
        const io_result result = native::accept(native_handle(), client, from, length);
        if (result.status != io_status::ok) return {result.status};
        return {io_status::ok, socket(client), named(from, length)};
    }

    /// Out of descriptors (EMFILE): gives up the spare one to accept one client and tell it so, or it would
    /// stay in the queue, and the listener would be ready for ever. False when even that failed: wait a little.
    bool turn_away_one(std::string_view notice) noexcept {
        spare_ = descriptor();
        accepted<socket> one = accept();
        const bool told = one.status == io_status::ok;
        if (told) turn_away(std::move(one.client), notice);
        spare_ = descriptor(native::open_spare());
        return told;
    }

    /// Stops listening: the port is free from now on, and who waits in the kernel's queue is refused by it.
    void close() noexcept {
        // The file first, as when this is destroyed: once nobody listens, a successor may replace it by its own.
        file_ = socket_file();
        listening_ = socket();
        spare_ = descriptor();
    }

    /// The address really bound, with the port that the system chose.
    const address& where() const noexcept { return where_; }
    /// For a poller: readable while somebody waits. Still owned by this listener.
    native::handle native_handle() const noexcept { return listening_.native_handle(); }

private:
    /// An address costs memory, and memory may have run out: then the client is served without one.
    static address named(const sockaddr_storage& from, socklen_t length) noexcept {
        try {
            return {reinterpret_cast<const sockaddr*>(&from), length};
        } catch (...) {
            return {};
        }
    }

    socket listening_;
    address where_;
    socket_file file_;  // after the socket, so that it is removed before listening ends
    descriptor spare_;
};

}  // namespace parley::net
