// SPDX-License-Identifier: MIT

/// @file
/// What does each thread do, and for how long? A trace records it and draws profile.svg.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/observe/trace.hpp>
#include <parley/server.hpp>

namespace observe = parley::observe;

int main() {
    observe::recording recorded;  // before the server, and after it
    {
        parley::server<parley::thread_per_client, observe::traced<>, observe::trace<>> server({.port = 0});
        server.start();
        parley::client ann({.port = server.port()});
        ann.send_line("ann");
        for (int i = 0; i != 100; ++i) ann.send_line("How long does this take?");
        ann.finish_sending();
        while (ann.read_line()) {}
        recorded.end();
    }
    const observe::named_spans spans = recorded.read("thread_per_client");
    std::int64_t spent[observe::activity_count] = {};
    for (const observe::lane& lane : spans.lanes)
        for (const observe::timed_span& span : lane.spans) spent[static_cast<std::size_t>(span.what)] += span.length();
    for (std::size_t i = 0; i != observe::activity_count; ++i)
        std::printf("%-9s %12lld ns\n", observe::activity_names[i].data(), static_cast<long long>(spent[i]));
    observe::trace_file("profile.svg").write({spans});
}
