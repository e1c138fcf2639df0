// SPDX-License-Identifier: MIT

/// @file
/// stop() from everywhere and at any time, with clients that neither read nor close.

#include "../chat_over_sockets/served.hpp"

#include <atomic>
#include <parley/testing/this_process.hpp>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

using namespace chat_over_sockets;
using parley::testing::conversation;
using parley::testing::signal_call;

namespace {

constexpr std::string_view goodbye = "-- The server is closing; goodbye.";

}  // namespace

TEST_CASE_TEMPLATE("stop() before run(): it returns at once, in either thread", Policy, EVERY_POLICY) {
    parley::server<Policy> server({.port = 0});
    server.stop();
    server.stop();
    server.run();
    server.stop();
    parley::server<Policy> other({.port = 0});
    other.stop();
    other.start();
    other.wait();
}

TEST_CASE_TEMPLATE("stop() from another thread, again and again", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    std::thread([&] { chat.server.stop(); }).join();
    for (int i = 0; i != 100; ++i) chat.server.stop();
    ann.hears_next(goodbye).is_closed().hangs_up();
    chat.server.wait();
    for (int i = 0; i != 100; ++i) chat.server.stop();
}

TEST_CASE_TEMPLATE("stop() from ten threads at once, while waiting in three", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann");
    std::vector<std::thread> threads;
    for (int i = 0; i != 3; ++i) threads.emplace_back([&] { chat.server.wait(); });
    for (int i = 0; i != 10; ++i)
        threads.emplace_back([&] {
            for (int times = 0; times != 100; ++times) chat.server.stop();
        });
    ann.hears_next(goodbye).is_closed().hangs_up();
    for (std::thread& one : threads) one.join();
}

TEST_CASE_TEMPLATE("stop() and wait() in a hook: the one works, the other throws", Policy, EVERY_POLICY) {
    parley::server<Policy> server({.port = 0});
    std::atomic<int> deadlocks{0};
    server.on_message([&](parley::member&, std::string_view) {
        try {
            server.wait();
        } catch (const std::system_error& error) {
            if (error.code() == std::errc::resource_deadlock_would_occur) ++deadlocks;
        }
        server.stop();
    });
    server.start();
    conversation talk(server.port());
    talk.join("ann").says("stop!").hears_next({"ann: stop!", goodbye}).is_closed().hangs_up();
    server.wait();
    CHECK(deadlocks == 1);
}

TEST_CASE_TEMPLATE("stop() from a signal handler", Policy, EVERY_POLICY) {
    //! [signal]
    static parley::server<Policy>* interrupted = nullptr;
    served<Policy> chat;
    interrupted = &chat.server;
    auto& ann = chat.talk.join("ann");
    const signal_call stop([]() noexcept { interrupted->stop(); });
    signal_call::raise();
    signal_call::raise();
    ann.hears_next(goodbye).is_closed().hangs_up();
    chat.server.wait();
    //! [signal]
}

TEST_CASE_TEMPLATE("a signal in the serving thread itself stops it", Policy, EVERY_POLICY) {
    static parley::server<Policy>* interrupted = nullptr;
    parley::server<Policy> server({.port = 0});
    interrupted = &server;
    const signal_call stop([]() noexcept { interrupted->stop(); });
    server.on_message([](parley::member&, std::string_view) { signal_call::raise(); });
    server.start();
    conversation talk(server.port());
    talk.join("ann").says("now").hears_next({"ann: now", goodbye}).is_closed().hangs_up();
    server.wait();
}

TEST_CASE_TEMPLATE("with clients that neither read nor close it takes the drain limit at most", Policy, EVERY_POLICY) {
    served<Policy> chat({.outbox_limit = 256 << 20, .drain_limit = parley::milliseconds(200)});
    const std::string text = std::string(4000, '.') + "\n";
    std::string much;
    for (int i = 0; i != 6000; ++i) much += text;  // 24 MB, told to the sender too: more than the kernel keeps
    chat.talk.join("stalled").sends_without_reading(much);
    while (chat.server.statistics().messages < 6000) std::this_thread::yield();
    const parley::time_point begin = parley::clock::now();
    chat.server.stop();
    chat.server.wait();
    CHECK(parley::clock::now() - begin >= parley::milliseconds(200));
    CHECK(parley::clock::now() - begin < parley::testing::patience);
    CHECK(chat.server.statistics().clients == 0);
}

TEST_CASE_TEMPLATE("whoever reads gets what was accepted, then the notice, then the end", Policy, EVERY_POLICY) {
    served<Policy> chat({.outbox_limit = 64 << 20, .drain_limit = parley::milliseconds(60'000)});
    auto& ann = chat.talk.join("ann");
    std::string said;
    for (int i = 0; i != 2000; ++i) said += std::to_string(i) + std::string(500, '.') + "\n";
    ann.sends(said);
    while (chat.server.statistics().messages < 2000) std::this_thread::yield();
    chat.server.stop();
    for (int i = 0; i != 2000; ++i) ann.hears_next("ann: " + std::to_string(i) + std::string(500, '.'));
    ann.hears_next(goodbye).is_closed().hangs_up();
    chat.server.wait();
}
