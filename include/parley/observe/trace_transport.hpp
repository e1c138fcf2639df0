#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A transport that shows how long its calls take: accepting, reading, writing, and for which client.
/// Refuses to know what the calls came to. Read next: `testing/decorated.hpp`, the same idea for tests.

#include <cstdint>
#include <parley/net/sockets.hpp>
#include <parley/net/transport.hpp>
#include <parley/observe/span.hpp>
#include <parley/observe/trace_span.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::observe {

/// A socket around another one. It knows its client's number.
/// @snippet examples/trace.cpp trace
template <net::stream_socket Inner>
class traced_socket {
public:
    traced_socket() noexcept = default;
    /// Owns the socket inside; `number` is its client's, from 1.
    traced_socket(Inner inner, std::uint32_t number) noexcept : inner_(std::move(inner)), number_(number) {}

    /// @{ As the socket inside, with the time recorded that reading and writing take.
    net::io_result receive(std::span<char> buffer) noexcept {
        const trace_span span(activity::reading, number_);
        return inner_.receive(buffer);
    }
    net::io_result send(std::span<const std::string_view> texts) noexcept {
        const trace_span span(activity::writing, number_);
        return inner_.send(texts);
    }
    void shutdown_send() noexcept { inner_.shutdown_send(); }
    net::native::handle native_handle() const noexcept { return inner_.native_handle(); }
    /// @}

private:
    Inner inner_{};
    std::uint32_t number_ = 0;
};

/// A listener around another one. It numbers those whom it lets in.
/// @snippet examples/trace.cpp trace
template <net::transport Transport>
class traced_listener {
public:
    /// What the transport inside makes.
    using inner_type = decltype(std::declval<Transport&>().listen(std::declval<const options&>()));
    using socket_type = traced_socket<typename inner_type::socket_type>;  ///< around its sockets

    /// Listens; throws what the transport inside throws.
    traced_listener(Transport& transport, const options& wanted) : inner_(transport.listen(wanted)) {}

    /// @{ As the listener inside, with the time recorded that accepting takes.
    net::accepted<socket_type> accept() noexcept {
        const trace_span span(activity::accepting, accepted_ + 1);
        auto [status, client, from] = inner_.accept();
        if (status == net::io_status::ok) ++accepted_;
        return {status, socket_type(std::move(client), accepted_), std::move(from)};
    }
    bool turn_away_one(std::string_view notice) noexcept {
        const trace_span span(activity::accepting);
        return inner_.turn_away_one(notice);
    }
    void close() noexcept { inner_.close(); }
    const net::address& where() const noexcept { return inner_.where(); }
    net::native::handle native_handle() const noexcept { return inner_.native_handle(); }
    /// @}

    /// The listener inside, for what only it can do: `server.listener().inner().connect()`.
    inner_type& inner() noexcept { return inner_; }

private:
    inner_type inner_;
    std::uint32_t accepted_ = 0;
};

/// `server<P, observe::traced<net::in_process>, observe::trace<>>`
/// @snippet examples/trace.cpp trace
template <net::transport Transport = net::sockets>
class traced {
public:
    traced() = default;
    explicit traced(Transport inner) : inner_(std::move(inner)) {}  ///< one that was set up already

    /// Listens; throws what the transport inside throws.
    traced_listener<Transport> listen(const options& wanted) { return {inner_, wanted}; }

private:
    Transport inner_{};
};

static_assert(net::transport<traced<>>);

}  // namespace parley::observe
