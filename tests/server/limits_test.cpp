// SPDX-License-Identifier: MIT

/// @file
/// The limits of who may come and how long they may take: one client more than the limit, and nobody who never says a
/// name. And what a server does not do to its process: print, or change what signals do.

#include "../chat_over_sockets/served.hpp"

#include <array>
#include <csignal>
#include <parley/testing/this_process.hpp>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace chat_over_sockets;
using parley::testing::conversation;

namespace {

constexpr std::string_view full = "-- The server is full; please try again later.";

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

TEST_CASE_TEMPLATE("one client more than the limit is told so; the next may come when one has left", Policy,
                   EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat({.client_limit = 2});
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    chat.talk.connect("too many").sends("too many\n").hears_next(full).is_closed();
    bob.hangs_up();
    ann.hears_next("'bob' has left the chat room!");
    while (chat.server.statistics().clients != 1) std::this_thread::yield();
    chat.talk.join("eve").says("hello").hears_next("eve: hello");
}

TEST_CASE_TEMPLATE("who says no name is closed at the login limit, and bytes do not extend it", Policy, EVERY_POLICY) {
    served<Policy> chat({.login_limit = parley::milliseconds(300)});
    auto& silent = chat.talk.connect("silent");
    silent.hears_bytes("Pick a nickname: ");
    silent.hears_next("-- You have not picked a nickname in time; goodbye.").is_closed().hangs_up();
    auto& talker = chat.talk.connect("talker");
    talker.hears_bytes("Pick a nickname: ");
    const parley::time_point deadline = parley::testing::time_limit();
    std::string heard;
    try {
        while (talker.has_heard_nothing() && parley::clock::now() < deadline) talker.sends("x");
        heard = talker.hears_a_line();
    } catch (const parley::testing::broken_promise& broken) {
        heard = broken.what();
    }
    CHECK(heard.starts_with("-- "));
}

TEST_CASE_TEMPLATE("who has a name may be silent for longer; without a limit anybody may", Policy, EVERY_POLICY) {
    served<Policy> chat({.login_limit = parley::milliseconds(300)});
    served<Policy> patient({.login_limit = parley::milliseconds(0)});
    auto& ann = chat.talk.join("ann");
    auto& nobody = patient.talk.connect("nobody");
    nobody.hears_bytes("Pick a nickname: ");
    if (Policy::serves_together)  // time passes for everybody: somebody else is closed by it
        chat.talk.connect("silent")
            .hears_bytes("Pick a nickname: ")
            .hears("-- You have not picked a nickname in time; goodbye.");
    ann.says("/who").hears_nothing_before("-- In #lobby: ann.");
    CHECK(nobody.has_heard_nothing());
}

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
