// SPDX-License-Identifier: MIT

/// @file
/// Sockets and POSIX signals: none is raised, none is lost by.

#include <atomic>
#include <csignal>
#include <cstddef>
#include <doctest/doctest.h>
#include <pthread.h>
#include <string>
#include <string_view>
#include <thread>

#include "net/connection.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

namespace {

/// Fails the test should SIGPIPE come.
struct sigpipe_guard {
    sigpipe_guard() { before = std::signal(SIGPIPE, [](int) { came = 1; }); }
    ~sigpipe_guard() {
        std::signal(SIGPIPE, before);
        CHECK(came == 0);
    }
    static inline volatile std::sig_atomic_t came = 0;
    void (*before)(int);
};

}  // namespace

TEST_CASE("a peer that resets: sending to it raises no SIGPIPE") {
    const sigpipe_guard guard;
    connection talk;
    talk.reset_ann();
    REQUIRE(readable(talk.server));
    const std::string_view text = "anybody?";
    for (int i = 0; i != 3; ++i) CHECK(talk.server.send({&text, 1}).status == io_status::failed);
}

TEST_CASE("sending after our own half-close raises no SIGPIPE") {
    const sigpipe_guard guard;
    connection talk;
    talk.server.shutdown_send();
    const std::string_view text = "one more thing";
    CHECK(talk.server.send({&text, 1}).status == io_status::failed);
}

TEST_CASE("the disposition of SIGPIPE is nobody's business but the program's") {
    struct sigaction before {}, after {};
    REQUIRE(::sigaction(SIGPIPE, nullptr, &before) == 0);
    {
        connection talk;
        talk.reset_ann();
        const std::string_view text = "x";
        REQUIRE(readable(talk.server));
        talk.server.send({&text, 1});
    }
    REQUIRE(::sigaction(SIGPIPE, nullptr, &after) == 0);
    CHECK((before.sa_handler == after.sa_handler));
}

TEST_CASE("a signal interrupts nothing") {
    // The calls never wait, so the signal comes in between as often as it likes; nothing may be lost or fail.
    struct sigaction action {}, before {};
    action.sa_handler = [](int) {};
    REQUIRE(::sigaction(SIGUSR2, &action, &before) == 0);
    connection talk;
    std::atomic<bool> over{false};
    const pthread_t self = ::pthread_self();
    std::thread pesterer([&] {
        while (!over) {
            ::pthread_kill(self, SIGUSR2);
            std::this_thread::yield();
        }
    });
    std::string sent, received;
    char buffer[512];
    std::size_t failures = 0;
    for (int i = 0; i != 2'000; ++i) {
        const std::string text = "line " + std::to_string(i) + "\n";
        const std::string_view view = text;
        const net::io_result out = talk.server.send({&view, 1});
        if (out.status != io_status::ok || out.count != text.size()) ++failures;
        sent += text;
        if (!readable(talk.ann)) ++failures;
        const net::io_result in = talk.ann.receive(buffer);
        if (in.status != io_status::ok) ++failures;
        received.append(buffer, in.count);
    }
    over = true;
    pesterer.join();
    talk.server.shutdown_send();
    received += read_all(talk.ann);
    CHECK(failures == 0);
    CHECK(received == sent);
    ::sigaction(SIGUSR2, &before, nullptr);
}
