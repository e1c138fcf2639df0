// SPDX-License-Identifier: MIT

// All that a policy has to have. This one leaves the waiting to another; `one_at_a_time` is the shortest that does not.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/one_at_a_time.hpp>
#include <parley/net/in_process.hpp>
#include <parley/server.hpp>

//! [policy]
class narrated {
public:
    using mutex_type = parley::null_mutex;  // std::mutex, if several threads are in sessions
    static constexpr bool serves_together = false;

    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        std::printf("serving\n");
        model_.run(listener, app);  // returns when somebody has called stop() and all is over
        std::printf("everybody has left\n");
    }
    void stop() noexcept { model_.stop(); }      // from anywhere, a signal handler too: no lock, no printf()
    void notify() noexcept { model_.notify(); }  // as stop(): the thread in run() calls app.attend() soon
    std::size_t threads() const noexcept { return model_.threads(); }

private:
    parley::one_at_a_time model_;
};
static_assert(parley::explain_policy<narrated>());  // says in one sentence what is missing
//! [policy]

int main() {
    parley::server<narrated, parley::net::in_process> server;
    server.start();
    parley::client ann(server.listener().connect());
    ann.send_line("ann");
    ann.send_line("/quit");
    while (ann.read_line()) {}
    server.stop();
    server.wait();

    // Prints:
    // serving
    // everybody has left
}
