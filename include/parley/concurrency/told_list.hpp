#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Those who were told something and have not been written to yet: so that the cost of a message is that of its
/// audience, not of everybody connected. Refuses to know what is done with them.
/// Read next: `concurrency/threaded_client.hpp`, for whom it has a real lock.

#include <cstddef>
#include <memory>
#include <mutex>
#include <parley/base/atomic_beside.hpp>
#include <parley/base/guarded_by.hpp>
#include <utility>

namespace parley {

/// The place of a peer in a told list. The list's mutex guards `next` until the list is taken; from then on, and until
/// `listed` is false again, it belongs to the thread that visits.
/// @snippet examples/steps.cpp peer
template <class Peer, class Mutex>
struct told_link {
    std::shared_ptr<Peer> next{};              ///< who was told after this one
    atomic_beside<Mutex, bool> listed{false};  ///< told, and not visited since
};

/// An intrusive list: adding never needs memory. It owns a share of each peer, so that one may leave meanwhile.
/// Its mutex is a leaf: nothing is called while it is held. `Peer` has a public `told_link<Peer, Mutex> told_place`.
/// @snippet examples/steps.cpp peer
template <class Peer, class Mutex>
class told_list {
public:
    told_list() = default;
    told_list(const told_list&) = delete;
    told_list& operator=(const told_list&) = delete;

    /// One by one: a chain of thousands that ends link within link would overflow the stack.
    ~told_list() { visit_all([](Peer&) {}); }

    /// Adding somebody who is listed already, or `nullptr` (a peer that is still being made), does nothing. From any
    /// thread, if `Mutex` is a real one. Constant time.
    void add(std::shared_ptr<Peer> told) noexcept {
        if (told == nullptr || told->told_place.listed.exchange(true)) return;
        const std::lock_guard lock(mutex_);
        Peer* const added = told.get();
        (last_ == nullptr ? first_ : last_->told_place.next) = std::move(told);
        last_ = added;
        ++size_;
    }

    /// Takes everybody off the list and calls `visit(peer)` for each, first come, first served. Who is told
    /// something before their visit is not listed again; who is told during it is. Linear in those listed.
    template <class Visit>
    void visit_all(Visit&& visit) {
        for (std::shared_ptr<Peer> next = take(); next != nullptr;) {
            // The link is emptied first: once `listed` is false, another thread may list this peer again and use it.
            const std::shared_ptr<Peer> visited = std::exchange(next, std::move(next->told_place.next));
            visited->told_place.listed.exchange(false);  // no plain store: the visit has to see all that was told
            visit(*visited);
        }
    }

    /// How many are listed; a hint when other threads may add.
    std::size_t size() noexcept {
        const std::lock_guard lock(mutex_);
        return size_;
    }
    bool empty() noexcept { return size() == 0; }  ///< as much of a hint

private:
    std::shared_ptr<Peer> take() noexcept {
        const std::lock_guard lock(mutex_);
        last_ = nullptr;
        size_ = 0;
        return std::exchange(first_, nullptr);
    }

    Mutex mutex_;
    std::shared_ptr<Peer> first_ PARLEY_GUARDED_BY(mutex_);
    Peer* last_ PARLEY_GUARDED_BY(mutex_) = nullptr;
    std::size_t size_ PARLEY_GUARDED_BY(mutex_) = 0;
};

}  // namespace parley
