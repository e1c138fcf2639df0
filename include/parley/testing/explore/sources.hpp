#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What threads of a world can wait for by its number, as they wait for descriptors: doorbells and connections.
/// Refuses to know who waits. Read next: `testing/explore/threading.hpp`.

#include <algorithm>
#include <parley/net/native.hpp>
#include <span>
#include <string>
#include <vector>

namespace parley::testing::explore {

/// Some numbers, and what is behind each of them.
/// @snippet explore/classic_races_test.cpp sources
class source {
public:
    virtual bool knows(net::native::handle number) const = 0;          ///< whether it is one of its own
    virtual bool readable(net::native::handle number) const = 0;       ///< of one of its own, now
    virtual bool writable(net::native::handle number) const = 0;       ///< of one of its own, now
    virtual std::string called(net::native::handle number) const = 0;  ///< for stories

protected:
    source() = default;
    /// Copies nothing; whether a source can be copied is its own business. @{
    source(const source&) = default;
    source& operator=(const source&) = default;
    /// @}
    ~source() = default;
};

/// All sources of a world. Looking a number up takes as long as there are sources.
/// @snippet explore/classic_races_test.cpp sources
class sources {
public:
    void add(const source& added) { all_.push_back(&added); }  ///< which stays in place until it is removed
    /// Nothing if it is not there.
    void remove(const source& gone) { all_.erase(std::remove(all_.begin(), all_.end(), &gone), all_.end()); }

    /// Fills in the answers, as poll(2) does. Is there any?
    bool answer(std::span<net::native::poll_entry> asked) const {
        bool any = false;
        for (net::native::poll_entry& one : asked) {
            const source* const known = find(one.fd);
            one.revents = 0;
            if (known == nullptr) continue;
            if ((one.events & POLLIN) != 0 && known->readable(one.fd)) one.revents |= POLLIN;
            if ((one.events & POLLOUT) != 0 && known->writable(one.fd)) one.revents |= POLLOUT;
            any = any || one.revents != 0;
        }
        return any;
    }

    /// For stories; "nothing" for a number that nobody knows.
    std::string called(net::native::handle number) const {
        const source* const known = find(number);
        return known == nullptr ? "nothing" : known->called(number);
    }

private:
    const source* find(net::native::handle number) const {
        for (const source* const one : all_)
            if (one->knows(number)) return one;
        return nullptr;
    }

    std::vector<const source*> all_{};
};

}  // namespace parley::testing::explore
