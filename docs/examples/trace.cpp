// SPDX-License-Identifier: MIT

// Where the time goes: every wait, read, write and lock of a server, as a picture or as text.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/trace.hpp>
#include <parley/server.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <set>
#include <string>
#include <string_view>

namespace observe = parley::observe;

int main() {
    //! [trace]
    observe::recording recorded;  // from now on
    {
        parley::server<parley::poll_loop, observe::traced<parley::net::in_process>, observe::trace<>> server;
        server.start();
        parley::client ann(server.listener().inner().connect());
        ann.send_line("ann");
        ann.send_line("/quit");
        while (ann.read_line()) {}
    }
    const observe::named_spans spans = recorded.read("poll_loop");
    for (const observe::lane& thread : spans.lanes) {
        std::set<std::string_view> seen;
        for (const observe::timed_span& span : thread.spans) seen.insert(observe::name_of(span.what));
        std::printf("%s:", thread.name.c_str());
        for (const std::string_view activity : seen) std::printf(" %s", std::string(activity).c_str());
        std::printf("\n");
    }
    //! [trace]

    //! [timeline]
    const parley::testing::temporary_folder folder;
    observe::trace_file(folder.file("picture.html")).write({spans});  // .html zooms; .svg, .json and .spans do not
    const std::string picture = observe::draw_timeline({spans});
    std::printf("%s\n", picture.substr(0, picture.find(' ')).c_str());
    //! [timeline]

    // Prints:
    // loop: accepting appending decoding reading waiting writing
    // <svg
}
