#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What every transport around another transport has in common: it hands on each call, and remembers what all its
/// sockets share. A decorator derives from these two and hides the calls that it changes.
/// Refuses to know what is changed. Read next: `testing/counting.hpp`, the smallest decorator.

#include <memory>
#include <parley/net/transport.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::testing {

/// A socket around another one. `State` is shared by all sockets of a transport; a socket that was made from nothing
/// has none.
/// @include cookbook/own_transport.cpp
template <net::stream_socket Inner, class State>
class decorated_socket {
public:
    decorated_socket() noexcept = default;  ///< no connection, and no state
    /// Takes the socket over; `state` may be null.
    decorated_socket(Inner inner, std::shared_ptr<State> state) noexcept
        : inner_(std::move(inner)), state_(std::move(state)) {}

    /// Bytes of the client's, as `net::socket::receive()` promises them.
    net::io_result receive(std::span<char> buffer) noexcept { return inner_.receive(buffer); }
    /// Texts for the client, as `net::socket::send()` promises it.
    net::io_result send(std::span<const std::string_view> texts) noexcept { return inner_.send(texts); }
    void shutdown_send() noexcept { inner_.shutdown_send(); }  ///< no more will be sent; it can still be read
    /// For pollers; owned by the socket inside.
    net::native::handle native_handle() const noexcept { return inner_.native_handle(); }

protected:
    Inner inner_{};                   ///< the socket inside
    std::shared_ptr<State> state_{};  ///< what all sockets of the transport share, or null
};

/// A listener around the one that `transport` makes. Its clients are `Socket`s: decorated ones.
/// @include cookbook/own_transport.cpp
template <net::transport Transport, class Socket, class State>
class decorated_listener {
public:
    using socket_type = Socket;  ///< of an accepted client
    /// What `transport.listen()` gives.
    using inner_type = decltype(std::declval<Transport&>().listen(std::declval<const options&>()));

    /// Listens at once; throws what `transport.listen()` throws.
    decorated_listener(Transport& transport, const options& wanted, std::shared_ptr<State> state)
        : inner_(transport.listen(wanted)), state_(std::move(state)) {}

    /// A client of the listener inside, its socket decorated; as `net::listener::accept()` promises it.
    net::accepted<Socket> accept() noexcept {
        auto [status, client, from] = inner_.accept();
        return {status, Socket(std::move(client), state_), std::move(from)};
    }

    /// Accepts one and says why not, over a socket that is not decorated. False when even that fails.
    bool turn_away_one(std::string_view notice) noexcept { return inner_.turn_away_one(notice); }
    void close() noexcept { inner_.close(); }  ///< nobody is accepted any more
    const net::address& where() const noexcept { return inner_.where(); }  ///< the address that clients connect to
    net::native::handle native_handle() const noexcept { return inner_.native_handle(); }  ///< for pollers

    /// The listener inside, for what only it can do: `server.listener().inner().connect()`.
    inner_type& inner() noexcept { return inner_; }

protected:
    inner_type inner_;              ///< the listener inside
    std::shared_ptr<State> state_;  ///< given to each socket
};

}  // namespace parley::testing
