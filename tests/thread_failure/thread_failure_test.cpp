// SPDX-License-Identifier: MIT

/// @file
/// The system has no thread left. This program's own pthread_create() stands before the system's and fails on demand.

#include <atomic>
#include <cerrno>
#include <doctest/doctest.h>
#include <dlfcn.h>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <pthread.h>
#include <string>
#include <system_error>
#include <vector>

#include "failures/party.hpp"

using namespace failures_test;

namespace {

std::atomic<bool> no_threads{false};
std::atomic<int> refused_threads{0};

using create_function = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

}  // namespace

extern "C" int pthread_create(pthread_t* made, const pthread_attr_t* wanted, void* (*body)(void*), void* argument) noexcept {
    static const auto real = reinterpret_cast<create_function>(::dlsym(RTLD_NEXT, "pthread_create"));
    if (!no_threads.load()) return real(made, wanted, body, argument);
    ++refused_threads;
    return EAGAIN;
}

namespace {

struct shortage {
    shortage() { no_threads = true; }
    ~shortage() { no_threads = false; }
};

using server_type = parley::server<parley::thread_per_client, parley::net::in_process>;

/// Somebody who is told that the server is full, and hung up on.
void be_refused(server_type& server) {
    party outside([&] { return server.listener().connect(); });
    talker& nobody = outside.everybody().emplace_back(talker{"nobody", server.listener().connect()});
    nobody.say("nobody\nlet me in!\n");
    outside.wait("a refusal", [&] { return nobody.over; });
    CHECK(nobody.heard == full);
}

}  // namespace

TEST_CASE("no thread for a client: it is told so, those inside go on, the next one is served") {
    const hang_guard guard("no thread for a client");
    const baseline before;
    {
        server_type server;
        server.start();
        party inside([&] { return server.listener().connect(); });
        talker& ann = inside.join("ann");
        talker& bob = inside.join("bob");
        const int refused_before = refused_threads;
        {
            const shortage now;
            for (int i = 0; i != 20; ++i) {
                be_refused(server);
                const std::string line = "I go on " + std::to_string(i) + "\n";
                inside.tell_all(ann, line, "ann: " + line);
                inside.tell_all(bob, line, "bob: " + line);
            }
        }
        CHECK(refused_threads - refused_before == 20);
        CHECK(server.statistics().refused == 20);
        CHECK(server.statistics().clients == 2);
        CHECK(server.statistics().threads == 3);
        talker& cleo = inside.join("cleo");  // and the name of nobody who was refused is in use
        talker& nobody = inside.join("nobody");
        inside.tell_all(cleo, "good morning\n", "cleo: good morning\n");
        inside.tell_all(nobody, "I am in\n", "nobody: I am in\n");
        inside.close([&] { server.stop(); });
        CHECK_NOTHROW(server.wait());
        check_transcripts(inside, 0);
        CHECK(server.statistics().clients == 0);
    }
    before.check_restored();
}

TEST_CASE("refused clients leave no descriptor and no thread behind while the server lives") {
    const hang_guard guard("refused clients leave nothing behind");
    server_type server;
    server.start();
    const baseline before;
    const shortage now;
    for (int i = 0; i != 100; ++i) be_refused(server);
    before.check_restored();
}

TEST_CASE("many come at once: each is refused or served, and never both") {
    const hang_guard guard("many come at once");
    server_type server;
    server.start();
    {
        const shortage now;
        std::vector<parley::client> crowd;
        for (int i = 0; i != 200; ++i) crowd.emplace_back(server.listener().connect());
        for (parley::client& one : crowd) {
            CHECK(one.read_line(time_limit()) == "-- The server is full; please try again later.");
            CHECK(one.read_line(time_limit()) == std::nullopt);
            CHECK(one.finished());
        }
    }
    party inside([&] { return server.listener().connect(); });
    talker& ann = inside.join("ann");
    inside.tell_all(ann, "hello\n", "ann: hello\n");
    check_transcripts(inside, 0);
}

TEST_CASE("stopping while there is no thread to be had") {
    const hang_guard guard("stopping without threads");
    const baseline before;
    {
        server_type server;
        server.start();
        party inside([&] { return server.listener().connect(); });
        inside.join("ann");
        const shortage now;
        be_refused(server);
        inside.close([&] { server.stop(); });
        CHECK_NOTHROW(server.wait());
        check_transcripts(inside, 0);
    }
    before.check_restored();
}

TEST_CASE("no thread for the server itself: start() throws, and may be tried again") {
    const hang_guard guard("no thread for the server itself");
    server_type server;
    {
        const shortage now;
        CHECK_THROWS_AS(server.start(), std::system_error);
        CHECK_NOTHROW(server.wait());
    }
    server.start();
    party inside([&] { return server.listener().connect(); });
    talker& ann = inside.join("ann");
    inside.tell_all(ann, "hello\n", "ann: hello\n");
    check_transcripts(inside, 0);
}
