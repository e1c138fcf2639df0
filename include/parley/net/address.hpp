#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Where a socket is: an IP address and port, or the path of a Unix-domain socket; and names made into them.
/// Refuses to know what is done with it. Read next: `base/error.hpp`.

#include <cstdint>
#include <cstring>
#include <memory>
#include <parley/base/error.hpp>
#include <parley/net/native.hpp>
#include <string>
#include <system_error>

namespace parley::net {

/// A socket address as people write it. Copies freely; holds no descriptor.
/// @snippet examples/socket.cpp listener
class address {
public:
    address() = default;

    /// What getsockname(2), getpeername(2), accept(2) or getaddrinfo(3) gave.
    address(const sockaddr* raw, socklen_t length) {
        if (raw->sa_family == AF_UNIX) {
            const auto* local = reinterpret_cast<const sockaddr_un*>(raw);
            const std::size_t head = offsetof(sockaddr_un, sun_path), size = static_cast<std::size_t>(length);
            if (size > head) text_.assign(local->sun_path, ::strnlen(local->sun_path, size - head));
            return;
        }
        char host[NI_MAXHOST] = "?", port[NI_MAXSERV] = "0";
        ::getnameinfo(raw, length, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
        text_ = format(host, port);
        port_ = static_cast<std::uint16_t>(std::stoul(port));
    }

    /// "127.0.0.1:5000", "[::1]:5000", a path, or nothing for an unnamed Unix-domain peer.
    const std::string& text() const noexcept { return text_; }
    /// TCP port, 0 for a Unix-domain socket.
    std::uint16_t port() const noexcept { return port_; }

    /// A host and a port as people write them: a host with colons goes in brackets (RFC 3986 section 3.2.2).
    static std::string format(const std::string& host, const std::string& port) {
        return host.find(':') == std::string::npos ? host + ":" + port : "[" + host + "]:" + port;
    }

private:
    std::string text_;
    std::uint16_t port_ = 0;
};

/// The list that getaddrinfo(3) makes, freed by its owner.
using resolved = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

/// The errors of getaddrinfo(3), which have numbers and texts of their own.
/// @snippet examples/descriptors.cpp resolver_errors
class resolver_errors final : public std::error_category {
public:
    /// @{ The category's name, gai_strerror(3), and `address_not_available` for each of them.
    const char* name() const noexcept override { return "getaddrinfo"; }
    std::string message(int number) const override { return ::gai_strerror(number); }
    std::error_condition default_error_condition(int) const noexcept override {
        return std::errc::address_not_available;
    }
    /// @}

    /// The error behind what getaddrinfo(3) returned; the system's own where that only points to errno.
    static std::error_code code(int number) noexcept {
        static const resolver_errors category{};
        return native::is_system_failure(number) ? native::error_code(native::last_error())
                                                 : std::error_code(number, category);
    }
};

/// getaddrinfo(3): the TCP addresses of a host name. `passive` is for listening. Blocks while a name server is
/// asked; throws `setup_error` when the name means nothing.
inline resolved resolve(const std::string& host, std::uint16_t port, bool passive) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = passive ? AI_PASSIVE : 0;
    addrinfo* found = nullptr;
    const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
    if (failure != 0) throw setup_error(resolver_errors::code(failure), "resolve " + host);
    return {found, &::freeaddrinfo};
}

/// A path as the kernel wants it. Throws `setup_error` when it is longer than the kernel allows (about 100 bytes), and
/// on a system where sockets have no paths.
inline sockaddr_un local_address(const std::string& path) {
    if (!native::has_local_sockets)
        throw setup_error(native::error_code(native::no_such_family), "use the socket " + path,
                          "there are no Unix-domain sockets on this system: give a host and a port");
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    if (path.size() >= sizeof local.sun_path)
        throw setup_error(std::make_error_code(std::errc::filename_too_long), "use the socket " + path,
                          "choose a shorter path");
    std::memcpy(local.sun_path, path.data(), path.size());
    return local;
}

}  // namespace parley::net
