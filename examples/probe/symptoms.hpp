#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What may be wrong with a server, seen from outside: for each symptom a word for a table, what usually lies behind
/// it, and the chapter of tutorials/ that is about it. Guesses, for somebody who looks for a bug. Refuses to know how
/// it was found. Read next: `scene.hpp`.

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace probe {

enum class symptom {
    ended,
    not_served,
    unheard,
    frozen,
    torn,
    glued,
    doubled,
    lost,
    cut_off,
    stays_open,
    hoards,
    no_limit,
    escapes,
    twins,
    starves,
};

struct explanation {
    symptom what;
    std::string_view word;
    int chapter;
    std::array<std::string_view, 3> causes;  ///< the empty ones are none
};

inline constexpr std::array<explanation, 15> explanations{{
    {symptom::ended, "has ended", 3,
     {"the program has ended: exit code 141 is SIGPIPE, from sending to somebody who has gone (MSG_NOSIGNAL)",
      "it serves one client and ends (chapter 4), or takes a failed accept() for the end (EMFILE: chapter 11)",
      "it crashed: start it under AddressSanitizer"}},
    {symptom::not_served, "second client waits", 4,
     {"one client is served at a time: accept() is not called again before the first has left",
      "one thread waits in recv() for one client, and meanwhile hears nobody else (chapters 5 and 9)",
      "it asks for a nickname in a line that ends: try --nickname always"}},
    {symptom::unheard, "nobody else hears", 6,
     {"what a client says is sent back to it and to nobody else",
      "a lost wake-up: something is pending for a client, and the thread that sends it was not told (chapter 8)",
      "a list of clients is changed while another thread reads it, without a mutex"}},
    {symptom::frozen, "freezes", 7,
     {"a blocking send() to somebody who does not read waits for them, and a lock is held meanwhile (chapter 6)",
      "a snapshot of the members helps the room, and who sends still waits: each member needs an outbox (chapter 8)",
      "one thread for everybody, and sockets that are not O_NONBLOCK (chapter 9)"}},
    {symptom::torn, "splits lines", 2,
     {"one recv() was taken for one line: collect bytes, cut them at '\\n', keep the rest for the next recv()",
      "a short write: send() took a part, and the rest was never sent (chapter 3)",
      "two threads write to one socket at once, or clients share one buffer (chapter 7)"}},
    {symptom::glued, "glues lines", 2,
     {"one recv() was taken for one line: it may bring two hundred; cut them at '\\n'",
      "the '\\n' was taken off and not put on again",
      "two threads write to one socket at once (chapter 7)"}},
    {symptom::doubled, "doubles lines", 3,
     {"after a short write the whole line was sent again instead of its rest",
      "a client is in the list twice, or two threads empty one outbox (chapter 8)",
      "lines of one sender overtake each other: two threads send for one client (chapter 8)"}},
    {symptom::lost, "loses lines", 2,
     {"only the first line of what one recv() brought was looked at, or bytes after a NUL were not",
      "EAGAIN or a short write, and what was not sent was thrown away (chapters 3 and 9)",
      "the end of input was taken for goodbye: what was queued is due before the connection is closed (chapter 14)"}},
    {symptom::cut_off, "hangs up on others", 10,
     {"whoever reads is let go together with whoever does not: a bound is counted for all, or is smaller than a line",
      "the error of one connection ended the conversations of others (chapter 3)",
      "closed with input unread, which sends a reset and loses the last words: shut down sending, read, close "
       "(chapter 15)"}},
    {symptom::stays_open, "never hangs up", 14,
     {"recv() gave 0, the end of input, and the connection was not closed: a descriptor is lost for each client",
      "the thread that should close it waits for another (chapter 5)",
      ""}},
    {symptom::hoards, "hoards", 10,
     {"what waits for somebody who does not read has no bound: memory grows with all that is said", "", ""}},
    {symptom::no_limit, "no line limit", 11,
     {"a line is collected until its end comes, however long: bytes without '\\n' fill the memory", "", ""}},
    {symptom::escapes, "passes escapes on", 12,
     {"control bytes reach the terminals of others: they move cursors, rename windows, ring bells",
      "", ""}},
    {symptom::twins, "two of one name", 14,
     {"looking whether a nickname is free and taking it are two steps: another thread comes in between",
      "nobody looks whether a nickname is taken", ""}},
    {symptom::starves, "starves others", 9,
     {"one client is read for as long as it has something to say: read a bounded amount of each, in turns", "", ""}},
}};

inline const explanation& explain(symptom what) {
    for (const explanation& one : explanations)
        if (one.what == what) return one;
    throw std::logic_error("a symptom without an explanation");
}

/// A server did not do what was expected of it.
struct broken : std::runtime_error {
    broken(symptom seen, const std::string& wanted) : std::runtime_error(wanted), what_is_wrong(seen) {}
    symptom what_is_wrong;
};

/// A case that says nothing about this server; `what()` says why.
struct not_applicable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace probe
