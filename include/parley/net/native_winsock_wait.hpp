#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The waiting half of the Windows twin: WSAPoll, select, the bell that wakes a sleeper, and connecting, which waits.
/// Only sockets can be waited for, so the bell is one. Waits are as exact as the system's clock ticks: 16 ms.
/// Refuses to know who waits and for whom. Read next: `net/native_posix_wait.hpp`, its twin; `net/doorbell.hpp`.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <parley/base/clock.hpp>
#include <parley/net/native_winsock.hpp>
#include <span>

namespace parley::net::native {

/// The two ends of a doorbell: the same socket twice, a datagram socket that is connected to itself.
struct bell {
    handle read_end = no_handle;   ///< readable while it rings
    handle write_end = no_handle;  ///< rung
};

/// `no_handle` twice on failure.
inline bell open_bell() noexcept {
    const handle both = open_socket(AF_INET, SOCK_DGRAM);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    if (both == no_handle) return {};
    if (::bind(both, where, length) == 0 && ::getsockname(both, where, &length) == 0 &&
        ::connect(both, where, length) == 0)
        return {both, both};
    const int error = last_error();
    close(both);
    ::WSASetLastError(error);
    return {};
}

/// From any thread (a console's Ctrl+C has one of its own); leaves errno and the last error as they were.
inline void ring(const bell& rung) noexcept {
    const int before = ::WSAGetLastError();
    const char one = 1;
    ::send(rung.write_end, &one, sizeof one, 0);
    ::WSASetLastError(before);
}

/// Takes out all that was rung. Never waits.
inline void silence(const bell& rung) noexcept {
    char rings[8];
    while (::recv(rung.read_end, rings, sizeof rings, 0) > 0) {}
}

/// Both ends; nobody may ring any more.
inline void close(const bell& closed) noexcept { close(closed.read_end); }

/// What WSAPoll is asked and what it answers, for one socket.
using poll_entry = WSAPOLLFD;

/// @{ What an answer means. The system also reports, unasked, that a connection is lost (POLLERR, POLLHUP): that counts
/// as both, so that whoever asked finds out by trying.
inline bool readable(short revents) noexcept { return (revents & ~POLLOUT) != 0; }
inline bool writable(short revents) noexcept { return (revents & ~POLLIN) != 0; }
/// @}

/// WSAPoll takes whole milliseconds: rounded up, so that a wait never ends just before its deadline.
inline int timeout_until(time_point deadline) noexcept {
    if (deadline == never) return -1;
    const time_point now = clock::now();
    if (deadline <= now) return 0;
    const auto rest = std::chrono::ceil<milliseconds>(deadline - now).count();
    return rest > 1'000'000 ? 1'000'000 : static_cast<int>(rest);
}

/// Half-closed by its peer, and nobody asked whether it can be read: that is no answer, and POSIX gives none then.
inline bool only_half_closed(const poll_entry& entry) noexcept {
    return entry.revents == POLLHUP && (entry.events & POLLIN) == 0;
}

/// How long a wait leaves out who is half-closed: WSAPoll would say so at once, again and again.
inline constexpr milliseconds half_closed_pause{10};

/// WSAPoll looks at no entry whose socket is negative, so that who is left out is just inverted.
inline bool left_out(const poll_entry& entry) noexcept { return entry.fd > no_handle / 2 && entry.fd != no_handle; }

/// One call of WSAPoll. What is no socket it answers and does not count, and it fails when there is nothing else: the
/// answers are counted here, without those for who is left out.
inline int poll_once(std::span<poll_entry> entries, time_point deadline) noexcept {
    for (poll_entry& entry : entries) entry.revents = 0;
    const int told = ::WSAPoll(entries.data(), static_cast<unsigned long>(entries.size()), timeout_until(deadline));
    // Half-closed is no news to who asked only for room, and there is some.
    for (poll_entry& entry : entries)
        if ((entry.events & POLLIN) == 0 && (entry.revents & POLLOUT) != 0)
            entry.revents = static_cast<short>(entry.revents & ~POLLHUP);
    const auto ready = std::count_if(entries.begin(), entries.end(),
                                     [](auto& entry) { return entry.revents != 0 && !left_out(entry); });
    return ready == 0 ? std::min(told, 0) : static_cast<int>(ready);
}

/// The same without those who are half-closed and nothing else, until the pause has passed.
inline int poll_the_others(std::span<poll_entry> entries, time_point deadline) noexcept {
    const time_point until = std::min(deadline, clock::now() + half_closed_pause);
    for (poll_entry& entry : entries)
        if (only_half_closed(entry)) entry.fd = ~entry.fd;
    const int ready = poll_once(entries, until);
    if (ready < 0) ::Sleep(static_cast<unsigned long>(timeout_until(until)));  // nobody was left to be asked
    for (poll_entry& entry : entries)
        if (left_out(entry)) entry.fd = ~entry.fd, entry.revents = 0;
    return std::max(ready, 0);
}

/// Waits until a socket is ready or `deadline` has come, and says how many are ready.
inline int wait(std::span<poll_entry> entries, time_point deadline) noexcept {
    if (entries.empty()) {
        ::Sleep(static_cast<unsigned long>(timeout_until(deadline)));
        return 0;
    }
    for (;;) {
        int ready = poll_once(entries, deadline);
        const auto idle = static_cast<int>(std::count_if(entries.begin(), entries.end(), only_half_closed));
        if (idle != 0 && ready == idle)
            ready = poll_the_others(entries, deadline);
        else if (idle != 0)
            for (poll_entry& entry : entries)
                if (only_half_closed(entry)) --ready, entry.revents = 0;
        if (ready != 0 || idle == 0 || clock::now() >= deadline) return ready;
    }
}

/// select on the sockets of the sets until `deadline`: the answer replaces the question in them. The first argument
/// means nothing here.
inline int select(handle /*bound*/, fd_set& readable, fd_set& writable, time_point deadline) noexcept {
    const int rest = timeout_until(deadline);
    timeval limit{rest / 1000, (rest % 1000) * 1000};
    const int ready = ::select(0, &readable, &writable, nullptr, rest < 0 ? nullptr : &limit);
    if (ready <= 0) {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
    }
    return ready;
}

/// The answer to a connect that is under way. 0, or the system's error number. With select, since WSAPoll did not tell
/// of a refusal before Windows 10 version 2004.
inline int finish_connecting(handle socket, time_point deadline) noexcept {
    fd_set connected, refused;
    int ready = 0;
    do {
        const int rest = timeout_until(deadline);
        timeval limit{rest / 1000, (rest % 1000) * 1000};
        connected.fd_count = refused.fd_count = 1;
        connected.fd_array[0] = refused.fd_array[0] = socket;
        ready = ::select(0, nullptr, &connected, &refused, rest < 0 ? nullptr : &limit);
        if (ready < 0) return last_error();
        if (ready == 0 && clock::now() >= deadline) return WSAETIMEDOUT;
    } while (ready == 0);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &size);
    return error;
}

/// connect, waiting until `deadline` for the answer. 0, or the system's error number.
inline int connect(handle socket, const sockaddr* to, std::size_t length, time_point deadline) noexcept {
    if (::connect(socket, to, static_cast<socklen_t>(length)) == 0) return 0;
    return last_error() == WSAEWOULDBLOCK ? finish_connecting(socket, deadline) : last_error();
}

/// Can select watch this socket beside those of `others` clients, the listener and the doorbell? Winsock limits their
/// number, POSIX the descriptor's value.
inline bool fits_select(handle /*descriptor*/, std::size_t others) noexcept { return others + 3 <= FD_SETSIZE; }

}  // namespace parley::net::native
