#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The concurrency models that each fault is tried on, a server in this process, and what the machine says of a
/// process: threads, descriptors. Read next: `server_program.hpp`, a server in a process of its own.

#include "every_policy.hpp"
#include "native.hpp"
#include "party.hpp"
#include "sanitizers.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/parley.hpp>
#include <parley/testing/this_process.hpp>
#include <string>
#include <thread>
#include <utility>

namespace faults_test {

using sanitizers::sanitizer;
using sanitizers::thread_sanitizer;

/// How many: fewer where a sanitizer makes each dear.
inline constexpr std::size_t many(std::size_t wanted, std::size_t under_thread_sanitizer) {
    return thread_sanitizer ? under_thread_sanitizer : wanted;
}

using every_policy::policy_name;
using this_system::may_open;

#define PARLEY_MODELS EVERY_POLICY

/// For faults that need two clients at once: `if (!two_at_once<P>()) return;`
template <class P>
constexpr bool two_at_once() {
    return P::serves_together;
}

/// A server in this process, on a port of its own, and those who come to it.
template <class P>
struct house {
    parley::server<P> server;
    faults_test::party party;

    explicit house(parley::options wanted = {}) : server(on_free_port(std::move(wanted))), party(server.port()) {}

    house& open() {
        server.start();
        return *this;
    }
    /// Closes, and says how long that took.
    milliseconds close() {
        const auto begin = clock::now();
        server.stop();
        server.wait();
        return std::chrono::duration_cast<milliseconds>(clock::now() - begin);
    }
    /// Waits until the server has forgotten everybody but `count`.
    bool forgets_all_but(std::size_t count) {
        return party.until([&] { return server.statistics().clients == count; });
    }

private:
    static parley::options on_free_port(parley::options wanted) {
        wanted.port = 0;
        return wanted;
    }
};

using parley::testing::entries_of;

/// Of this process, where the system says so (Linux), else 0.
inline std::size_t open_descriptors() { return entries_of("/proc/self/fd"); }
inline std::size_t running_threads() {
    [[maybe_unused]] static const bool one_has_run = (std::thread([] {}).join(), true);  // a sanitizer then adds its own
    return entries_of("/proc/self/task");
}

}  // namespace faults_test
