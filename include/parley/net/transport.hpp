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

/// Sockets, listeners and transports. What happens to a connection is a value; only setting up throws.
namespace parley::net {

/// A connected, non-blocking stream socket. See `net::socket` for what each call promises.
///
/// What the compiler cannot see, and what checks it of the system's sockets:
///
/// | promise | checked by |
/// |---|---|
/// | no call waits | "what is set on sockets: non-blocking ..." in `tests/net/tcp_test.cpp` |
/// | nothing to read is `would_block`, a half-close `closed` | "nothing to read is no end ..." in `tests/net/socket_test.cpp` |
/// | `send(texts)` takes the first bytes of the texts, as one stream, and says how many | "a kernel that is full takes a part ..." in `tests/net/socket_test.cpp` |
/// | who has gone is `failed`, without a signal | "a peer that resets ..." in `tests/net/socket_test.cpp` and `tests/net/signals_test.cpp` |
/// | its handle is ready when receiving or sending would not block: it keeps no bytes back | `tests/testing/decorators_test.cpp` |
/// | one made from nothing fails and does not crash; destroying closes | "a socket made from nothing ...", "a socket owns ..." in `tests/net/socket_test.cpp` |
/// | one thread may receive while another sends | "one thread receives while another sends ..." in `tests/net/socket_test.cpp`, and every test of `thread_per_client` under ThreadSanitizer |
///
/// @snippet examples/transport.cpp transport
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
///
/// What the compiler cannot see, and what checks it:
///
/// | promise | checked by |
/// |---|---|
/// | its handle is readable while somebody waits | "the listener is readable exactly while ..." in `tests/net/in_process_test.cpp` |
/// | accepting never waits; `failed` concerns one client only | "who was gone before being accepted ..." in `tests/net/listener_test.cpp` |
/// | `exhausted`: `turn_away_one()` takes somebody off the queue, or says that it could not | `tests/net/no_descriptors_test.cpp` |
/// | once it is closed, nobody waits or can come; twice is once | "closing refuses those who wait ..." in `tests/net/listener_test.cpp` |
///
/// @snippet examples/transport.cpp transport
template <class L>
concept stream_listener =
    stream_socket<typename L::socket_type> && requires(L& listener, const L& looked_at, std::string_view notice) {
        { listener.accept() } noexcept -> std::same_as<accepted<typename L::socket_type>>;
        { listener.turn_away_one(notice) } noexcept -> std::same_as<bool>;
        { listener.close() } noexcept;
        { looked_at.where() } -> std::convertible_to<const address&>;
        { looked_at.native_handle() } noexcept -> std::same_as<native::handle>;
    };

/// Makes listeners. `listen()` throws `setup_error` when that cannot be done ("a taken port is told as it is ..." in
/// `tests/net/tcp_test.cpp`); a server calls it once, in its constructor.
///
/// @snippet examples/transport.cpp transport
template <class T>
concept transport = requires(T& t, const options& wanted) {
    { t.listen(wanted) } -> stream_listener;
};

static_assert(stream_socket<socket> && stream_listener<listener>);

}  // namespace parley::net
