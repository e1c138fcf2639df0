// SPDX-License-Identifier: MIT

// chat_compare as its users have it: started, watched, interrupted.

#include "doctored_server.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <parley/bench/compiled.hpp>
#include <parley/bench/native_process.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace native = parley::bench::native;
using bench_test::doctored_server;
using bench_test::fault;

namespace {

/// A program that runs, and what it has printed so far.
class program {
public:
    /// `shell`: runs "$@", and does more.
    explicit program(std::vector<std::string> arguments, const std::string& shell = {}) {
        arguments.insert(arguments.begin(), PARLEY_CHAT_COMPARE);
        if (!shell.empty()) arguments.insert(arguments.begin(), {"sh", "-c", shell, "sh"});
        child_ = native::start(std::move(arguments), {});
    }
    program(const program&) = delete;
    program& operator=(const program&) = delete;
    ~program() {
        if (!ended_) native::kill(child_.id);
        if (!ended_) native::ended(child_.id, true);
    }

    /// As a terminal does: the program, and all who are in its process group.
    void interrupt(int number = SIGINT) const { REQUIRE(::kill(-child_.id, number) == 0); }

    void wait_for_complaint(std::string_view text) {
        while (complaints.find(text) == std::string::npos)
            if (!read_more()) FAIL("it has ended: " << complaints);
    }

    /// How it ended; `output` and `complaints` are complete then.
    std::string end() {
        while (read_more()) {}
        ended_ = true;
        return native::ended(child_.id, true);
    }

    std::string output, complaints;

private:
    bool read_more() {
        parley::net::native::poll_entry entries[]{{child_.output.native_handle(), POLLIN, 0},
                                                  {child_.complaints.native_handle(), POLLIN, 0}};
        parley::net::native::wait(entries, parley::never);
        bool open = true;
        if (entries[0].revents != 0) open = native::read_some(child_.output, output);
        if (entries[1].revents != 0) open = native::read_some(child_.complaints, complaints) && open;
        while (!open && native::read_some(child_.output, output)) {}
        while (!open && native::read_some(child_.complaints, complaints)) {}
        return open;
    }

    native::child child_;
    bool ended_ = false;
};

/// A folder that is gone afterwards.
struct temporary_folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("parley_comparison_" + std::to_string(::getpid()));
    temporary_folder() { std::filesystem::create_directory(path); }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() { std::filesystem::remove_all(path); }

    std::string file(const std::string& name) const {
        std::ifstream opened(path / name);
        return {std::istreambuf_iterator<char>(opened), {}};
    }
};

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("chat_compare: a whole comparison, in small") {
    const temporary_folder folder;
    program run({"--models", "thread_per_client,poll_loop", "--clients", "3,5", "--in-flight=1,4", "--messages", "20",
                 "--rounds", "2", "--force", "--out", (folder.path / "new").string()});
    CHECK(run.end() == "exit code 0");
    CAPTURE(run.complaints);
    CHECK(holds(run.complaints, "[16/16"));
    CHECK(holds(run.output, "## fan-out, 3 clients, 1 in flight"));
    CHECK(holds(run.output, "## fan-out, 5 clients, 4 in flight"));
    CHECK(holds(run.output, "| poll_loop "));
    CHECK(holds(run.output, "calls/1k"));
    CHECK_FALSE(holds(run.output, "Void"));
    const std::string table = folder.file("new/results.csv");
    CHECK(std::count(table.begin(), table.end(), '\n') == 17);
    CHECK(holds(folder.file("new/report.html"), "<svg"));
    CHECK(folder.file("new/report.md") == run.output);
    program again({"--models", "poll_loop", "--clients", "3", "--in-flight", "1", "--messages", "20", "--rounds", "1",
                   "--force", "--out", (folder.path / "new").string()});
    CHECK(again.end() == "exit code 0");
    CHECK(holds(again.complaints, "it will be replaced"));
}

TEST_CASE("chat_compare: rounds are interleaved") {
    program run({"--models", "poll_loop,thread_per_client", "--clients", "2", "--in-flight", "1", "--messages", "3",
                 "--rounds", "2", "--force"});
    CHECK(run.end() == "exit code 0");
    std::size_t at = 0;
    for (const std::string_view name : {"poll_loop", "thread_per_client", "poll_loop", "thread_per_client"}) {
        at = run.complaints.find(name, at + 1);
        CHECK(at != std::string::npos);
    }
}

TEST_CASE("chat_compare: a doctored server makes the run void") {
    const doctored_server server(fault::twice, 200);
    const temporary_folder folder;
    const std::filesystem::path script = folder.path / "doctored.sh";
    std::ofstream(script) << "echo " << server.address() << "\nexec sleep 600\n";
    program run({"--models", "poll_loop", "--server", "doctored=sh " + script.string(), "--clients", "4", "--in-flight",
                 "4", "--messages", "100", "--rounds", "1", "--force"});
    CHECK(run.end() == "exit code 1");
    CHECK(holds(run.complaints, "VOID: twice: c"));
    CHECK(holds(run.output, "doctored (void)"));
    CHECK(holds(run.output, "Void: doctored, fan-out, 4 clients, 4 in flight, round 1: twice: c"));
}

TEST_CASE("chat_compare: Ctrl+C keeps what is done") {
    const temporary_folder folder;
    program run({"--models", "poll_loop", "--clients", "2", "--in-flight", "1", "--messages", "3", "--rounds", "100000",
                 "--force", "--out", folder.path.string()});
    run.wait_for_complaint("[4/100000");
    run.interrupt();
    CHECK(run.end() == "exit code 130");
    CHECK(holds(run.output, "| poll_loop "));
    CHECK(holds(run.output, "Ctrl+C"));
    CHECK_FALSE(holds(run.output, "Void"));
    CHECK(holds(folder.file("results.csv"), "poll_loop"));
}

TEST_CASE("chat_compare: other signals that end programs keep what is done, too, and end the servers behind a script") {
    for (const int number : {SIGTERM, SIGHUP}) {
        const temporary_folder folder;
        const std::filesystem::path script = folder.path / "wrapper.sh", note = folder.path / "id";
        std::ofstream(script) << PARLEY_CHAT_SERVER << " --quiet --port 0 & echo $! >" << note.string() << "; wait\n";
        program run({"--models", "none", "--server", "wrapped=sh " + script.string(), "--clients", "2", "--in-flight",
                     "1", "--seconds", "60", "--rounds", "1", "--force"});
        run.wait_for_complaint("wrapped");
        while (folder.file("id").find('\n') == std::string::npos) std::this_thread::yield();
        const int server = std::stoi(folder.file("id"));
        run.interrupt(number);
        CHECK(run.end() == "exit code 130");
        CHECK(holds(run.output, "Ctrl+C (or SIGTERM, SIGHUP)"));
        while (::kill(server, 0) == 0) std::this_thread::yield();
    }
}

TEST_CASE("chat_compare: tables that nobody can read are a failure") {
    const std::vector<std::string> little{"--models", "poll_loop", "--clients",  "2", "--in-flight", "1",
                                          "--messages", "3",       "--rounds",   "1", "--force"};
    program full(little, "exec \"$@\" >/dev/full");
    CHECK(full.end() == "exit code 1");
    CHECK_MESSAGE(holds(full.complaints, "print to stdout: No space left on device"), full.complaints);
    program closed(little, "exec \"$@\" >&-");
    CHECK(closed.end() == "exit code 1");
    CHECK_MESSAGE(holds(closed.complaints, "print to stdout: Bad file descriptor"), closed.complaints);
    CHECK_FALSE(holds(closed.complaints, "[1/1]"));
}

TEST_CASE("chat_compare: nothing measured is a failure, with the reason") {
    program run({"--models", "poll_loop", "--clients", "1000", "--rounds", "1", "--force"},
                "ulimit -n 256; exec \"$@\"");
    CHECK(run.end() == "exit code 1");
    CHECK_MESSAGE(holds(run.complaints, "this process may open 256 descriptors only"), run.complaints);
    CHECK_MESSAGE(holds(run.complaints, "nothing was measured"), run.complaints);
}

TEST_CASE("chat_compare: a folder that cannot be written is refused before anything is measured") {
    program run({"--models", "poll_loop", "--force", "--out", "/proc"});
    CHECK(run.end() == "exit code 1");
    CHECK_MESSAGE(holds(run.complaints, "write a report into /proc"), run.complaints);
    CHECK_FALSE(holds(run.complaints, "[1/"));
}

TEST_CASE("chat_compare: Ctrl+C while a server is being started") {
    program run({"--models", "none", "--server", "silent=sleep 600", "--clients", "2", "--rounds", "1", "--force"});
    run.wait_for_complaint("silent");
    run.interrupt();
    CHECK(run.end() == "exit code 130");
    CHECK_FALSE(holds(run.complaints, "VOID"));
    CHECK(holds(run.output, "Ctrl+C"));
}

namespace {

/// A server that behaves until it is traced, and then does this.
std::string traced_badly(const temporary_folder& folder, const std::string& deed) {
    const std::filesystem::path script = folder.path / "traced.sh";
    std::ofstream(script) << "[ -z \"$PARLEY_TRACE\" ] || " << deed << "\nunset PARLEY_TRACE\nexec "
                          << PARLEY_CHAT_SERVER << " --quiet --port 0\n";
    return "odd=sh " + script.string();
}

const std::string server_command = std::string(PARLEY_CHAT_SERVER) + " --quiet --port 0";

}  // namespace

TEST_CASE("chat_compare: Ctrl+C while the timeline is made loses nothing else") {
    const temporary_folder folder;
    program run({"--models", "none", "--server", traced_badly(folder, "exec sleep 600"), "--clients", "2",
                 "--in-flight", "1", "--messages", "3", "--rounds", "1", "--force", "--out", folder.path.string()});
    run.wait_for_complaint("for a timeline");
    run.interrupt();
    CHECK(run.end() == "exit code 130");
    CHECK(holds(run.output, "| odd "));
    CHECK(holds(folder.file("results.csv"), "odd"));
    CHECK(holds(folder.file("report.md"), "before there was a timeline"));
}

TEST_CASE("chat_compare: a trace that cannot be read loses nothing else") {
    const temporary_folder folder;
    const std::string junk = traced_badly(folder, "echo junk >\"$PARLEY_TRACE\"");
    program run({"--models", "poll_loop", "--server", junk, "--clients", "2", "--in-flight", "1", "--messages", "3",
                 "--rounds", "1", "--force", "--out", folder.path.string()});
    CHECK(run.end() == "exit code 0");
    CHECK(holds(run.output, "| odd "));
    CHECK(holds(folder.file("report.md"), "There is no timeline of odd: "));
    CHECK(holds(folder.file("report.html"), "<svg"));
}

TEST_CASE("chat_compare: who is not there is left out, with the reason") {
    program run({"--models", "none", "--server", "nobody=/nowhere/at/all", "--clients", "2", "--in-flight", "1",
                 "--messages", "3", "--rounds", "1", "--force"});
    CHECK(run.end() == "exit code 1");
    CHECK(holds(run.complaints, "VOID: start /nowhere/at/all: No such file or directory"));
    program slow({"--models", "none", "--server", "server=" + std::string(PARLEY_CHAT_SERVER) + " --quiet --port 0",
                  "--loads", "slow-handler", "--clients", "2", "--messages", "3", "--rounds", "2", "--force"});
    CHECK(slow.end() == "exit code 0");
    CHECK(holds(slow.complaints, "left out: it has no /nap"));
    CHECK(holds(slow.output, "Left out: server: slow handler, 2 clients"));
}

TEST_CASE("chat_compare: a debug build is refused, unless it is forced") {
    program run({"--models", "poll_loop", "--clients", "2", "--in-flight", "1", "--messages", "3", "--rounds", "1"});
    const std::string end = run.end();
    const bool refused = parley::bench::compiled::here().is_debug_build();  // compiled like this test
    CHECK(end == (refused ? "exit code 2" : "exit code 0"));
    CHECK(holds(run.complaints, "this is a debug build") == refused);
    CHECK(run.output.empty() == refused);
}

TEST_CASE("chat_compare: help, and what it does not understand") {
    program help({"--help"});
    CHECK(help.end() == "exit code 0");
    for (const std::string_view word : {"epoll_loop", "floor", "stopped-reader", "--predict", "no quotes", "The wire", "Exit codes"})
        CHECK_MESSAGE(holds(help.output, word), word);
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
             {"--modles"}, {"--models", "nobody"}, {"--models", "none"}, {"--loads", "heavy"}, {"--rounds", "0"},
             {"--serve", "nobody"}, {"--server", "nameless"}, {"--models", "poll_loop,poll_loop"},
             {"--models", "poll_loop,select_loop", "--timeline", "/nowhere/two.spans"},
             {"--timeline", "a.svg", "--references"}, {"--timeline", "a.svg", "--loads", "idle"},
             {"--timeline", "a.svg", "--predict"}, {"--timeline", "a.svg", "--out", "folder"},
             {"--clients=5", "--timeline", "a.svg"}}) {
        CAPTURE(wrong.back());
        std::vector<std::string> forced = wrong;
        forced.emplace_back("--force");
        program run(forced);
        CHECK(run.end() == "exit code 2");
        CHECK(holds(run.complaints, "Try chat_compare --help."));
        CHECK(run.output.empty());
    }
}

TEST_CASE("chat_compare: a timeline") {
    const temporary_folder folder;
    const std::string file = (folder.path / "both.svg").string();
    program run({"--models", "thread_per_client,poll_loop", "--timeline", file, "--force"});
    CHECK(run.end() == "exit code 0");
    const std::string picture = folder.file("both.svg");
    CHECK(holds(picture, "<svg"));
    CHECK(holds(picture, "thread_per_client"));
    CHECK(holds(picture, "poll_loop"));
}

TEST_CASE("chat_compare: a timeline of somebody with a name that is no name of a file; an empty variable is unset") {
    const temporary_folder folder;
    ::setenv("PARLEY_TRACE", "", 1);
    program run({"--models", "none", "--server", "a/b=" + server_command, "--timeline",
                 (folder.path / "one.svg").string(), "--force"});
    CHECK(run.end() == "exit code 0");
    ::unsetenv("PARLEY_TRACE");
    CHECK(holds(folder.file("one.svg"), "a/b"));
}

TEST_CASE("chat_compare: nobody who can be traced is wrong usage") {
    const temporary_folder folder;
    program run({"--models", "none", "--server", "plain=env -u PARLEY_TRACE " + server_command, "--timeline",
                 (folder.path / "none.svg").string(), "--force"});
    CHECK(run.end() == "exit code 2");
    CHECK(holds(run.complaints, "nobody here knows PARLEY_TRACE"));
}

TEST_CASE("chat_compare: a timeline that cannot be written is a failure before anybody is started") {
    const temporary_folder folder;
    program run({"--models", "none", "--server", "marked=touch " + (folder.path / "started").string(), "--timeline",
                 (folder.path / "missing" / "one.svg").string(), "--force"});
    CHECK(run.end() == "exit code 1");
    CHECK_FALSE(std::filesystem::exists(folder.path / "started"));
}
