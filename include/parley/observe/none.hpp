#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// An observer that sees nothing and costs nothing. Its functions are the list of what there is to see.
/// Read next: `observe/console.hpp`, its twin; `observe/span.hpp`, for observers that ask how long things take.

#include <concepts>
#include <string_view>

/// What happens in a server, for people who look at it: printed, recorded, drawn.
namespace parley::observe {

/// Every observer has these. They are called on the thread on which it happened, several at once under a policy with
/// threads. One that waits holds up who called it: a client under a policy with threads, else the whole server.
/// @snippet examples/observer.cpp observer
struct none {
    void listening(std::string_view /*address*/) noexcept {}  ///< once: "127.0.0.1:5000"
    void connected(std::string_view /*address*/) noexcept {}  ///< who has no nickname yet
    void named(std::string_view /*nickname*/) noexcept {}     ///< they have chosen one
    /// `/nick`.
    void renamed(std::string_view /*before*/, std::string_view /*after*/) noexcept {}
    /// Somebody with a nickname has gone; the reason is empty when it was their own wish, or unknown.
    void left(std::string_view /*nickname*/, std::string_view /*reason*/) noexcept {}
    void refused() noexcept {}  ///< a client that there is no room for
};

/// Who watches comings and goings. Movable, and no call throws; the rest is up to it.
///
/// What a server promises to it, and what checks it:
///
/// | promise | checked by |
/// |---|---|
/// | of one client: `connected`, `named` once, `renamed` any number of times, `left` once, in that order | `tests/session/observer_test.cpp`; `docs/examples/observer.cpp`, which is run |
/// | who never had a name is never `left` | `tests/session/observer_test.cpp` |
/// | no lock of the chat's is held meanwhile | `tests/session/observer_test.cpp` |
///
/// @snippet examples/observer.cpp observer
template <class O>
concept observer = std::movable<O> && requires(O& o, std::string_view text) {
    { o.listening(text) } noexcept;
    { o.connected(text) } noexcept;
    { o.named(text) } noexcept;
    { o.renamed(text, text) } noexcept;
    { o.left(text, text) } noexcept;
    { o.refused() } noexcept;
};

static_assert(observer<none>);

}  // namespace parley::observe
