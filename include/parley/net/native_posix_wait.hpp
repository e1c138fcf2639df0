#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The waiting half of the POSIX twin: poll(2), select(2), the bell that wakes a sleeper, and connecting, which waits.
/// Refuses to know who waits and for whom. Read next: `net/native_winsock_wait.hpp`, its twin; `net/doorbell.hpp`.

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <parley/base/clock.hpp>
#include <parley/net/native_posix.hpp>
#include <poll.h>
#include <span>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/eventfd.h>
#endif

namespace parley::net::native {

/// The two ends of a doorbell; the same descriptor twice where the system has eventfd(2), of a pipe(2) elsewhere.
/// @snippet net/doorbell_test.cpp bell
struct bell {
    handle read_end = no_handle;   ///< readable while it rings
    handle write_end = no_handle;  ///< rung
};

/// `no_handle` twice on failure.
inline bell open_bell() noexcept {
#if defined(__linux__) && !defined(PARLEY_PORTABLE_POSIX)
    const handle both = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return {both, both};
#else
    handle ends[2];
    if (::pipe(ends) != 0) return {};
    prepare(ends[0]);
    prepare(ends[1]);
    return {ends[0], ends[1]};
#endif
}

/// Async-signal-safe (write(2) is), and leaves errno as it was.
inline void ring(const bell& rung) noexcept {
    const int before = errno;
    const std::uint64_t one = 1;
    while (::write(rung.write_end, &one, sizeof one) < 0 && errno == EINTR) {}
    errno = before;
}

/// Takes out all that was rung. Never waits.
inline void silence(const bell& rung) noexcept {
    std::uint64_t rings[8];
    while (::read(rung.read_end, rings, sizeof rings) < 0 && errno == EINTR) {}
}

/// Both ends; nobody may ring any more.
inline void close(const bell& closed) noexcept {
    close(closed.read_end);
    if (closed.write_end != closed.read_end) close(closed.write_end);
}

/// What poll(2) is asked and what it answers, for one descriptor.
using poll_entry = pollfd;

/// @{ What an answer means. The kernel also reports, unasked, that a connection is lost (POLLERR, POLLHUP): that counts
/// as both, so that whoever asked finds out by trying.
inline bool readable(short revents) noexcept { return (revents & ~POLLOUT) != 0; }
inline bool writable(short revents) noexcept { return (revents & ~POLLIN) != 0; }
/// @}

/// poll(2) takes whole milliseconds: rounded up, so that a wait never ends just before its deadline.
inline int timeout_until(time_point deadline) noexcept {
    if (deadline == never) return -1;
    const time_point now = clock::now();
    if (deadline <= now) return 0;
    const auto rest = std::chrono::ceil<milliseconds>(deadline - now).count();
    return rest > 1'000'000 ? 1'000'000 : static_cast<int>(rest);
}

/// Waits until a descriptor is ready or `deadline` has come, and says how many are ready. A signal counts as
/// "look again": nothing is ready then.
inline int wait(std::span<poll_entry> entries, time_point deadline) noexcept {
    const int ready = ::poll(entries.data(), static_cast<nfds_t>(entries.size()), timeout_until(deadline));
    if (ready <= 0)
        for (poll_entry& entry : entries) entry.revents = 0;
    return ready;
}

/// select(2) on the descriptors below `bound` until `deadline`: the answer replaces the question in the sets.
/// A signal counts as "look again": nothing is ready then.
inline int select(int bound, fd_set& readable, fd_set& writable, time_point deadline) noexcept {
    const int rest = timeout_until(deadline);
    timeval limit{rest / 1000, (rest % 1000) * 1000};
    const int ready = ::select(bound, &readable, &writable, nullptr, rest < 0 ? nullptr : &limit);
    if (ready <= 0) {
        FD_ZERO(&readable);
        FD_ZERO(&writable);
    }
    return ready;
}

/// The answer to a connect(2) that is under way. 0, or the system's error number.
inline int finish_connecting(handle socket, time_point deadline) noexcept {
    poll_entry entry{socket, POLLOUT, 0};
    while (wait({&entry, 1}, deadline) <= 0)
        if (clock::now() >= deadline) return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

/// How long a client waits before it asks again whether a Unix-domain listener has room in its backlog.
inline constexpr milliseconds backlog_pause{5};

/// connect(2), waiting until `deadline` for the answer. 0, or the system's error number.
inline int connect(handle socket, const sockaddr* to, std::size_t length, time_point deadline) noexcept {
    while (::connect(socket, to, static_cast<socklen_t>(length)) != 0) {
        if (errno == EINPROGRESS || errno == EINTR) return finish_connecting(socket, deadline);
        // Linux says EAGAIN when a Unix-domain listener's backlog is full, and has nothing to wait for room with.
        if (errno != EAGAIN || to->sa_family != AF_UNIX) return errno;
        const time_point now = clock::now();
        if (now >= deadline) return ETIMEDOUT;
        wait({}, std::min(deadline, now + backlog_pause));
    }
    return 0;
}

/// Can select(2) watch this descriptor beside those of `others` clients? POSIX limits the descriptor's value, Winsock
/// the number of them.
inline bool fits_select(handle descriptor, std::size_t /*others*/) noexcept { return descriptor < FD_SETSIZE; }

}  // namespace parley::net::native
