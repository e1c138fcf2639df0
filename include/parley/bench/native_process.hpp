#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Programs that are started, as the operating system has them: POSIX, and what only Linux offers where there is
/// Linux. In the benchmark, only the headers called `native_` name the system.
/// Refuses to know what is measured. Read next: `bench/native_usage.hpp`.

#if defined(_WIN32)
#error "chat_compare starts and measures processes in POSIX's way: on Windows, build it inside WSL"
#endif
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <parley/base/clock.hpp>
#include <parley/base/error.hpp>
#include <parley/net/descriptor.hpp>
#include <parley/net/native.hpp>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>
#if defined(__linux__)
#include <sched.h>
#include <sys/prctl.h>
#endif

/// What a comparison asks of the operating system.
namespace parley::bench::native {

using process_id = pid_t;                     ///< the system's number for a program that runs
inline constexpr process_id no_process = -1;  ///< no number of any

/// The processors that this thread may run on, by number; none where the system does not say: sched_getaffinity(2).
inline std::vector<int> processors() {
    std::vector<int> numbers;
#if defined(__linux__)
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        for (int number = 0; number != CPU_SETSIZE; ++number)
            if (CPU_ISSET(static_cast<std::size_t>(number), &allowed)) numbers.push_back(number);
#endif
    return numbers;
}

/// This thread, and what it starts, runs there from now on. False where that cannot be done; nothing has changed then.
inline bool run_on([[maybe_unused]] const std::vector<int>& numbers) noexcept {
#if defined(__linux__)
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    for (const int number : numbers) CPU_SET(static_cast<std::size_t>(number), &allowed);
    return !numbers.empty() && ::sched_setaffinity(0, sizeof allowed, &allowed) == 0;
#else
    return false;
#endif
}

/// Whoever started this program may have closed it: then the next file that is opened would seem to be stdout.
inline bool stdout_is_open() noexcept { return ::fcntl(STDOUT_FILENO, F_GETFD) != -1; }

/// As many descriptors as the system allows this process: getrlimit(2). Returns their number; 0: it does not say.
inline std::size_t raise_descriptor_limit() noexcept {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<std::size_t>(limit.rlim_cur);
}

/// A program that runs, and the other ends of its stdout and stderr. It is not ended with this: `ended()` has to be
/// asked, or its number stays taken. Source: fork(2), waitid(2), setpgid(2), PR_SET_PDEATHSIG of prctl(2).
/// @snippet bench/server_process_test.cpp child
struct child {
    process_id id = no_process;  ///< until `ended()` has said how
    net::descriptor output,      ///< what it prints, ...
        complaints;              ///< ... and what it writes to stderr
};

namespace detail {

struct pipe_ends {
    net::descriptor read, write;

    pipe_ends() {
        int ends[2];
        if (::pipe(ends) != 0) throw setup_error(net::native::error_code(errno), "open a pipe", "raise `ulimit -n`");
        read = net::descriptor(ends[0]);
        write = net::descriptor(ends[1]);
        net::native::prepare(ends[0]);
        ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    }
};

/// In the new process. Nothing here may need memory or a lock: another thread may have held it.
[[noreturn]] inline void become(char* const* command, int output, int complaints, int failure,
                                const std::vector<int>& where) noexcept {
#if defined(__linux__)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody is left behind, however this program ends
#endif
    ::setpgid(0, 0);  // a terminal's Ctrl+C is for who measures: a server that it ended would seem to be at fault
    run_on(where);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(complaints, STDERR_FILENO);
    ::execvp(command[0], command);
    const int error = errno;
    [[maybe_unused]] const auto told = ::write(failure, &error, sizeof error);
    ::_exit(127);
}

}  // namespace detail

/// Starts a program, looked for in PATH, on these processors (none: on any). Its stderr is kept as far as a pipe holds
/// it, 64 KiB; the rest is dropped and nobody waits. It leads a process group of its own. Throws `setup_error` when it
/// cannot be started.
inline child start(std::vector<std::string> command, const std::vector<int>& where) {
    std::vector<char*> pointers;
    for (std::string& word : command) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    detail::pipe_ends output, complaints, failure;
    net::native::prepare(complaints.write.native_handle());
    const process_id id = ::fork();
    if (id == 0)
        detail::become(pointers.data(), output.write.native_handle(), complaints.write.native_handle(),
                       failure.write.native_handle(), where);
    if (id < 0) throw setup_error(net::native::error_code(errno), "start " + command[0]);
    failure.write = {};
    net::native::poll_entry end{failure.read.native_handle(), POLLIN, 0};
    while (net::native::wait({&end, 1}, never) <= 0) {}
    int error = 0;
    if (::read(failure.read.native_handle(), &error, sizeof error) == sizeof error) {
        ::waitpid(id, nullptr, 0);
        throw setup_error(net::native::error_code(error), "start " + command[0]);
    }
    return {id, std::move(output.read), std::move(complaints.read)};
}

/// Appends what can be read now, nothing maybe; false at the end.
inline bool read_some(const net::descriptor& from, std::string& into) {
    char bytes[4096];
    const ssize_t count = ::read(from.native_handle(), bytes, sizeof bytes);
    if (count > 0) into.append(bytes, static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

/// Waits until there is something to be read, or `deadline`. False when it has come.
inline bool wait_for(const net::descriptor& source, time_point deadline) noexcept {
    net::native::poll_entry entry{source.native_handle(), POLLIN, 0};
    while (net::native::wait({&entry, 1}, deadline) <= 0)
        if (clock::now() >= deadline) return false;
    return true;
}

/// Ends a program that was started, and all that it has started, which are a process group: SIGTERM asks it to, SIGKILL
/// does it. Does not wait. @{
inline void ask_to_end(process_id id) noexcept { ::kill(-id, SIGTERM); }
inline void kill(process_id id) noexcept { ::kill(-id, SIGKILL); }
/// @}

/// How a program has ended, in words: "exit code 0", "signal 9"; empty while it runs. What it has started and left
/// behind is ended then. Once it has said so, `id` means nothing any more.
inline std::string ended(process_id id, bool wait) {
    siginfo_t seen{};
    int found;
    do {
        found = ::waitid(P_PID, static_cast<id_t>(id), &seen, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG));
    } while (found < 0 && errno == EINTR);
    if (found == 0 && seen.si_pid == 0) return {};
    if (found < 0) return "unknown to the system";
    kill(id);  // before the number may be somebody else's
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {}
    return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                               : "exit code " + std::to_string(WEXITSTATUS(status));
}

/// `handler` is called for SIGTERM; the other one for SIGINT (Ctrl+C), SIGTERM and SIGHUP (the terminal is gone; unless
/// that is ignored, as under nohup). It is a signal handler: it may do next to nothing (signal-safety(7)). Null: the
/// signal ends the program. @{
inline void on_termination(void (*handler)(int)) noexcept { std::signal(SIGTERM, handler ? handler : SIG_DFL); }
inline void on_interruption(void (*handler)(int)) noexcept {
    struct sigaction action {};  // without SA_RESTART: it also ends a read from the terminal
    action.sa_handler = handler ? handler : SIG_DFL;
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before {};
        const bool is_ignored = ::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
        if (number != SIGHUP || !is_ignored) ::sigaction(number, &action, nullptr);
    }
}
/// @}

}  // namespace parley::bench::native
