// SPDX-License-Identifier: MIT

// What a thread of one's own does, and how long it waits for a lock: recorded, kept as text, drawn.

#include <cstdio>
#include <mutex>
#include <parley/observe/recording.hpp>
#include <parley/observe/spans_file.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/observe/trace_lock.hpp>
#include <string>

namespace observe = parley::observe;

int main() {
    //! [span]
    observe::recording recorded;
    observe::trace_chat_lock<std::mutex> lock;
    {
        const observe::trace_span outer(observe::activity::decoding, 1);  // for the first client, until the brace
        const std::lock_guard held(lock);                                 // within it: how long the lock is held
    }
    const observe::named_spans mine = recorded.read("mine");
    for (const observe::timed_span& span : mine.lanes[0].spans)
        std::printf("%s for client %d\n", std::string(observe::name_of(span.what)).c_str(), int(span.client));
    //! [span]

    //! [files]
    const std::string text = observe::spans_text(mine);  // what trace_file writes to a name in .spans
    const bool same = observe::spans_reader::read(text, "mine").lanes[0].spans == mine.lanes[0].spans;
    std::printf("read again: %s\n", same ? "the same" : "something else");
    //! [files]

    //! [marks]
    observe::lane thread;  // 10 us of reading, within which 4 us of waiting for a lock
    thread.spans = {{0, 10'000, 1, observe::activity::reading}, {3'000, 7'000, 1, observe::activity::locking}};
    for (const observe::mark& one : observe::flatten(thread, {0, 10'000}))
        std::printf("%s %s, ", observe::duration_text(one.length()).c_str(),
                    std::string(observe::name_of(one.span.what)).c_str());
    const std::string picture = observe::draw_timeline({{"by hand", {thread}}}, {.length = 10'000});
    std::printf("and a picture that begins with %s\n", picture.substr(0, picture.find(' ')).c_str());
    //! [marks]

    // Prints:
    // decoding for client 1
    // appending for client 0
    // read again: the same
    // 3 µs reading, 4 µs locking, 3 µs reading, and a picture that begins with <svg
}
