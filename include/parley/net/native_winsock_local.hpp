#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The third part of the Windows twin: what connects inside one machine. Pairs of sockets; no socket files. (Windows 10
/// has Unix-domain sockets, other Windows and wine have none, and what was never run is not claimed: `local_address()`
/// says so in one sentence.) Refuses to know who listens. Read next: `net/native_posix_local.hpp`, its twin.

#include <parley/net/native_winsock.hpp>

namespace parley::net::native {

/// Two sockets that are connected to each other; `no_handle` twice on failure.
struct socket_pair {
    handle one = no_handle;    ///< one end ...
    handle other = no_handle;  ///< ... and the other: each is closed by its owner
};

/// Connects `one` to a listener, over the loopback interface; the other end, or `no_handle`. Anybody on this machine
/// can connect to that listener: who is not `one` is sent away.
inline handle connect_over_loopback(handle one, handle listener) noexcept {
    sockaddr_in at{}, from{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    if (bind_and_listen(listener, where, sizeof at, 8) != 0 || ::getsockname(listener, where, &length) != 0 ||
        ::connect(one, where, length) != 0 || ::getsockname(one, where, &length) != 0)
        return no_handle;
    for (;;) {
        length = sizeof from;
        const handle other = ::accept(listener, reinterpret_cast<sockaddr*>(&from), &length);
        if (other == no_handle || from.sin_port == at.sin_port) return other;
        close(other);
    }
}

/// There is no socketpair: two ends of a TCP connection. Both block until they are connected, which needs nobody.
inline socket_pair open_pair() noexcept {
    const handle listener = ::WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, WSA_FLAG_OVERLAPPED);
    const handle one = ::WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, WSA_FLAG_OVERLAPPED);
    const handle other = connect_over_loopback(one, listener);
    const int error = last_error();
    if (listener != no_handle) close(listener);
    if (other == no_handle) {
        if (one != no_handle) close(one);
        ::WSASetLastError(error);
        return {};
    }
    for (const handle end : {one, other}) prepare(end), prepare_stream(end);
    return {one, other};
}

/// The error of who connects where nobody listens.
inline constexpr int nobody_listens = WSAECONNREFUSED;

/// @{ Can a socket be at a path here? And the error of a system where none can: nothing below is reached there.
inline constexpr bool has_local_sockets = false;
inline constexpr int no_such_family = WSAEAFNOSUPPORT;
/// @}

/// No folders are locked here.
inline handle lock_folder(const char*) noexcept { return no_handle; }

/// No file is a socket here.
inline bool is_stale(const sockaddr_un&) noexcept { return false; }

/// Which file stands at a path: none that matters here.
struct file_identity {
    bool exists = false;  ///< something stands there

    /// The same file, not an equal one.
    friend bool operator==(const file_identity&, const file_identity&) = default;
};

/// What stands at `path` now, if anything does.
inline file_identity identify(const char*) noexcept { return {}; }

/// Takes a file's name away; that it has none is no failure.
inline void remove_file(const char*) noexcept {}

}  // namespace parley::net::native
