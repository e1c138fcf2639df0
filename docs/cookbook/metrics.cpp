// SPDX-License-Identifier: MIT

/// @file
/// What a server has done so far, in the form that Prometheus and its like read.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <string>

std::string metrics(const parley::statistics& now) {
    std::string text;
    const auto add = [&](const char* name, std::uint64_t value) {
        text += std::string("chat_") + name + " " + std::to_string(value) + "\n";
    };
    add("clients", now.clients);
    add("threads", now.threads);
    add("accepted_total", now.accepted);
    add("refused_total", now.refused);
    add("messages_total", now.messages);
    add("bytes_received_total", now.bytes_received);
    add("bytes_sent_total", now.bytes_sent);
    add("dropped_total", now.dropped);
    return text;
}

int main() {
    parley::server<parley::poll_loop> server({.port = 0, .client_limit = 1});
    server.start();
    parley::client ann({.port = server.port()});
    ann.send_line("ann");
    while (ann.read_line() != "You are now connected!") {}

    parley::client bob({.port = server.port()});  // one too many
    while (const auto line = bob.read_line()) std::printf("bob sees: %s\n", line->c_str());
    ann.send_line("hello");
    while (ann.read_line() != "ann: hello") {}
    server.stop();
    server.wait();  // else the last bytes may be sent and not counted yet
    std::fputs(metrics(server.statistics()).c_str(), stdout);
}
