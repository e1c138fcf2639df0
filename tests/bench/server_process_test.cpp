// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <parley/bench/server_process.hpp>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <csignal>
#include <unistd.h>

using parley::milliseconds;
using parley::bench::processors;
using parley::bench::server_failure;
using parley::bench::server_process;
namespace native = parley::bench::native;
using parley::bench::native::usage;

namespace {

std::vector<std::string> shell(const std::string& script) { return {"sh", "-c", script}; }

/// Why `command` is no server.
std::string failure_of(const std::vector<std::string>& command, milliseconds patience = milliseconds(20'000)) {
    try {
        const server_process started(command, {}, patience);
        return "it is one";
    } catch (const server_failure& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("server_process: starts a server, knows its address, stops it politely") {
    //! [server_process]
    server_process server({PARLEY_CHAT_SERVER, "--quiet", "--port", "0"});  // any free port
    CHECK(server.address().substr(0, 10) == "127.0.0.1:");
    CHECK(server.how_it_ended().empty());
    server.stop();
    CHECK(server.end() == "exit code 0");
    //! [server_process]
    server.stop();  // once more does nothing
    CHECK(server.end() == "exit code 0");
}

TEST_CASE("server_process: what the server prints at its end is kept") {
    server_process server(shell("trap 'echo bye; exit 3' TERM; echo here:1; while :; do sleep 0.01; done"));
    CHECK(server.address() == "here:1");
    CHECK(server.stop() == "bye\n");
    CHECK(server.end() == "exit code 3");
}

TEST_CASE("server_process: a server that does not listen to reason is ended") {
    server_process server(shell("trap '' TERM; echo here:1; while :; do sleep 0.01; done"));
    server.stop(milliseconds(50));
    CHECK(server.end() == "signal 9");
}

TEST_CASE("server_process: leaves no process behind") {
    std::string id;
    {
        const server_process server(shell("echo here:$$; exec sleep 60"));
        id = server.address().substr(5);
        CHECK(::kill(std::stoi(id), 0) == 0);
    }
    CHECK(::kill(std::stoi(id), 0) != 0);
}

TEST_CASE("server_process: what the server has started is asked to end, too") {
    server_process server(shell("(trap 'echo bye; exit' TERM; echo here:1; while :; do sleep 0.01; done) & wait"));
    CHECK(server.stop() == "bye\n");
}

TEST_CASE("server_process: whom a server has left behind is ended with it") {
    server_process server(shell("(trap '' TERM; exec sleep 600 >/dev/null 2>&1) & echo here:$!; wait"));
    const int left_behind = std::stoi(server.address().substr(5));
    CHECK(server.has_children());
    server.stop();
    while (::kill(left_behind, 0) == 0) std::this_thread::yield();
}

TEST_CASE("server_process: a terminal's Ctrl+C does not reach the server") {
    const server_process server(shell("echo here:$$; exec sleep 600"));
    CHECK(::getpgid(std::stoi(server.address().substr(5))) != ::getpgrp());
}

TEST_CASE("server_process: who waits for an address looks at Ctrl+C") {
    parley::bench::detail::ctrl_c = true;
    CHECK_THROWS_AS(failure_of(shell("exec sleep 600")), parley::bench::interrupted);
    parley::bench::detail::ctrl_c = false;
}

TEST_CASE("interrupted: a signal is noticed by whoever waits next") {
    //! [interrupted]
    parley::bench::notice_interruption();
    CHECK_NOTHROW(parley::bench::throw_if_interrupted());
    std::raise(SIGTERM);  // or Ctrl+C
    CHECK_THROWS_AS(parley::bench::throw_if_interrupted(), parley::bench::interrupted);
    //! [interrupted]
    parley::bench::detail::ctrl_c = false;
}

TEST_CASE("child: a program that was started, what it prints, and how it ends") {
    //! [child]
    const native::child hello = native::start({"sh", "-c", "echo hello; exit 3"}, {});
    std::string said;
    while (native::wait_for(hello.output, parley::never) && native::read_some(hello.output, said)) {}
    CHECK(said == "hello\n");
    CHECK(native::ended(hello.id, true) == "exit code 3");
    //! [child]
}

TEST_CASE("server_process: why a command is no server") {
    //! [server_failure]
    CHECK_THROWS_WITH_AS(server_process({"sh", "-c", "echo out of luck >&2; exit 3"}),
                         "sh has ended without printing an address; it said: out of luck", server_failure);
    CHECK_THROWS_WITH_AS(server_process({"sh", "-c", "echo hello; sleep 60"}), "sh has printed no address but 'hello'",
                         server_failure);
    //! [server_failure]
    CHECK(failure_of({"/nowhere/at/all"}) == "start /nowhere/at/all: No such file or directory");
    CHECK(failure_of({"parley_no_such_program"}).find("No such file") != std::string::npos);
    CHECK(failure_of({"/"}).find("start /: Permission denied") != std::string::npos);
    CHECK(failure_of(shell("exec sleep 60 >&-")) == "sh has closed its stdout without printing an address");
    CHECK(failure_of(shell("exec sleep 60"), milliseconds(50)) == "sh has printed no address");
}

TEST_CASE("server_process: says how a server has ended by itself") {
    server_process server(shell("echo here:1; echo ouch >&2; kill -9 $$"));
    std::string end;
    while ((end = server.how_it_ended()).empty()) std::this_thread::yield();
    CHECK(end == "sh has ended by itself (signal 9); it said: ouch");
}

TEST_CASE("server_process: a server that complains without end is not held up") {
    server_process server(shell("for i in 1 2 3 4 5 6 7 8 9 10; do head -c 65536 /dev/zero >&2; done; echo here:1; "
                                "exec sleep 60"));
    CHECK(server.address() == "here:1");
}

TEST_CASE("server_process: what a server has used grows when it works") {
    server_process server(shell("echo here:1; while :; do :; done"));
    const auto before = server.usage();
    if (before.threads == 0) return;  // the system does not say
    CHECK(before.threads == 1);
    CHECK(before.private_bytes > 0);
    auto now = before;
    while (now.split.user <= before.split.user) now = server.usage();
    CHECK(now.processor_seconds > before.processor_seconds);
}

TEST_CASE("server_process: memory is what the server alone has written, not its program's pages") {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("parley_usage_" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    std::ofstream(folder / "smaps_rollup") << "Rss:  900 kB\nShared_Clean: 300 kB\nPrivate_Clean: 500 kB\n"
                                              "Private_Dirty:      100 kB\n";
    CHECK(parley::bench::native::detail::private_bytes(folder) == 102'400);
    std::filesystem::remove_all(folder);
    CHECK(parley::bench::native::detail::private_bytes(folder) == 0);
}

TEST_CASE("usage: what was used between two moments") {
    //! [usage]
    // As usage::of() finds it: seconds, ticks (user, system), context switches, threads, bytes.
    const usage before{1.0, {100, 50}, 1000, 2, 4096};
    const parley::bench::server_cost cost = between(before, {3.0, {130, 60}, 1500, 3, 8192});
    CHECK(cost.cpu_seconds == 2.0);
    CHECK(cost.user_seconds == 1.5);
    CHECK(cost.system_seconds == 0.5);
    CHECK(cost.context_switches == 500);
    CHECK(cost.threads == 3);
    CHECK(cost.resident_bytes == 8192);
    CHECK(cost.resident_bytes_before == 4096);
    //! [usage]
}

TEST_CASE("usage: a few ticks do not tell how much was in the kernel") {
    const parley::bench::server_cost cost = between(usage{1.0, {100, 50}, 0, 1, 0}, usage{1.125, {110, 59}, 0, 1, 0});
    CHECK(cost.cpu_seconds == 0.125);
    CHECK(cost.user_seconds == 0);
    CHECK(cost.system_seconds == 0);
}

TEST_CASE("usage: a thread that has ended takes its context switches with it") {
    CHECK(between(usage{1.0, {}, 1000, 2, 0}, usage{2.0, {}, 400, 1, 0}).context_switches == 0);
}

TEST_CASE("server_process: threads and context switches of all threads are counted") {
    server_process server({PARLEY_CHAT_SERVER, "--quiet", "--port", "0", "--policy", "thread_per_client"});
    const auto before = server.usage();
    if (before.threads == 0) return;  // the system does not say
    const std::string address = server.address();
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
    const parley::net::socket one = parley::net::connect_tcp("127.0.0.1", port);
    const parley::net::socket two = parley::net::connect_tcp("127.0.0.1", port);
    while (server.usage().threads < before.threads + 2) std::this_thread::yield();
    CHECK(server.usage().context_switches > before.context_switches);
}

TEST_CASE("processors: apart, or why not") {
    //! [processors]
    const processors four = processors::apart({2, 3, 5, 7}), one = processors::apart({4}), none = processors::apart({});
    CHECK(four.server == std::vector<int>{2});
    CHECK(four.load == std::vector<int>{3, 5, 7});
    CHECK(four.note == "The server was kept on a processor of its own, and the load on the others: 3.");
    CHECK((one.server.empty() && one.load.empty()));
    CHECK(one.note == "Server and load shared one processor: latencies mislead.");
    //! [processors]
    CHECK((none.server.empty() && none.load.empty()));
    CHECK(none.note == processors::free().note);
    CHECK_FALSE(parley::bench::native::run_on({}));
}

TEST_CASE("server_process: on a processor of its own") {
    const processors apart = processors::apart();
    if (apart.server.empty()) return;  // there is one only, or the system does not say
    CHECK(apart.server.size() == 1);
    for (const int one : apart.load) CHECK(one != apart.server.front());
    const server_process server(shell("echo here:$(grep -c . /proc/self/status):$(grep Cpus_allowed_list "
                                      "/proc/self/status | tr -dc 0-9,-); exec sleep 60"),
                                apart.server);
    const std::string address = server.address();
    CHECK(address.substr(address.rfind(':') + 1) == std::to_string(apart.server.front()));
}
