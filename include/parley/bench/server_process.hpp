#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A server in a process of its own, so that what it costs is its own: started, asked what it has used up, stopped.
/// Refuses to know what it serves. Read next: `bench/native_process.hpp`.

#include <algorithm>
#include <chrono>
#include <parley/base/clock.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/native_process.hpp>
#include <parley/bench/native_usage.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace parley::bench {

/// A contestant could not be started, or ended before it was told to; `what()` says which and why.
/// @snippet bench/server_process_test.cpp server_failure
struct server_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Which processors the server has, and which the load: none named where they cannot be kept apart. The numbers are the
/// system's. Source: sched_setaffinity(2).
/// @snippet bench/server_process_test.cpp processors
struct processors {
    std::vector<int> server,  ///< numbers; none: any
        load;                 ///< none of the server's, or none at all
    std::string note{};       ///< a sentence for the report

    /// One of these for the server and the others for the load, so that neither takes the other's time.
    static processors apart(const std::vector<int>& all = native::processors()) {
        if (all.empty()) return free();
        if (all.size() == 1) return {{}, {}, "Server and load shared one processor: latencies mislead."};
        return {{all.front()},
                {all.begin() + 1, all.end()},
                "The server was kept on a processor of its own, and the load on the others: " +
                    std::to_string(all.size() - 1) + "."};
    }

    /// Anywhere: the system does not let us choose.
    static processors free() {
        return {{}, {}, "The system did not keep server and load on processors of their own: latencies may mislead."};
    }
};

/// A program that was started, and runs at most for as long as this lives. One thread.
/// @snippet bench/server_process_test.cpp server_process
class server_process {
public:
    /// Starts `command` and waits for the address that it prints. Throws `server_failure` and `interrupted`: then it is
    /// ended already. `where` are numbers of processors; none: any.
    explicit server_process(const std::vector<std::string>& command, const std::vector<int>& where = {},
                            milliseconds patience = milliseconds(20'000))
        : name_(command.at(0)) {
        try {
            child_ = native::start(command, where);
        } catch (const setup_error& error) {
            throw server_failure(error.what());
        }
        try {
            address_ = first_line(later(clock::now(), patience));
        } catch (...) {
            end_now();
            throw;
        }
    }
    server_process(const server_process&) = delete;
    server_process& operator=(const server_process&) = delete;
    ~server_process() { end_now(); }

    /// What it printed first: "127.0.0.1:40123".
    const std::string& address() const noexcept { return address_; }

    /// What else it prints: somebody has to read it, or it waits when the pipe is full.
    const net::descriptor& output() const noexcept { return child_.output; }

    /// What it has used up since it was started, and has now; nothing when it has ended. Reads files of each thread.
    native::usage usage() const { return running() ? native::usage::of(child_.id) : native::usage{}; }

    /// Whether it has started other programs: what they use up is not counted.
    bool has_children() const { return running() && native::has_children(child_.id); }

    /// Has it ended by itself? Then how, with what it had to say; else empty.
    std::string how_it_ended() {
        if (running() && end_.empty()) end_ = native::ended(child_.id, false);
        return end_.empty() ? std::string() : name_ + " has ended by itself (" + end_ + ")" + complaints();
    }

    /// Asks it to end, and does not wait. Once.
    void ask_to_end() noexcept {
        if (running() && !asked_) native::ask_to_end(child_.id);
        asked_ = true;
    }

    /// Asks it to end (SIGTERM), waits for `patience`, and ends it when it does not (SIGKILL). Returns what else it has
    /// printed.
    std::string stop(milliseconds patience = milliseconds(5'000)) {
        std::string output;
        if (!running()) return output;
        ask_to_end();
        const time_point deadline = later(clock::now(), patience);
        while (native::wait_for(child_.output, deadline) && native::read_some(child_.output, output)) {}
        while ((end_ = native::ended(child_.id, false)).empty() && clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        end_now();
        return output;
    }

    /// After `stop()`: how it ended, "exit code 0" if all went well.
    const std::string& end() const noexcept { return end_; }

private:
    bool running() const noexcept { return child_.id != native::no_process && end_.empty(); }

    std::string first_line(time_point deadline) {
        std::string line;
        while (line.find('\n') == line.npos) {
            throw_if_interrupted();
            if (clock::now() >= deadline) throw server_failure(name_ + " has printed no address" + complaints());
            const time_point next_look = later(clock::now(), milliseconds(100));  // at Ctrl+C
            if (!native::wait_for(child_.output, std::min(deadline, next_look))) continue;
            if (native::read_some(child_.output, line)) continue;
            throw server_failure(name_ + how_it_left() + " without printing an address" + complaints());
        }
        line.resize(line.find('\n'));
        if (line.find_first_of(":/") == line.npos)
            throw server_failure(name_ + " has printed no address but '" + line + "'" + complaints());
        return line;
    }

    /// Its stdout is at its end. Whoever ends needs a moment from there on.
    const char* how_it_left() {
        const time_point deadline = later(clock::now(), milliseconds(200));
        while ((end_ = native::ended(child_.id, false)).empty() && clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return end_.empty() ? " has closed its stdout" : " has ended";
    }

    /// What it wrote to stderr, for a sentence to end with.
    std::string complaints() const {
        std::string said;
        while (native::wait_for(child_.complaints, at_once) && native::read_some(child_.complaints, said)) {}
        while (!said.empty() && said.back() == '\n') said.pop_back();
        return said.empty() ? std::string() : "; it said: " + said;
    }

    void end_now() noexcept {
        if (!running()) return;
        native::kill(child_.id);
        end_ = native::ended(child_.id, true);
    }

    std::string name_, address_, end_;
    bool asked_ = false;
    native::child child_;
};

}  // namespace parley::bench
