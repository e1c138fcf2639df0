#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `epoll(7)`: the kernel remembers the question, and answers with those who are ready only, so that thousands
/// who are silent cost nothing. Linux. Refuses to know clients.
/// Read next: `concurrency/pollers/kqueue.hpp`, its twin elsewhere; `concurrency/epoll_loop.hpp`.

#include <cstddef>
#include <parley/base/error.hpp>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/net/descriptor.hpp>
#include <sys/epoll.h>
#include <vector>

namespace parley {

/// A `poller` of any number of descriptors: a turn costs as much as those that are ready.
/// @snippet examples/pollers.cpp poller
class epoll_poller {
public:
    /// Throws `setup_error` when the process has no descriptor left.
    epoll_poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
        if (epoll_.native_handle() == net::native::no_handle)
            throw setup_error(net::native::error_code(net::native::last_error()), "create an epoll instance");
    }

    /// One epoll_ctl(2) if the question has changed. Throws `setup_error` when the kernel has no memory for it.
    void watch(interest& watched) {
        const int wanted = static_cast<int>((watched.input ? EPOLLIN : 0u) | (watched.output ? EPOLLOUT : 0u));
        if (wanted == watched.known_as) return;
        epoll_event event{};
        event.events = static_cast<unsigned>(wanted);
        event.data.ptr = watched.whom;
        const int operation = watched.known_as < 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (::epoll_ctl(epoll_.native_handle(), operation, watched.descriptor, &event) != 0)
            throw setup_error(net::native::error_code(net::native::last_error()), "watch a descriptor with epoll");
        watched.known_as = wanted;
    }

    /// One epoll_ctl(2).
    void forget(interest& watched) noexcept {
        if (watched.known_as >= 0) ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, watched.descriptor, nullptr);
        watched.known_as = -1;
    }

    /// One epoll_wait(2); at most 512 are told of, the others by the next one.
    int wait(time_point deadline) noexcept {
        const int most = static_cast<int>(events_.size());
        const int patience = net::native::timeout_until(deadline);
        const int found = ::epoll_wait(epoll_.native_handle(), events_.data(), most, patience);
        return found < 0 ? 0 : found;
    }

    /// One descriptor's answer.
    readiness ready(int i) const noexcept {
        const epoll_event& event = events_[static_cast<std::size_t>(i)];
        // Unasked, EPOLLERR and EPOLLHUP tell of a lost connection: that is both, as in net::native::readable().
        return {event.data.ptr, (event.events & ~static_cast<unsigned>(EPOLLOUT)) != 0,
                (event.events & ~static_cast<unsigned>(EPOLLIN)) != 0};
    }

private:
    static constexpr std::size_t events_limit = 512;  // the rest is answered in the next turn

    net::descriptor epoll_;
    std::vector<epoll_event> events_{events_limit};
};

static_assert(poller<epoll_poller>);

}  // namespace parley
