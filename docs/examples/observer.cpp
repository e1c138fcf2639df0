// SPDX-License-Identifier: MIT

// Who watches comings and goings: one that prints them, and one of one's own.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/console.hpp>
#include <parley/server.hpp>
#include <string>
#include <string_view>
#include <utility>

//! [observer]
struct doorkeeper : parley::observe::none {  // hides what it wants to see
    explicit doorkeeper(std::string& noted) noexcept : book(&noted) {}
    void named(std::string_view nickname) noexcept { *book += std::string(nickname) + " came\n"; }
    void left(std::string_view nickname, std::string_view) noexcept { *book += std::string(nickname) + " went\n"; }
    std::string* book;  // with thread_per_client, several threads would write here: a mutex, then
};
static_assert(parley::observe::observer<doorkeeper>);
//! [observer]

template <class Observer>
void visit(Observer observer) {
    parley::server<parley::poll_loop, parley::net::in_process, Observer> server({}, {}, std::move(observer));
    server.start();
    parley::client ann(server.listener().connect());
    ann.send_line("ann");
    ann.send_line("/nick anna");
    ann.send_line("/quit");
    while (ann.read_line()) {}
    parley::client nobody(server.listener().connect());
    nobody.finish_sending();  // leaves without a name: connected, and never named or left
    while (nobody.read_line()) {}
    server.stop();
    server.wait();
}

int main() {
    //! [console]
    visit(parley::observe::console(stdout));
    //! [console]
    std::string book;
    visit(doorkeeper(book));
    std::printf("%s", book.c_str());

    // Prints:
    // Server is running and listening for connections on ...
    // Connection established with a local client
    // The nickname of this client is 'ann'
    // 'ann' is now known as 'anna'.
    // 'anna' has left the chat room!
    // Connection established with a local client
    // ann came
    // anna went
}
