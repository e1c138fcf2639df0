// SPDX-License-Identifier: MIT

/// @file
/// What a server does not do to its process: print, change what signals do, or leave threads and descriptors behind.

#include "../chat_over_sockets/served.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <parley/testing/this_process.hpp>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace chat_over_sockets;

namespace {

/// What happens to each signal.
std::array<void (*)(int), 32> dispositions() {
    std::array<void (*)(int), 32> all{};
    for (int number = 1; number != 32; ++number) {
        struct sigaction action {};
        ::sigaction(number, nullptr, &action);
        all[static_cast<std::size_t>(number)] = action.sa_handler;
    }
    return all;
}

/// A whole small party: people talk, one dies in the middle of a broadcast, the server stops.
template <class Policy>
void hold_party() {
    served<Policy> chat;
    if (Policy::serves_together) {
        auto& ann = chat.talk.join("ann");
        auto& bob = chat.talk.join("bob");
        ann.says("hello").hears("ann: hello");
        bob.resets();
        for (int i = 0; i != 20; ++i) ann.says("is anybody there?");
        ann.hears("'bob' has left the chat room!").hangs_up();
    }
    auto& sam = chat.talk.connect("sam");
    sam.sends("-\nsam\nhello\n/foo\n").hears("-- Unknown command /foo; try /help.");
    sam.resets();
    chat.server.say("goodbye");
    chat.server.stop();
    chat.server.wait();
}

}  // namespace

TEST_CASE_TEMPLATE("no signal's disposition changes, SIGPIPE's neither", Policy, EVERY_POLICY) {
    const auto before = dispositions();
    hold_party<Policy>();
    CHECK((dispositions() == before));
}

TEST_CASE_TEMPLATE("nothing is printed", Policy, EVERY_POLICY) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    std::fflush(nullptr);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        int result = 0;
        try {
            hold_party<Policy>();
        } catch (const std::exception&) {
            result = 1;
        }
        std::fflush(nullptr);
        ::_exit(result);
    }
    ::close(ends[1]);
    std::string printed;
    char buffer[512];
    for (ssize_t count; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        printed.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(printed == "");
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE_TEMPLATE("threads and descriptors are back where they were", Policy, EVERY_POLICY) {
    const parley::testing::footprint before;
    hold_party<Policy>();
    CHECK(before.grown() == "");
}
