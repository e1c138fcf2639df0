#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `poll(2)`: the question is an array that is kept from turn to turn. No limit but memory, yet the kernel reads
/// the whole array each time. Refuses to know clients.
/// Read next: `concurrency/pollers/epoll.hpp`, its twin; `concurrency/poll_loop.hpp`.

#include <cstddef>
#include <parley/concurrency/pollers/interest.hpp>
#include <utility>
#include <vector>

namespace parley {

/// A `poller` of any number of descriptors: a turn costs as much as all that are watched.
/// @snippet examples/pollers.cpp poller
class poll_poller {
public:
    /// In constant time. Throws `std::bad_alloc`.
    void watch(interest& watched) {
        if (watched.known_as < 0) add(watched);
        short events = 0;
        if (watched.input) events |= POLLIN;
        if (watched.output) events |= POLLOUT;
        entries_[slot(watched)].events = events;
    }

    /// In constant time: the last one takes its place.
    void forget(interest& watched) noexcept {
        if (watched.known_as < 0) return;
        std::swap(entries_[slot(watched)], entries_.back());
        std::swap(watched_[slot(watched)], watched_.back());
        watched_[slot(watched)]->known_as = watched.known_as;
        entries_.pop_back();
        watched_.pop_back();
        watched.known_as = -1;
    }

    /// One poll(2), and a look at every answer.
    int wait(time_point deadline) {
        ready_.clear();
        if (net::native::wait(entries_, deadline) <= 0) return 0;
        for (std::size_t i = 0; i != entries_.size(); ++i)
            if (const short events = entries_[i].revents; events != 0)
                ready_.push_back({watched_[i]->whom, net::native::readable(events), net::native::writable(events)});
        return static_cast<int>(ready_.size());
    }

    readiness ready(int i) const noexcept { return ready_[static_cast<std::size_t>(i)]; }  ///< one descriptor's answer

private:
    void add(interest& watched) {
        make_room();
        watched_.push_back(&watched);
        entries_.push_back({watched.descriptor, 0, 0});
        watched.known_as = static_cast<int>(entries_.size() - 1);
    }

    /// In all three before anything is put into one: they stay of one length when memory runs out.
    void make_room() {
        if (watched_.size() < watched_.capacity()) return;
        const std::size_t room = 2 * watched_.size() + 8;
        entries_.reserve(room);
        ready_.reserve(room);
        watched_.reserve(room);
    }

    static std::size_t slot(const interest& watched) noexcept { return static_cast<std::size_t>(watched.known_as); }

    std::vector<net::native::poll_entry> entries_;
    std::vector<interest*> watched_;  // of the same numbers
    std::vector<readiness> ready_;
};

static_assert(poller<poll_poller>);

}  // namespace parley
