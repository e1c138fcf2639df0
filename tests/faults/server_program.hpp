#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `chat_server` in a process of its own, for faults that concern the process: its descriptors, memory, processor
/// time, signals and exit code. Read next: `party.hpp`.

#include "models.hpp"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utility>
#include <vector>
#if defined(__linux__)
#include <sys/prctl.h>
#elif defined(__APPLE__)
#include <libproc.h>
#include <mach/mach_time.h>
#endif

namespace faults_test {

class server_program {
public:
    /// Starts it; `descriptors` is its `ulimit -n`, 0: this process's own.
    server_program(std::string_view policy, std::vector<std::string> options, rlim_t descriptors = 0) {
        std::vector<std::string> arguments{PARLEY_CHAT_SERVER, "--quiet", "--policy", std::string(policy)};
        arguments.insert(arguments.end(), options.begin(), options.end());
        if (std::find(arguments.begin(), arguments.end(), "--port") == arguments.end())
            arguments.insert(arguments.end(), {"--port", "0"});
        std::vector<char*> pointers;
        for (std::string& one : arguments) pointers.push_back(one.data());
        pointers.push_back(nullptr);
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) become(pointers.data(), ends[1], descriptors);
        ::close(ends[1]);
        output_ = ends[0];
        address = first_line();
        REQUIRE_MESSAGE(address.find(':') != address.npos, "chat_server did not start: " << address);
        port = static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
    }
    server_program(const server_program&) = delete;
    server_program& operator=(const server_program&) = delete;
    ~server_program() {
        if (output_ >= 0) ::close(output_);
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    void signal(int number) const { REQUIRE(::kill(pid_, number) == 0); }

    /// Has it ended? Then `exit_code` says how: its code, or minus the number of the signal.
    bool has_ended() {
        int status = 0;
        if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        }
        return pid_ < 0;
    }

    /// Asks it politely to end, and says how it did; -1000 when it does not.
    int end(party& guests) {
        signal(SIGTERM);
        return guests.until([&] { return has_ended(); }) ? exit_code : -1000;
    }

    /// The most memory that it ever had resident, in bytes; 0 where the system does not say.
    std::size_t peak_memory() const { return status("VmHWM:") * 1024; }
    std::size_t memory() const { return status("VmRSS:") * 1024; }
    std::size_t threads() const { return status("Threads:"); }
    std::size_t descriptors() const { return entries_of(folder() + "fd"); }

    /// Processor time that it has used so far.
    std::chrono::nanoseconds processor_time() const {
#if defined(__APPLE__)  // no clock of another process there; its times are in ticks
        rusage_info_v2 used{};
        REQUIRE(::proc_pid_rusage(pid_, RUSAGE_INFO_V2, reinterpret_cast<rusage_info_t*>(&used)) == 0);
        mach_timebase_info_data_t tick{};
        ::mach_timebase_info(&tick);
        const std::uint64_t ticks = used.ri_user_time + used.ri_system_time;
        return std::chrono::nanoseconds(static_cast<std::int64_t>(ticks * tick.numer / tick.denom));
#else
        clockid_t its_clock{};
        timespec used{};
        REQUIRE(::clock_getcpuclockid(pid_, &its_clock) == 0);
        REQUIRE(::clock_gettime(its_clock, &used) == 0);
        return seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
#endif
    }

    /// Changes its `ulimit -n` while it runs. False where that cannot be done.
    bool limit_descriptors([[maybe_unused]] std::size_t most) const {
#if defined(__linux__)
        rlimit limit{};
        if (::prlimit(pid_, RLIMIT_NOFILE, nullptr, &limit) != 0) return false;
        limit.rlim_cur = most;
        return ::prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr) == 0;
#else
        return false;
#endif
    }

    std::string address{};
    std::uint16_t port = 0;
    int exit_code = 0;

private:
    [[noreturn]] static void become(char* const* arguments, int output, rlim_t descriptors) {
#if defined(__linux__)
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
        const rlimit limit{descriptors, descriptors};
        if (descriptors != 0) ::setrlimit(RLIMIT_NOFILE, &limit);
        ::dup2(output, STDOUT_FILENO);
        for (int inherited = STDERR_FILENO + 1; inherited != 1024; ++inherited) ::close(inherited);
        ::execv(arguments[0], arguments);
        ::_exit(127);
    }

    std::string first_line() const {
        std::string line;
        for (char byte; line.empty() || line.back() != '\n'; line += byte) {
            pollfd entry{output_, POLLIN, 0};
            if (::poll(&entry, 1, 60'000) != 1 || ::read(output_, &byte, 1) != 1) break;
        }
        if (!line.empty() && line.back() == '\n') line.pop_back();
        return line;
    }

    std::string folder() const { return "/proc/" + std::to_string(pid_) + "/"; }

    std::size_t status(std::string_view key) const {
        std::ifstream file(folder() + "status");
        for (std::string word; file >> word;) {
            std::size_t value = 0;
            if (word == key && file >> value) return value;
        }
        return 0;
    }

    pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace faults_test
