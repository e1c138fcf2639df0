#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The observer that wants to know where the time goes. Not part of `parley.hpp`: who wants it includes it.
///
/// @code
/// parley::observe::recording recorded;
/// {
///     parley::server<Policy, parley::observe::traced<>, parley::observe::trace<>> server;
///     server.run();
/// }
/// parley::observe::trace_file("picture.svg").write({recorded.read("my policy")});
/// @endcode
///
/// Read next: `observe/trace_lock.hpp`, `observe/trace_transport.hpp`; `observe/recording.hpp`;
/// `observe/trace_file.hpp`.

#include <parley/observe/none.hpp>
#include <parley/observe/recording.hpp>
#include <parley/observe/span.hpp>
#include <parley/observe/trace_file.hpp>
#include <parley/observe/trace_lock.hpp>
#include <parley/observe/trace_span.hpp>
#include <parley/observe/trace_transport.hpp>
#include <utility>

namespace parley::observe {

/// Sees what `Inner` sees, and records spans. It costs two looks at the clock for each (about 50 ns).
/// @snippet examples/trace.cpp trace
template <observer Inner = none>
struct trace : Inner {
    trace() = default;
    explicit trace(Inner inner) : Inner(std::move(inner)) {}  ///< `trace(console())`

    using span = trace_span;  ///< that a policy and a session make
    /// @{ The policy's lock with the time measured that it is waited for and, if it is the chat's, held.
    template <class Mutex>
    using chat_lock = trace_chat_lock<Mutex>;
    template <class Mutex>
    using outbox_lock = trace_lock<Mutex>;
    /// @}
};

static_assert(observer<trace<>> && measuring<trace<>> && !measuring<none>);

}  // namespace parley::observe
