// SPDX-License-Identifier: MIT

/// @file
/// The policy is a type; a table of functions makes it a word on the command line.

#include <cstdio>
#include <cstring>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>

/// All that knows the policy is inside; the rest of the program stays as it is.
template <class Policy>
void serve(const parley::options& wanted) {
    parley::server<Policy> server(wanted);
    server.start();
    parley::client ann({.port = server.port()});  // a server for others would say server.run() here
    for (const char* line : {"ann", "hello", "/quit"}) ann.send_line(line);
    while (const auto line = ann.read_line()) std::puts(line->c_str());
}

struct model {
    const char* name;
    void (*serve)(const parley::options&);
};

constexpr model models[] = {
    {"thread_per_client", serve<parley::thread_per_client>},
    {"poll_loop", serve<parley::poll_loop>},
};

int main(int count, char** values) {
    const char* const wanted = count > 1 ? values[1] : "poll_loop";
    for (const model& one : models)
        if (std::strcmp(one.name, wanted) == 0) return one.serve({.port = 0}), 0;
    std::printf("There is no model %s. There are:\n", wanted);
    for (const model& one : models) std::printf("  %s\n", one.name);
    return 1;
}
