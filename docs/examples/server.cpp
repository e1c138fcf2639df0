// SPDX-License-Identifier: MIT

// A server in the background: what it can be asked from any thread, and what it has counted.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>

namespace {

void join(parley::client& newcomer, const char* nickname) {
    newcomer.send_line(nickname);
    while (const auto line = newcomer.read_line())
        if (line == "You are now connected!") return;
}

}  // namespace

int main() {
    //! [server]
    parley::server<parley::select_loop> server({.port = 0, .client_limit = 1});  // any free port, one client
    server.start();                                                              // run() would serve in this thread
    parley::client ann({.port = server.port()});
    join(ann, "ann");
    server.say("Tea is ready!");
    std::printf("ann hears: %s\n", ann.read_line()->c_str());

    parley::client bob({.port = server.port()});
    std::printf("bob hears: %s\n", bob.read_line()->c_str());

    server.close("ann", "tea time");
    std::printf("ann hears: %s\n", ann.read_line()->c_str());
    server.stop();
    server.wait();
    const parley::statistics counted = server.statistics();
    std::printf("%d client was let in, %d refused\n", int(counted.accepted), int(counted.refused));

    // Prints:
    // ann hears: -- Tea is ready!
    // bob hears: -- The server is full; please try again later.
    // ann hears: -- You have been disconnected (tea time); goodbye.
    // 1 client was let in, 1 refused
    //! [server]
}
