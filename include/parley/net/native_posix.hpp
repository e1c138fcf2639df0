#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the library asks of the operating system, in POSIX's words (Linux, macOS, the BSDs). Sockets are here, waiting
/// is in `net/native_posix_wait.hpp`, what connects inside one machine in `net/native_posix_local.hpp`; only pollers,
/// and tools for tests, include more of the system's headers. Plain functions over descriptors; the twins for Windows
/// have the same names in the same order. Every socket and doorbell made here is non-blocking, and every descriptor
/// closed on exec: in the same step where the system can do that, else just after, as on macOS. A build that defines
/// PARLEY_PORTABLE_POSIX does everything as there: that is how it is run on Linux. Refuses to know policies and the
/// chat. Read next: `net/native_posix_wait.hpp`, `net/native_posix_local.hpp`; `net/native_winsock.hpp`, the twin.

#include <arpa/inet.h>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <parley/base/cpp20.hpp>
#include <parley/net/io_result.hpp>
#include <parley/net/keep_alive.hpp>
#include <span>
#include <string_view>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parley::net::native {

using handle = int;                      ///< a descriptor
inline constexpr handle no_handle = -1;  ///< none

inline int last_error() noexcept { return errno; }                                                   ///< errno(3)
inline std::error_code error_code(int number) noexcept { return {number, std::system_category()}; }  ///< with its text

/// getaddrinfo(3) has numbers of its own; this one says that `last_error()` tells why.
inline bool is_system_failure(int resolver_error) noexcept { return resolver_error == EAI_SYSTEM; }

inline void close(handle descriptor) noexcept { ::close(descriptor); }  ///< close(2)

/// Non-blocking and closed on exec, where the system cannot say so when it makes a descriptor.
inline void prepare(handle descriptor) noexcept {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// A switch of setsockopt(2). That it is refused is no failure: a Unix-domain socket knows no TCP_NODELAY.
inline void set_option(handle socket, int level, int name, int value) noexcept {
    ::setsockopt(socket, level, name, &value, sizeof value);
}

/// A server may bind its port again while connections of the one before are in TIME_WAIT. (Winsock's option of
/// that name lets two servers share a port, which nobody wants: the twin does nothing here.)
inline void allow_restart(handle listener) noexcept { set_option(listener, SOL_SOCKET, SO_REUSEADDR, 1); }

/// bind(2) and listen(2). 0, or the system's error number.
inline int bind_and_listen(handle socket, const sockaddr* at, std::size_t length, int backlog) noexcept {
    const bool done = ::bind(socket, at, static_cast<socklen_t>(length)) == 0 && ::listen(socket, backlog) == 0;
    return done ? 0 : last_error();
}

/// What every socket that carries a conversation wants: no Nagle delay (RFC 896), no SIGPIPE where the system offers
/// that per socket. That has to work: a flag of send() that a header knows may be unknown to the kernel. False when it
/// was refused, as macOS does when the connection is over already.
inline bool prepare_stream(handle socket) noexcept {
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    return ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == 0;
#else
    return true;
#endif
}

/// Finds a TCP peer that has vanished: by its silence, and by what it does not acknowledge where the system has a limit
/// for that (TCP_USER_TIMEOUT, RFC 5482). The connection then fails with ETIMEDOUT. What a listener is told holds for
/// those whom it accepts.
inline void find_vanished(handle socket, const keep_alive& wanted) noexcept {
    if (wanted.total() == 0) return;
    set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
#if defined(TCP_KEEPIDLE)
    set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, wanted.silence);
#elif defined(TCP_KEEPALIVE)
    set_option(socket, IPPROTO_TCP, TCP_KEEPALIVE, wanted.silence);  // macOS calls it so
#endif
#if defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
    set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, wanted.interval);
    set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, wanted.questions);
#endif
#if defined(TCP_USER_TIMEOUT)
    set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, wanted.total() * 1000);
#elif defined(TCP_RXT_CONNDROPTIME)
    set_option(socket, IPPROTO_TCP, TCP_RXT_CONNDROPTIME, wanted.total());  // macOS
#endif
}

/// What is added to a socket's type so that it need not be prepared; 0 where the system has nothing of that kind.
#if defined(SOCK_NONBLOCK) && !defined(PARLEY_PORTABLE_POSIX)
inline constexpr int prepared = SOCK_NONBLOCK | SOCK_CLOEXEC;
#else
inline constexpr int prepared = 0;
#endif

/// socket(2); `no_handle` on failure.
inline handle open_socket(int family, int type = SOCK_STREAM) noexcept {
    const handle made = ::socket(family, type | prepared, 0);
    if (prepared == 0 && made != no_handle) prepare(made);
    return made;
}

/// What an error of a call on one connection means. EINTR never gets here: calls are repeated.
inline io_result classify(int error) noexcept {
    if (error == EAGAIN || error == EWOULDBLOCK) return {io_status::would_block, 0, error};
    const bool shortage = error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
    return {shortage ? io_status::exhausted : io_status::failed, 0, error};
}

/// accept(2), or accept4(2) where there is one. It makes no difference that a client's socket inherits O_NONBLOCK on
/// the BSDs and does not on Linux. `failed` concerns the client that was to be accepted (ECONNABORTED and the network
/// errors of accept(2)), not the listener.
inline io_result accept(handle listener, handle& client, sockaddr_storage& from, socklen_t& length) noexcept {
    do {
        length = sizeof from;
        from.ss_family = AF_UNSPEC;  // macOS gives no address of a client that has gone already
#if defined(SOCK_NONBLOCK) && !defined(PARLEY_PORTABLE_POSIX)
        client = ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &length, prepared);
#else
        client = ::accept(listener, reinterpret_cast<sockaddr*>(&from), &length);
        if (client != no_handle) prepare(client);
#endif
    } while (client == no_handle && errno == EINTR);
    if (client == no_handle) return classify(errno);
    if (prepare_stream(client)) return {};
    close(std::exchange(client, no_handle));
    return {io_status::failed, 0, ECONNABORTED};
}

/// recv(2). End of file is `closed`.
inline io_result receive(handle socket, std::span<char> buffer) noexcept {
    ssize_t count;
    do {
        count = ::recv(socket, buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return classify(errno);
    return {count == 0 ? io_status::closed : io_status::ok, static_cast<std::size_t>(count), 0};
}

/// How many texts one call of `send()` can point at.
inline constexpr std::size_t most_views = 64;

/// Ask a call not to raise SIGPIPE; where there is no such flag, `prepare_stream()` has seen to it.
#if defined(MSG_NOSIGNAL)
inline constexpr int send_flags = MSG_NOSIGNAL;
#else
inline constexpr int send_flags = 0;
#endif

/// One sendmsg(2) that points straight at the texts.
inline ssize_t send_parts(handle socket, std::span<const std::string_view> texts) noexcept {
    iovec parts[most_views];
    std::size_t used = 0;
    for (; used != texts.size() && used != most_views; ++used)
        parts[used] = {const_cast<char*>(texts[used].data()), texts[used].size()};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(used);
    return ::sendmsg(socket, &message, send_flags);
}

/// Sends the texts, or as much of them as the kernel has room for, without raising SIGPIPE or touching its disposition.
/// A single text is left to send(2): the kernel has less to look at (70 ns of 1,500 where it was measured).
inline io_result send(handle socket, std::span<const std::string_view> texts) noexcept {
    ssize_t count;
    do {
        count = texts.size() == 1 ? ::send(socket, texts[0].data(), texts[0].size(), send_flags)
                                  : send_parts(socket, texts);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return classify(errno);
    return {io_status::ok, static_cast<std::size_t>(count), 0};
}

/// Half-close: "I shall send no more" (a FIN, RFC 9293 section 3.6).
inline void shutdown_send(handle socket) noexcept { ::shutdown(socket, SHUT_WR); }

/// When it is closed, the peer gets a reset (RST, RFC 9293 section 3.10.4) and what was not sent is thrown away.
inline void reset_on_close(handle socket) noexcept {
    const linger at_once{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// A descriptor that means nothing and is kept to be given up when there are no others.
inline handle open_spare() noexcept { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace parley::net::native
