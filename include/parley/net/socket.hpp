#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One connected stream socket and its owner. What it can do is what every transport's socket can do:
/// receive, send several texts at once, half-close, and be waited for by its native handle.
/// Never blocks and never throws; refuses to know who waits, and how.
/// Read next: `net/io_result.hpp`; `net/descriptor.hpp`.

#include <cstddef>
#include <parley/net/descriptor.hpp>
#include <span>
#include <string_view>

namespace parley::net {

/// Owns a connected, non-blocking stream socket; closes it when it is destroyed. Move-only.
/// One thread may receive while another sends; two may not do the same at once.
/// @snippet examples/socket.cpp socket
class socket {
public:
    socket() noexcept = default;
    explicit socket(native::handle owned) noexcept : owned_(owned) {}  ///< connected and non-blocking already

    /// Reads at most `buffer.size()` bytes. `closed` is the peer's half-close.
    io_result receive(std::span<char> buffer) noexcept { return native::receive(native_handle(), buffer); }

    /// Writes the texts, or as much of them as the kernel has room for (`count` bytes).
    io_result send(std::span<const std::string_view> texts) noexcept { return native::send(native_handle(), texts); }

    /// Tells the peer that no more will come; receiving goes on.
    void shutdown_send() noexcept { native::shutdown_send(native_handle()); }

    /// For a poller. Still owned by this socket.
    native::handle native_handle() const noexcept { return owned_.native_handle(); }

private:
    descriptor owned_;
};

}  // namespace parley::net
