#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `kqueue(2)`: what epoll is on Linux, on macOS and the BSDs. Reading and writing are two questions there, filters,
/// each asked and taken back for itself. Refuses to know clients. Read next: `concurrency/kqueue_loop.hpp`.

#include <cstddef>
#include <parley/base/error.hpp>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/net/descriptor.hpp>
#include <sys/event.h>
#include <sys/types.h>
#include <vector>

namespace parley {

/// A `poller` of any number of descriptors: a turn costs as much as those that are ready.
/// @snippet examples/pollers.cpp poller
class kqueue_poller {
public:
    /// Throws `setup_error` when the process has no descriptor left.
    kqueue_poller() : kqueue_(::kqueue()) {
        if (kqueue_.native_handle() == net::native::no_handle)
            throw setup_error(net::native::error_code(net::native::last_error()), "create a kqueue");
        ::fcntl(kqueue_.native_handle(), F_SETFD, FD_CLOEXEC);
    }

    /// One kevent(2) for each filter that changes. Throws `setup_error` when the kernel has no memory for it.
    void watch(interest& watched) {
        const int wanted = (watched.input ? input : 0) | (watched.output ? output : 0);
        if (watched.known_as < 0) watched.known_as = 0;
        change(watched, EVFILT_READ, input, wanted);
        change(watched, EVFILT_WRITE, output, wanted);
    }

    /// One kevent(2) for each filter that was asked for.
    void forget(interest& watched) noexcept {
        if (watched.known_as > 0 && (watched.known_as & input) != 0) tell(watched, EVFILT_READ, EV_DELETE);
        if (watched.known_as > 0 && (watched.known_as & output) != 0) tell(watched, EVFILT_WRITE, EV_DELETE);
        watched.known_as = -1;
    }

    /// One kevent(2); at most 512 answers, the others by the next one.
    int wait(time_point deadline) noexcept {
        const int most = static_cast<int>(events_.size());
        const int patience = net::native::timeout_until(deadline);
        const timespec limit{patience / 1000, (patience % 1000) * 1'000'000L};
        const int found = ::kevent(kqueue_.native_handle(), nullptr, 0, events_.data(), most,
                                   patience < 0 ? nullptr : &limit);
        return found < 0 ? 0 : found;
    }

    /// Who is both is found twice. A connection that is lost answers each filter that was asked for.
    readiness ready(int i) const noexcept {
        const event& found = events_[static_cast<std::size_t>(i)];
        return {found.udata, found.filter == EVFILT_READ, found.filter == EVFILT_WRITE};
    }

private:
    using event = struct kevent;
    using filter = decltype(event::filter);
    using operation = decltype(event::flags);
    static constexpr int input = 1, output = 2;       // the bits of interest::known_as
    static constexpr std::size_t events_limit = 512;  // the rest is answered in the next turn

    void change(interest& watched, filter asked, int bit, int wanted) {
        if (((watched.known_as ^ wanted) & bit) == 0) return;
        if (!tell(watched, asked, (wanted & bit) != 0 ? EV_ADD : EV_DELETE))
            throw setup_error(net::native::error_code(net::native::last_error()), "watch a descriptor with kqueue");
        watched.known_as ^= bit;
    }

    bool tell(const interest& watched, filter asked, operation what) noexcept {
        event told{};
        told.ident = static_cast<decltype(told.ident)>(watched.descriptor);
        told.filter = asked;
        told.flags = what;
        told.udata = watched.whom;
        return ::kevent(kqueue_.native_handle(), &told, 1, nullptr, 0, nullptr) == 0;
    }

    net::descriptor kqueue_;
    std::vector<event> events_{events_limit};
};

static_assert(poller<kqueue_poller>);

}  // namespace parley
