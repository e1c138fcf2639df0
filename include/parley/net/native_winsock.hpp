#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the library asks of the operating system, in Windows' words: the twin of `net/native_posix.hpp`, with the same
/// names in the same order, to be read side by side. Sockets are here, waiting is in `net/native_winsock_wait.hpp`,
/// what connects inside one machine in `net/native_winsock_local.hpp`. A socket is no file here: it has calls of its
/// own (closesocket, ioctlsocket, WSASend) and errors of its own. No socket is inherited by the programs that this one
/// starts. Refuses to know policies and the chat.
/// Read next: `net/native_winsock_wait.hpp`, `net/native_winsock_local.hpp`; `net/native_winsock_errors.hpp`.

// How many sockets an fd_set holds is the program's choice here, 64 unless it says otherwise before the system's header
// is seen. A program that chooses another number does so in all of its files.
#if !defined(FD_SETSIZE)
#define FD_SETSIZE 1024
#endif
// winsock2.h brings windows.h along: what tames that is taken back, it is the program's own choice.
#if !defined(NOMINMAX)
#define NOMINMAX
#define PARLEY_OWN_NOMINMAX
#endif
#if !defined(WIN32_LEAN_AND_MEAN)
#define WIN32_LEAN_AND_MEAN
#define PARLEY_OWN_LEAN_AND_MEAN
#endif
#include <winsock2.h>  // before windows.h, which would else bring its predecessor
#include <ws2tcpip.h>
#include <afunix.h>
#if defined(PARLEY_OWN_NOMINMAX)
#undef NOMINMAX
#undef PARLEY_OWN_NOMINMAX
#endif
#if defined(PARLEY_OWN_LEAN_AND_MEAN)
#undef WIN32_LEAN_AND_MEAN
#undef PARLEY_OWN_LEAN_AND_MEAN
#endif

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <parley/base/cpp20.hpp>
#include <parley/net/io_result.hpp>
#include <parley/net/keep_alive.hpp>
#include <parley/net/native_winsock_errors.hpp>
#include <span>
#include <string_view>
#include <system_error>

namespace parley::net::native {

using handle = SOCKET;                               ///< a socket
inline constexpr handle no_handle = INVALID_SOCKET;  ///< none

/// Winsock has to be asked to begin. It is done before main(), and undone by the system when the process ends.
struct winsock_user {
    winsock_user() noexcept {
        WSADATA unused;
        ::WSAStartup(MAKEWORD(2, 2), &unused);  // when it fails, so does the first call that makes a socket
    }
};
inline const winsock_user winsock_used;  ///< one for the process

inline int last_error() noexcept { return ::WSAGetLastError(); }                                   ///< of this thread
inline std::error_code error_code(int number) noexcept { return winsock_category::code(number); }  ///< with its text

/// Winsock's getaddrinfo has numbers for all of its failures.
inline bool is_system_failure(int /*resolver_error*/) noexcept { return false; }

inline void close(handle descriptor) noexcept { ::closesocket(descriptor); }  ///< closesocket

/// Non-blocking, and not inherited.
inline void prepare(handle descriptor) noexcept {
    unsigned long on = 1;
    ::ioctlsocket(descriptor, static_cast<long>(FIONBIO), &on);
    ::SetHandleInformation(reinterpret_cast<HANDLE>(descriptor), HANDLE_FLAG_INHERIT, 0);
}

/// A switch of setsockopt. That it is refused is no failure.
inline void set_option(handle socket, int level, int name, int value) noexcept {
    ::setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value);
}

/// A server may bind its port again at once, without being asked. (SO_REUSEADDR lets two servers share a port here.)
inline void allow_restart(handle /*listener*/) noexcept {}

/// bind and listen. 0, or the system's error number.
inline int bind_and_listen(handle socket, const sockaddr* at, std::size_t length, int backlog) noexcept {
    const bool done = ::bind(socket, at, static_cast<socklen_t>(length)) == 0 && ::listen(socket, backlog) == 0;
    return done ? 0 : last_error();
}

/// What every socket that carries a conversation wants: no Nagle delay (RFC 896). There is no SIGPIPE here, and nothing
/// that has to work.
inline bool prepare_stream(handle socket) noexcept {
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    return true;
}

/// Finds a TCP peer that has vanished, by its silence. The connection then fails with WSAETIMEDOUT. What a listener is
/// told holds for those whom it accepts. These options are Windows 10's (version 1709); before, the system's own limit
/// of two hours holds.
inline void find_vanished(handle socket, const keep_alive& wanted) noexcept {
    if (wanted.total() == 0) return;
    set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    constexpr int silence = 3, questions = 16, interval = 17;  // TCP_KEEPIDLE, ..CNT, ..INTVL: not in every header
    set_option(socket, IPPROTO_TCP, silence, wanted.silence);
    set_option(socket, IPPROTO_TCP, interval, wanted.interval);
    set_option(socket, IPPROTO_TCP, questions, wanted.questions);
}

/// WSASocket; `no_handle` on failure.
inline handle open_socket(int family, int type = SOCK_STREAM) noexcept {
    const handle made = ::WSASocketW(family, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (made != no_handle) prepare(made);
    return made;
}

/// What an error of a call on one connection means: a number of Winsock's, or one of errno's that a test has planned.
inline io_result classify(int error) noexcept {
    if (error == WSAEWOULDBLOCK || error == EAGAIN || error == EWOULDBLOCK) return {io_status::would_block, 0, error};
    const bool shortage = error == WSAEMFILE || error == WSAENOBUFS || error == EMFILE || error == ENFILE ||
                          error == ENOBUFS || error == ENOMEM;
    return {shortage ? io_status::exhausted : io_status::failed, 0, error};
}

/// accept. `failed` concerns the client that was to be accepted (WSAECONNRESET), not the listener.
inline io_result accept(handle listener, handle& client, sockaddr_storage& from, socklen_t& length) noexcept {
    length = sizeof from;
    client = ::accept(listener, reinterpret_cast<sockaddr*>(&from), &length);
    if (client == no_handle) return classify(last_error());
    prepare(client);
    prepare_stream(client);
    return {};
}

/// recv. End of file is `closed`.
inline io_result receive(handle socket, std::span<char> buffer) noexcept {
    const int most = static_cast<int>(std::min<std::size_t>(buffer.size(), 1 << 30));
    const int count = ::recv(socket, buffer.data(), most, 0);
    if (count < 0) return classify(last_error());
    return {count == 0 ? io_status::closed : io_status::ok, static_cast<std::size_t>(count), 0};
}

/// How many texts one call of `send()` can point at.
inline constexpr std::size_t most_views = 64;

/// Sends the texts, or as much of them as the system has room for: one WSASend that points straight at them.
inline io_result send(handle socket, std::span<const std::string_view> texts) noexcept {
    WSABUF parts[most_views];
    unsigned long used = 0;
    for (; used != texts.size() && used != most_views; ++used)
        parts[used] = {static_cast<unsigned long>(texts[used].size()), const_cast<char*>(texts[used].data())};
    unsigned long count = 0;
    if (::WSASend(socket, parts, used, &count, 0, nullptr, nullptr) != 0) return classify(last_error());
    return {io_status::ok, count, 0};
}

/// Half-close: "I shall send no more" (a FIN, RFC 9293 section 3.6).
inline void shutdown_send(handle socket) noexcept { ::shutdown(socket, SD_SEND); }

/// When it is closed, the peer gets a reset (RST, RFC 9293 section 3.10.4) and what was not sent is thrown away.
inline void reset_on_close(handle socket) noexcept {
    const linger at_once{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
}

/// A socket that means nothing and is kept to be given up when there are no others.
inline handle open_spare() noexcept { return open_socket(AF_INET); }

}  // namespace parley::net::native
