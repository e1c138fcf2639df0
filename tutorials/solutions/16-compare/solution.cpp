// SPDX-License-Identifier: MIT
// Exercise 16: a poller with poll(), and no limit but memory; and the conformance kit.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <parley/concurrency/event_loop.hpp>
#include <parley/testing/conformance.hpp>
#include <poll.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

/// The question is an array that is kept from turn to turn. `known_as` of an interest is its place in there, negative
/// while it is in none.
class my_poller {
public:
    /// From now on this one is waited for, or differently than before. Unlike in chapter 12, what it asks is copied: it
    /// is told anew when that changes.
    void watch(parley::interest& watched) {
        if (watched.known_as < 0) {
            watched.known_as = static_cast<int>(asked_.size());
            asked_.push_back({watched.descriptor, 0, 0});
            watched_.push_back(&watched);
        }
        const int events = (watched.input ? POLLIN : 0) | (watched.output ? POLLOUT : 0);
        asked_[static_cast<std::size_t>(watched.known_as)].events = static_cast<short>(events);
    }

    /// No longer. Its descriptor is about to be closed, and its number may come back tomorrow as somebody else's.
    void forget(parley::interest& watched) noexcept {
        if (watched.known_as < 0) return;
        const auto place = static_cast<std::size_t>(watched.known_as);
        std::swap(asked_[place], asked_.back());
        std::swap(watched_[place], watched_.back());
        watched_[place]->known_as = watched.known_as;  // the last one has moved to this place
        asked_.pop_back();
        watched_.pop_back();
        watched.known_as = -1;
    }

    /// Waits until one of them is ready or the deadline has come. How many are ready?
    int wait(parley::time_point deadline) {
        ready_.clear();
        const int patience = parley::net::native::timeout_until(deadline);  // milliseconds; -1: for ever
        if (::poll(asked_.data(), static_cast<nfds_t>(asked_.size()), patience) <= 0) return 0;
        for (std::size_t i = 0; i != asked_.size(); ++i) {
            const int events = asked_[i].revents;
            if (events == 0) continue;
            // Unasked, POLLERR and POLLHUP tell of a lost connection: that is both, so that whoever asked finds out.
            ready_.push_back({watched_[i]->whom, (events & ~POLLOUT) != 0, (events & ~POLLIN) != 0});
        }
        return static_cast<int>(ready_.size());
    }

    /// One of them, until the next wait().
    parley::readiness ready(int number) const noexcept { return ready_[static_cast<std::size_t>(number)]; }

private:
    std::vector<pollfd> asked_;
    std::vector<parley::interest*> watched_;  // in the same order
    std::vector<parley::readiness> ready_;
};

using my_policy = parley::event_loop<my_poller>;
static_assert(parley::explain_policy<my_policy>());

}  // namespace

int main() {
    const std::size_t broken = parley::testing::check_policy<my_policy>(
        [](std::string_view promise, const std::string& story) {
            std::printf("%s: %s\n", story.empty() ? "good" : "FAIL", std::string(promise).c_str());
            if (story.empty()) return;
            std::printf("\n%s\n", story.c_str());
            std::fflush(stdout);
            std::_Exit(1);  // the first story is enough
        });
    std::puts(broken == 0 ? "PASS" : "FAIL");
    return broken == 0 ? 0 : 1;
}
