#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The other side of a comparison: what its program does when it is started as the server, `--serve NAME`.
/// Refuses to know the load. Read next: `testing/counting.hpp`, `observe/trace.hpp`.

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <parley/bench/native_process.hpp>
#include <parley/observe/trace.hpp>
#include <parley/server.hpp>
#include <parley/testing/counting.hpp>
#include <string>
#include <string_view>
#include <thread>

namespace parley::bench {

/// How long `/nap` takes.
inline constexpr milliseconds nap{50};

namespace detail {

inline std::atomic<void (*)()> stop_serving = nullptr;  // a signal handler can be given nothing

inline options serving_options() {
    options wanted;
    wanted.port = 0;
    wanted.outbox_limit = std::size_t{1} << 26;  // a contest of speed: nobody is dropped for being slow
    return wanted;
}

/// Prints the address and serves until SIGTERM.
template <class Server>
int run_until_told(Server& server) {
    static Server* running = nullptr;
    running = &server;
    stop_serving = [] {
        observe::recording::end();
        running->stop();
    };
    native::on_termination([](int) { stop_serving.load()(); });
    server.command("nap", "/nap: keeps you waiting", [](member& who, std::string_view) {
        std::this_thread::sleep_for(nap);
        who.reply("You took a nap.");
    });
    std::printf("%s\n", server.address().c_str());
    std::fflush(stdout);
    server.run();
    native::on_termination(nullptr);
    return 0;
}

}  // namespace detail

/// A server that does nothing but serve, at any free port of this computer, until SIGTERM; then it returns 0. Once in a
/// process: it takes the signal. Throws `setup_error` when it cannot listen.
template <class Policy>
int serve() {
    native::raise_descriptor_limit();
    server<Policy> plain(detail::serving_options());
    return detail::run_until_told(plain);
}

/// A server that notes what each of its threads does and writes that to `file` when it ends. As serve(), and throws
/// when that cannot be written.
template <class Policy>
int serve_traced(const std::string& name, const std::string& file) {
    native::raise_descriptor_limit();
    observe::trace_file written(file);
    const observe::recording recorded;
    {
        server<Policy, observe::traced<>, observe::trace<>> traced(detail::serving_options(), observe::traced<>());
        detail::run_until_told(traced);
    }
    written.write({recorded.read(name)});
    return 0;
}

/// A server that counts its calls of the socket layer, and tells whoever says `/calls`: accept, receive, send. As
/// serve().
template <class Policy>
int serve_counting() {
    native::raise_descriptor_limit();
    const auto counts = std::make_shared<testing::call_counts>();
    server<Policy, testing::counting<net::sockets>> counted(detail::serving_options(),
                                                            testing::counting<net::sockets>(counts));
    counted.command("calls", "/calls: accept, receive, send", [counts](member& who, std::string_view) {
        using testing::call;
        std::string text = "calls:";
        for (const call kind : {call::accept, call::receive, call::send})
            text += " " + std::to_string(counts->made(kind));
        who.reply(text);
    });
    return detail::run_until_told(counted);
}

}  // namespace parley::bench
