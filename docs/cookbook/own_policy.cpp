// SPDX-License-Identifier: MIT

/// @file
/// A concurrency model of one's own: nobody asks the kernel who is ready; every 5 ms everybody is looked at.

#include <atomic>
#include <cstdio>
#include <parley/concurrency/loop_crowd.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/testing/conformance.hpp>

class ticking_loop {
public:
    using mutex_type = parley::null_mutex;  // one thread: nothing to lock
    static constexpr bool serves_together = true;

    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        parley::loop_crowd<Listener, App, watcher> crowd(listener, app, {});
        while (crowd.goes_on()) {
            wait_for_the_next_tick();
            crowd.begin_turn(static_cast<int>(crowd.clients().size()));
            for (const auto& client : crowd.clients()) crowd.hear(*client), crowd.unblock(*client);
            app.attend();
            if (stop_asked_ && !crowd.stopping()) crowd.begin_stopping();
            crowd.settle();
            if (crowd.accepting(parley::clock::now())) crowd.accept();
        }
    }
    void stop() noexcept {
        stop_asked_ = true;
        doorbell_.ring();
    }
    void notify() noexcept { doorbell_.ring(); }
    std::size_t threads() const noexcept { return 1; }

private:
    struct watcher {  // the crowd tells it whom to watch for; this model watches for nobody
        struct note {};
        static bool fits(parley::net::native::handle, std::size_t) noexcept { return true; }
        void changed(auto&) noexcept {}
        void left(auto&) noexcept {}
    };
    void wait_for_the_next_tick() noexcept {  // or for stop() and notify()
        parley::net::native::poll_entry bell{doorbell_.native_handle(), POLLIN, 0};
        parley::net::native::wait({&bell, 1}, parley::clock::now() + parley::milliseconds(5));
        doorbell_.silence();
    }
    parley::net::doorbell doorbell_;
    std::atomic<bool> stop_asked_ = false;
};
static_assert(parley::explain_policy<ticking_loop>());

int main() {
    return static_cast<int>(parley::testing::check_policy<ticking_loop>([](auto promise, const auto& story) {
        std::printf("%s: %s\n", story.empty() ? "kept" : story.c_str(), promise.data());
    }));
}
