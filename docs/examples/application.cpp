// SPDX-License-Identifier: MIT

// A policy moves bytes for any application, the chat is one of them. Here: what you say comes back louder.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <parley/base/delivery.hpp>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <string>
#include <thread>

//! [session]
class echo {  // one conversation; knows no socket and no thread
public:
    explicit echo(parley::waker& woken) : delivery_(woken, 1 << 20, parley::milliseconds(5000), parley::never) {}
    void receive(std::string_view bytes) noexcept try {
        std::string loud(bytes);
        std::transform(loud.begin(), loud.end(), loud.begin(), [](unsigned char c) { return std::toupper(c); });
        delivery_.tell(parley::share(std::move(loud)));
    } catch (...) { delivery_.finish(); }  // no memory: the end of this conversation, of no other
    void end_of_input() noexcept { delivery_.finish(); }
    auto pending(std::span<std::string_view> views) noexcept { return delivery_.pending(views); }
    void sent(std::size_t count) noexcept { delivery_.sent(count); }
    bool finished() const noexcept { return delivery_.finished(); }
    parley::time_point deadline() const noexcept { return delivery_.deadline(); }
    void expire(parley::time_point) noexcept { delivery_.drop(parley::share("-- too slow\n")); }

private:
    parley::delivery<parley::null_mutex> delivery_;
};
//! [session]

//! [application]
struct echoes {  // who opens them
    echo open(parley::waker& woken, const parley::net::address&) { return echo(woken); }
    bool full() const noexcept { return false; }
    std::string_view refusal() const noexcept { return "-- no room\n"; }
    void refused() noexcept {}
    void attend() noexcept {}                                               // no news from other threads
    parley::time_point closing() noexcept { return parley::clock::now(); }  // nobody is told, nothing waited for
};
static_assert(parley::session<echo> && parley::application<echoes>);
//! [application]

int main() {
    parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 16);
    echoes app;
    parley::poll_loop policy;
    parley::client ann({.port = listener.where().port()});  // it waits in the kernel's queue
    std::thread serving([&] { policy.run(listener, app); });
    ann.send_line("hello");
    std::printf("%s\n", ann.read_line()->c_str());
    policy.stop();
    serving.join();
    // Prints:
    // HELLO
}
