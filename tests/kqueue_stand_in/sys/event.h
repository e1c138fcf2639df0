#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A stand-in for kqueue(2) on Linux, made of epoll(7): as much of it as `kqueue_poller` uses, as FreeBSD's and macOS's
/// manual pages have it. It shows on Linux that the poller asks and understands what these pages say; that a kernel does
/// what they say, only a Mac or a BSD can show. With this folder among the include paths, `<sys/event.h>` is found, and
/// `kqueue_loop` is in the umbrella header and in every test's list of models.

#pragma GCC system_header  // no warnings: that a struct and a function share a name is the interface

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <map>
#include <mutex>
#include <new>
#include <sys/epoll.h>
#include <unistd.h>

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_EOF 0x8000

struct kevent {
    std::uintptr_t ident;
    std::int16_t filter;
    std::uint16_t flags;
    std::uint32_t fflags;
    std::intptr_t data;
    void* udata;
};

namespace kqueue_stand_in {

/// The two filters of one descriptor.
struct knote {
    bool read = false, write = false;
    void* reader = nullptr;
    void* writer = nullptr;

    unsigned events() const noexcept { return (read ? EPOLLIN | EPOLLRDHUP : 0u) | (write ? EPOLLOUT : 0u); }
};

using knotes = std::map<std::uintptr_t, knote>;

inline std::mutex mutex;  // guards `queues`; a kqueue itself belongs to one thread
inline std::map<int, knotes> queues;

inline knotes& notes_of(int queue) {
    const std::lock_guard lock(mutex);
    return queues[queue];
}

/// Tells epoll what is asked of one descriptor by now. It forgets a descriptor that was closed, and its number may have
/// come back since: then it has to be told anew.
inline bool update(int queue, std::uintptr_t ident, const knote& asked) noexcept {
    const int descriptor = static_cast<int>(ident);
    epoll_event event{};
    event.events = asked.events();
    event.data.u64 = ident;
    // Not watched for nothing: epoll would tell of a lost connection all the same, which kqueue does not.
    if (event.events == 0) return ::epoll_ctl(queue, EPOLL_CTL_DEL, descriptor, nullptr) == 0;
    if (::epoll_ctl(queue, EPOLL_CTL_MOD, descriptor, &event) == 0) return true;
    return errno == ENOENT && ::epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

/// Where a kernel has no memory it says so, too: a test may let the allocation fail.
inline bool change(int queue, const struct kevent& told) try {
    knotes& notes = notes_of(queue);
    knote& note = notes[told.ident];
    const bool reads = told.filter == EVFILT_READ;
    bool& asked = reads ? note.read : note.write;
    if ((told.flags & EV_DELETE) != 0 && !asked) {
        errno = ENOENT;
        return false;
    }
    asked = (told.flags & EV_ADD) != 0;
    (reads ? note.reader : note.writer) = told.udata;
    const bool done = update(queue, told.ident, note);
    if (!note.read && !note.write) notes.erase(told.ident);
    return done;
} catch (const std::bad_alloc&) {
    errno = ENOMEM;
    return false;
}

/// One answer of epoll's as one or two of kqueue's. Gives the place behind them.
inline struct kevent* answer(const epoll_event& found, knotes& notes, struct kevent* events) {
    constexpr unsigned lost = EPOLLERR | EPOLLHUP;
    const auto known = notes.find(static_cast<std::uintptr_t>(found.data.u64));
    if (known == notes.end()) return events;
    const auto [ident, note] = *known;
    const bool ended = (found.events & (lost | EPOLLRDHUP)) != 0, broken = (found.events & lost) != 0;
    if (note.read && (found.events & (EPOLLIN | EPOLLRDHUP | lost)) != 0)
        *events++ = {ident, EVFILT_READ, static_cast<std::uint16_t>(ended ? EV_EOF : 0), 0, 0, note.reader};
    if (note.write && (found.events & (EPOLLOUT | lost)) != 0)
        *events++ = {ident, EVFILT_WRITE, static_cast<std::uint16_t>(broken ? EV_EOF : 0), 0, 0, note.writer};
    return events;
}

}  // namespace kqueue_stand_in

inline int kqueue() {
    const int made = ::epoll_create1(0);
    try {
        if (made >= 0) kqueue_stand_in::notes_of(made).clear();
        return made;
    } catch (const std::bad_alloc&) {
        ::close(made);
        errno = ENOMEM;
        return -1;
    }
}

/// Changes are made one after another; the first that cannot be made ends the call.
inline int kevent(int queue, const struct kevent* changes, int count, struct kevent* events, int most,
                  const timespec* limit) {
    for (int i = 0; i != count; ++i)
        if (!kqueue_stand_in::change(queue, changes[i])) return -1;
    if (most < 2) return 0;
    std::array<epoll_event, 64> found;
    const int half = most / 2 < static_cast<int>(found.size()) ? most / 2 : static_cast<int>(found.size());
    const int ready = ::epoll_pwait2(queue, found.data(), half, limit, nullptr);
    struct kevent* end = events;
    for (int i = 0; i < ready; ++i)
        end = kqueue_stand_in::answer(found[static_cast<std::size_t>(i)], kqueue_stand_in::notes_of(queue), end);
    return ready < 0 ? -1 : static_cast<int>(end - events);
}
