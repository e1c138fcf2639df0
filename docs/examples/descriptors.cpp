// SPDX-License-Identifier: MIT

// Who owns what the kernel has numbered or named, and what a name that means nothing is told as.

#include <cstdio>
#include <parley/net/descriptor.hpp>
#include <parley/net/keep_alive.hpp>
#include <parley/net/local.hpp>
#include <parley/net/socket_file.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>
#include <utility>

namespace net = parley::net;

int main() {
    //! [descriptor]
    net::descriptor owner(net::native::open_spare());
    net::descriptor other = std::move(owner);  // who owns it now, closes it
    std::printf("%s\n", owner.native_handle() == net::native::no_handle ? "moved" : "owned twice");
    //! [descriptor]

    //! [socket_file]
    const parley::testing::temporary_folder folder;
    const std::string path = folder.path() + "/chat";
    {
        const net::listener door = net::listen_local(path, 16);
        std::printf("%s", net::native::identify(path.c_str()).exists ? "a file while it listens, " : "no file, ");
    }
    std::printf("%s\n", net::native::identify(path.c_str()).exists ? "and afterwards" : "none afterwards");
    //! [socket_file]

    //! [keep_alive]
    const net::keep_alive asked = net::keep_alive_within(parley::milliseconds(120'000));
    std::printf("after %d s of silence %d questions, %d s apart\n", asked.silence, asked.questions, asked.interval);
    //! [keep_alive]

    //! [resolver_errors]
    try {
        net::resolve("no such host!", 5000, false);
    } catch (const parley::setup_error& error) {
        const bool means_nothing = error.code() == std::errc::address_not_available;
        std::printf("%s: %s\n", error.code().category().name(), means_nothing ? "no such host" : error.what());
    }
    //! [resolver_errors]

    // Prints:
    // moved
    // a file while it listens, none afterwards
    // after 60 s of silence 5 questions, 12 s apart
    // getaddrinfo: no such host
}
