// SPDX-License-Identifier: MIT

/// @file
/// The chat server as a program. The concurrency model is chosen when it starts, from a table of functions at the
/// edge: each row is `serve<Policy>`, and nothing but that word differs.

#include "native.hpp"
#include "server/command_line.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <parley/observe/trace.hpp>
#include <parley/parley.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

using server_program::command_line;

enum exit_code { good = 0, failed = 1, wrong_usage = 2, interrupted = 130 };

/// Prints who comes and goes, unless --quiet. A line that stderr has no room for is not printed.
class observer {
public:
    explicit observer(bool quiet) : quiet_(quiet), printing_(std::make_unique<std::mutex>()) {}

    void listening(std::string_view address) noexcept { print([&] { console_.listening(address); }); }
    void connected(std::string_view address) noexcept { print([&] { console_.connected(address); }); }
    void named(std::string_view nickname) noexcept { print([&] { console_.named(nickname); }); }
    void renamed(std::string_view before, std::string_view after) noexcept {
        print([&] { console_.renamed(before, after); });
    }
    void left(std::string_view nickname, std::string_view reason) noexcept {
        print([&] { console_.left(nickname, reason); });
    }
    void refused() noexcept { print([&] { console_.refused(); }); }

private:
    template <class Line>
    void print(Line&& line) noexcept {
        if (quiet_) return;
        const std::lock_guard lock(*printing_);  // or two threads find room for one line
        if (program::stderr_has_room()) line();
    }

    bool quiet_;
    std::unique_ptr<std::mutex> printing_;
    parley::observe::console console_;
};

/// What a signal stops. A handler can be given nothing, so this program has one variable for it.
std::atomic<void (*)()> stop_server = nullptr;
std::atomic<bool> asked_before = false;
static_assert(decltype(stop_server)::is_always_lock_free && decltype(asked_before)::is_always_lock_free);

extern "C" void handle_signal(int) {
    if (asked_before.exchange(true)) program::end_at_once(interrupted);
    if (const auto stop = stop_server.load()) stop();
}

/// The one line on stdout. Whoever started us waits for it: without it nobody finds the server.
void print_address(const std::string& address) {
    if (std::printf("%s\n", address.c_str()) < 0 || std::fflush(stdout) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot write the address to stdout");
}

/// Ready to be traced, so that each policy is compiled once: while nothing is recorded, that is a look at a variable
/// before each system call, which cannot be measured. A server that must not even look has `observe::none`.
template <class Policy>
using traceable_server = parley::server<Policy, parley::observe::traced<>, parley::observe::trace<observer>>;

template <class Policy>
int serve(const command_line& arguments) {
    static traceable_server<Policy>* running = nullptr;
    traceable_server<Policy> server(arguments.options, {}, parley::observe::trace(observer(arguments.quiet)));
    running = &server;
    stop_server = [] { running->stop(); };
    program::on_termination(handle_signal);
    print_address(server.address());
    server.run();
    stop_server = nullptr;
    if (!arguments.quiet && program::stderr_has_room()) std::fputs("Server has closed.\n", stderr);
    return good;
}

struct model {
    std::string_view name;
    std::string_view description;
    int (*serve)(const command_line&);
};

constexpr std::array models{
    model{"one_at_a_time", "one client; the next waits until it has left", serve<parley::one_at_a_time>},
    model{"thread_per_client", "a thread for each client", serve<parley::thread_per_client>},
    model{"select_loop", "one thread, select(): up to 1,024 descriptors", serve<parley::select_loop>},
    model{"poll_loop", "one thread, poll()", serve<parley::poll_loop>},
#if __has_include(<sys/epoll.h>)
    model{"epoll_loop", "one thread, epoll: thousands of clients", serve<parley::epoll_loop>},
#endif
#if __has_include(<sys/event.h>)
    model{"kqueue_loop", "one thread, kqueue: thousands of clients", serve<parley::kqueue_loop>},
#endif
};

std::string list_models() {
    std::string list;
    for (const model& one : models) {
        std::string left = "  " + std::string(one.name);
        left.resize(28, ' ');
        list.append(left).append(one.description).append("\n");
    }
    return list;
}

/// As many descriptors as the system allows: each client takes one or two. The library itself never does this.
void raise_descriptor_limit(bool quiet) {
    const program::descriptor_limit raised = program::raise_descriptor_limit();
    if (raised.before == raised.now || quiet) return;
    std::fprintf(stderr, "Raised the limit of open descriptors from %llu to %llu (ulimit -n).\n", raised.before,
                 raised.now);
}

/// Serves, and then writes what every thread did when.
int run_traced(const model& chosen, const command_line& arguments, const std::string& path) {
    parley::observe::trace_file file(path);
    const parley::observe::recording recorded;
    const int code = chosen.serve(arguments);
    file.write({recorded.read(std::string(chosen.name))});
    return code;
}

int run(const command_line& arguments) {
    for (const model& one : models) {
        if (one.name != arguments.policy) continue;
        raise_descriptor_limit(arguments.quiet);
        const char* const trace = std::getenv("PARLEY_TRACE");
        return trace != nullptr && *trace != '\0' ? run_traced(one, arguments, trace) : one.serve(arguments);
    }
    throw server_program::usage_error("there is no policy '" + arguments.policy + "'; there are:\n" + list_models());
}

}  // namespace

int main(int count, char** values) {
    program::open_standard_streams();
    try {
        const command_line arguments = server_program::parse_command_line(program::arguments(count, values));
        if (!arguments.help && !arguments.version) return run(arguments);
        const std::string version = "chat_server (parley) " + std::string(parley::version) + "\n";
        std::fputs(arguments.help ? server_program::usage(list_models()).c_str() : version.c_str(), stdout);
        return std::fflush(stdout) == 0 ? good : failed;
    } catch (const server_program::usage_error& error) {
        std::fprintf(stderr, "chat_server: %s\nTry chat_server --help.\n", error.what());
        return wrong_usage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chat_server: %s\n", error.what());
        return failed;
    }
}
