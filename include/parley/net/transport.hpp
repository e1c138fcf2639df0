#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a server needs of its sockets, as concepts. A transport of your own (over TLS, one that fails on purpose) is a
/// struct with `listen()`. Refuses to know any.
/// Read next: `net/socket.hpp`, `net/listener.hpp`; then `net/sockets.hpp`, the one that everybody starts with.

#include <concepts>
#include <parley/base/options.hpp>
#include <parley/net/listener.hpp>
#include <span>
#include <string_view>

namespace parley::net {

/// A connected, non-blocking stream socket. See `net::socket` for what each call promises.
template <class S>
concept stream_socket =
    std::movable<S> && std::default_initializable<S> &&
    requires(S& socket, const S& looked_at, std::span<char> buffer, std::span<const std::string_view> texts) {
        { socket.receive(buffer) } noexcept -> std::same_as<io_result>;
        { socket.send(texts) } noexcept -> std::same_as<io_result>;
        { socket.shutdown_send() } noexcept;
        { looked_at.native_handle() } noexcept -> std::same_as<native::handle>;
    };

/// Where clients come from. See `net::listener` for what each call promises.
template <class L>
concept stream_listener =
    stream_socket<typename L::socket_type> && requires(L& listener, const L& looked_at, std::string_view notice) {
        { listener.accept() } noexcept -> std::same_as<accepted<typename L::socket_type>>;
        { listener.turn_away_one(notice) } noexcept -> std::same_as<bool>;
        { listener.close() } noexcept;
        { looked_at.where() } -> std::convertible_to<const address&>;
        { looked_at.native_handle() } noexcept -> std::same_as<native::handle>;
    };

/// Makes listeners.
template <class T>
concept transport = requires(T& t, const options& wanted) {
    { t.listen(wanted) } -> stream_listener;
};

static_assert(stream_socket<socket> && stream_listener<listener>);

}  // namespace parley::net
