// SPDX-License-Identifier: MIT

/// @file
/// A policy of a user's own that compiles; policy_errors.sh breaks it, one line at a time. Each line that begins with
/// "BREAK" says how, and which sentence the compiler has to print for it.

#include <mutex>
#include <parley/server.hpp>

struct my_policy {
    using mutex_type = std::mutex;
    static constexpr bool serves_together = true;
    template <class Listener, class App> void run(Listener&, App&) {}
    void stop() noexcept {}
    void notify() noexcept {}
    std::size_t threads() const noexcept { return 1; }
};

int main() {
    parley::server<my_policy> server({.port = 0});
    server.run();
}

// BREAK /struct my_policy {/a explicit my_policy(int);
//    A policy needs a default constructor: a server makes its own.
// BREAK /using mutex_type/d
//    A policy names its lock:
// BREAK s/std::mutex;/int;/
//    A policy's `mutex_type` needs a default constructor, lock() and unlock().
// BREAK s/void run(/void serve(/
//    A policy needs `template <class Listener, class App> void run(Listener& listener, App& app)`.
// BREAK s/template .* void run(Listener&, App&)/void run(parley::net::listener\&, parley::archetype::application\&)/
//    A policy needs `template <class Listener, class App> void run(Listener& listener, App& app)`.
// BREAK s/void stop() noexcept/void stop()/
//    A policy needs `void stop() noexcept`:
// BREAK /void notify()/d
//    A policy needs `void notify() noexcept`:
// BREAK s/threads() const/threads()/
//    A policy needs `std::size_t threads() const noexcept`:
// BREAK /bool serves_together/d
//    A policy says whether it serves several clients at once
