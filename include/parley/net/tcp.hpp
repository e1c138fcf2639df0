#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// TCP over IPv4 and IPv6 (RFC 9293): how a listener and a connection are made.
/// Read next: `net/address.hpp`; `net/keep_alive.hpp`; `net/local.hpp`, its twin for Unix-domain sockets.

#include <parley/net/listener.hpp>

namespace parley::net {

namespace detail {

/// The address that a socket was given by bind(2).
inline address bound_address(const socket& bound) {
    sockaddr_storage raw{};
    socklen_t length = sizeof raw;
    ::getsockname(bound.native_handle(), reinterpret_cast<sockaddr*>(&raw), &length);
    return {reinterpret_cast<const sockaddr*>(&raw), length};
}

/// What to do about a bind(2) or listen(2) that failed.
inline std::string_view bind_advice(std::error_code error) noexcept {
    if (error == std::errc::address_in_use) return "another server is running there, or choose --port 0";
    if (error == std::errc::permission_denied) return "ports below 1024 need privileges; choose a higher one";
    if (error == std::errc::address_not_available) return "this machine has no such address; try 127.0.0.1";
    return {};
}

/// bind(2) and listen(2). 0, or the system's error number.
inline int bind_and_listen(native::handle handle, const addrinfo& to, int backlog, milliseconds keep_alive) noexcept {
    if (handle == native::no_handle) return native::last_error();
    native::allow_restart(handle);
    native::find_vanished(handle, keep_alive_within(keep_alive));
    if (to.ai_family == AF_INET6) native::set_option(handle, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    return native::bind_and_listen(handle, to.ai_addr, to.ai_addrlen, backlog);
}

}  // namespace detail

/// Listens on `host` and `port` (0: any free one). SO_REUSEADDR lets a server restart while connections of the
/// one before are still in TIME_WAIT; "::" takes IPv4 too. Clients whose machine vanishes are lost after `keep_alive`
/// (0: after hours). Throws `setup_error`.
inline listener listen_tcp(const std::string& host, std::uint16_t port, int backlog, milliseconds keep_alive = {}) {
    const resolved candidates = resolve(host, port, true);
    int error = 0;
    for (const addrinfo* one = candidates.get(); one != nullptr; one = one->ai_next) {
        socket opened(native::open_socket(one->ai_family));
        error = detail::bind_and_listen(opened.native_handle(), *one, backlog, keep_alive);
        if (error != 0) continue;
        address where = detail::bound_address(opened);
        return {std::move(opened), std::move(where)};
    }
    const std::error_code reason = native::error_code(error);
    throw setup_error(reason, "bind " + address::format(host, std::to_string(port)), detail::bind_advice(reason));
}

/// Connects to `host` and `port`, trying each address of the name in turn, all of them until `deadline`.
/// Throws `setup_error`.
inline socket connect_tcp(const std::string& host, std::uint16_t port, time_point deadline = never) {
    const resolved candidates = resolve(host, port, false);
    int error = 0;
    for (const addrinfo* one = candidates.get(); one != nullptr; one = one->ai_next) {
        socket opened(native::open_socket(one->ai_family));
        // Prepared first: of somebody who resets at once macOS can set nothing any more.
        const bool made = opened.native_handle() != native::no_handle && native::prepare_stream(opened.native_handle());
        error = made ? native::connect(opened.native_handle(), one->ai_addr, one->ai_addrlen, deadline)
                     : native::last_error();
        if (error == 0) return opened;
    }
    const std::error_code reason = native::error_code(error);
    throw setup_error(reason, "connect to " + address::format(host, std::to_string(port)),
                      reason == std::errc::connection_refused ? "no server is listening there" : "");
}

}  // namespace parley::net
