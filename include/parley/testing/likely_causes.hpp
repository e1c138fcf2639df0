#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What usually lies behind an expectation that failed: the classic bugs of chat servers, told by what came instead.
/// Guesses, for somebody who looks for a bug; refuses to know sockets. Read next: `testing/story.hpp`.

#include <array>
#include <parley/testing/story.hpp>
#include <string>
#include <string_view>

namespace parley::testing {

/// How waiting for something ended.
namespace outcome {
inline constexpr std::string_view silence = "time is up";                           ///< nothing came
inline constexpr std::string_view closed = "the server has closed the connection";  ///< a polite end of file
inline constexpr std::string_view reset = "the connection was reset";               ///< what was on its way may be lost
}                                                                                   // namespace outcome

/// What is known about an expectation that failed.
/// @snippet testing/conversation_test.cpp failure
struct failure {
    const story& told;      ///< up to here; has to live as long as this, as all texts do
    std::string_view who,   ///< the speaker that expected it
        wanted,             ///< with its line's end; empty when anything would have done
        happened;           ///< one of `outcome`, or another sentence
    std::string_view came;  ///< and was not expected: one line, or several, or a part of one

    /// The first whole line that came, with its end; empty if there is none.
    std::string_view first_line() const { return came.substr(0, came.find('\n') + 1); }
    /// A whole line came, and it is not the one that was wanted.
    bool other_line() const { return !wanted.empty() && !first_line().empty() && first_line() != wanted; }
    /// What was wanted came somewhere in it.
    bool wanted_is_inside() const {
        return wanted.size() > 1 && came.find(wanted.substr(0, wanted.size() - 1)) != came.npos;
    }
};

/// One guess, and when it is worth making.
/// @snippet testing/conversation_test.cpp failure
struct cause {
    bool (*fits)(const failure&);  ///< pure
    std::string_view text;         ///< a sentence without a full stop
};

/// All that is known, the surest guesses first.
inline constexpr std::array<cause, 12> known_causes{{
    {[](const failure& f) { return f.came.find("b'") != f.came.npos; },
     "bytes were printed as Python shows them, b'...', instead of being decoded"},
    {[](const failure& f) { return f.other_line() && f.told.times_heard(f.who, f.first_line()) != 0; },
     "the same text was told twice: two threads wrote the same outbox, or a short write was repeated as a whole"},
    {[](const failure& f) { return !f.wanted.empty() && f.told.times_heard(f.who, f.wanted) == 1; },
     "the expected text was heard before: is the order of the test right, or that of the server wrong?"},
    {[](const failure& f) { return f.wanted_is_inside() && !f.came.starts_with(f.wanted); },
     "lines are glued or split: one recv() was taken for one message; collect bytes and cut them at '\\n'"},
    {[](const failure& f) { return f.came.find('\r') != f.came.npos; },
     "a CR was passed on: lines may end in CRLF, and the CR is not part of them"},
    {[](const failure& f) { return f.happened == outcome::silence && !f.came.empty() && f.came.back() != '\n'; },
     "the last line has no end: what is said must end in '\\n', and the rest of a short write must follow"},
    {[](const failure& f) { return f.happened == outcome::silence && f.came.empty(); },
     "nobody was woken: something is pending for this client, and no thread was told so"},
    {[](const failure& f) { return f.happened == outcome::silence; },
     "the server waits for somebody else: in a send to a full socket, in a read, or for a lock"},
    {[](const failure& f) { return f.happened == outcome::closed; },
     "half-close was taken for goodbye: what is due to a client is delivered before its connection is closed"},
    {[](const failure& f) { return f.happened == outcome::closed; },
     "the client was dropped: too slow, over a limit, or something threw in its session"},
    {[](const failure& f) { return f.happened == outcome::reset; },
     "closed with input unread, which sends a reset and loses the last words: shut down sending, read, close"},
    {[](const failure& f) { return f.other_line(); },
     "somebody was told what was not for them, or two texts of one sender changed places"},
}};

/// Every cause that fits, a line each; `none that is known` when there is none.
inline std::string likely_causes(const failure& failed) {
    std::string list;
    for (const cause& one : known_causes)
        if (one.fits(failed)) list.append("  - ").append(one.text).append("\n");
    return list.empty() ? "  - none that is known\n" : list;
}

/// A promise of a policy's, and what usually lies behind it when it is not kept.
/// @snippet testing/conversation_test.cpp slip
struct slip {
    std::string_view promise,  ///< as `trial::expects()` is given it
        text;                  ///< a sentence without a full stop
};

/// Several may belong to one promise.
inline constexpr std::array<slip, 2> known_slips{{
    {"a session ends when its client has left",
     "a list of sessions that were woken is not emptied at every turn, and keeps one that has ended"},
    {"a session ends when its client has left",
     "the end of the input is not looked for in a client that has nothing to say and is told nothing"},
}};

/// The same for a promise; `run_is_over`: `run()` has returned and nobody has asked it to. Nothing when none is known.
inline std::string likely_slips(std::string_view promise, bool run_is_over) {
    std::string list;
    if (run_is_over) list += "  - run() returned before stop(): it serves until then, also when nobody is there\n";
    for (const slip& one : known_slips)
        if (one.promise == promise) list.append("  - ").append(one.text).append("\n");
    return list;
}

}  // namespace parley::testing
