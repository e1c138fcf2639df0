// SPDX-License-Identifier: MIT

// A server that loses a message is found out: the ledger knows what was said, and is shown what was heard.

#include <cstdio>
#include <parley/bench/ledger.hpp>
#include <string>
#include <string_view>

int main() {
    //! [ledger]
    const parley::time_point now = parley::clock::now();
    parley::bench::ledger book(2, 1, 24);  // two listeners, one speaker, lines of 24 bytes
    const auto hears = [&](std::size_t listener, const std::string& line) { book.hear(listener, "c0: " + line, now); };

    const std::string first(book.say(0, now)), second(book.say(0, now)), third(book.say(0, now));
    std::printf("said: %s", second.c_str());
    for (const std::string& line : {first, second, third}) hears(0, line);
    hears(1, first);
    hears(1, third);  // and the second? it may yet come

    std::printf("in doubt: %s\n", book.in_doubt() ? "yes" : "no");
    book.conclude();  // nothing has come for a while
    std::printf("%s\n", book.broken().c_str());

    // Prints:
    // said: ~a00000001RSTUVWXYZABCD
    // in doubt: yes
    // lost: c1 never heard message 1 of c0; message 2 of c0 came instead
    //! [ledger]
}
