// caught: FAIL: it sleeps until the deadline
// SPDX-License-Identifier: MIT
// Exercise 12: a concurrency model of your own. event_loop<my_poller> is select_loop with the system call taken out;
// my_poller puts it in again. The program runs your model through the conformance kit.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <parley/concurrency/event_loop.hpp>
#include <parley/testing/conformance.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/select.h>
#include <vector>

namespace {

/// What the loop wants to wait for, and select() to wait with. An `interest` says which descriptor, whether it is to be
/// readable (`input`), writable (`output`), and `whom` it concerns: that is what an answer gives back.
class my_poller {
public:
    /// From now on this one is waited for, or differently than before: what it asks is in it, and may change until the
    /// next wait().
    void watch(parley::interest& watched) {
        if (!parley::net::native::fits_select(watched.descriptor, watched_.size()))
            throw std::runtime_error("select() cannot watch this descriptor");
        if (watched.known_as < 0) watched_.push_back(&watched);
        watched.known_as = 0;
    }

    /// No longer. Its descriptor is about to be closed.
    void forget(parley::interest& watched) noexcept {
        std::erase(watched_, &watched);
        watched.known_as = -1;
    }

    /// Waits until one of them is ready or the deadline has come. How many are ready? None when a signal came.
    int wait(parley::time_point deadline) {
        ready_.clear();
        fd_set readable, writable;
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        int highest = -1;
        for (const parley::interest* const one : watched_) {
            if (one->input) FD_SET(one->descriptor, &readable);
            if (one->output) FD_SET(one->descriptor, &writable);
            highest = std::max(highest, one->descriptor);
        }
        (void)deadline;
        if (::select(highest + 1, &readable, &writable, nullptr, nullptr) <= 0) return 0;
        for (const parley::interest* const one : watched_) {
            const bool can_read = FD_ISSET(one->descriptor, &readable), can_write = FD_ISSET(one->descriptor, &writable);
            if (can_read || can_write) ready_.push_back({one->whom, can_read, can_write});
        }
        return static_cast<int>(ready_.size());
    }

    /// One of them, until the next wait().
    parley::readiness ready(int number) const noexcept { return ready_[static_cast<std::size_t>(number)]; }

private:
    std::vector<parley::interest*> watched_;
    std::vector<parley::readiness> ready_;
};

using my_policy = parley::event_loop<my_poller>;
static_assert(parley::explain_policy<my_policy>());

/// The kit cannot see how long a poller sleeps. Here nothing is watched, so that only the deadline ends a wait.
void look_at_deadline(const char* what, parley::time_point deadline) {
    auto returned = std::async(std::launch::async, [deadline] {
        my_poller().wait(deadline);
        return parley::clock::now();
    });
    const bool in_time = returned.wait_for(parley::testing::patience) == std::future_status::ready;
    if (in_time && returned.get() >= deadline) {
        std::printf("good: %s\n", what);
        return;
    }
    std::printf("FAIL: %s\n\nNobody is ready, and wait() %s.\n", what,
                in_time ? "returns before its deadline" : "sleeps on, though its deadline has come");
    std::fflush(stdout);
    std::_Exit(1);
}

}  // namespace

int main() {
    look_at_deadline("it sleeps until the deadline", parley::clock::now() + parley::milliseconds(50));
    look_at_deadline("it does not sleep when that is due already", parley::at_once);
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
