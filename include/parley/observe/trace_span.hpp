#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A span that is recorded. Refuses to know where it is used. Read next: `observe/recording.hpp`.

#include <cstdint>
#include <parley/base/clock.hpp>
#include <parley/observe/recording.hpp>
#include <parley/observe/span.hpp>

namespace parley::observe {

/// Begins when it is made and ends with its scope; it is recorded then. While nothing is recorded, it is a look at one
/// variable.
/// @snippet examples/spans.cpp span
class trace_span {
public:
    /// @param what   this thread does
    /// @param client whom it is for: 1 for the first who connected; 0 for nobody in particular.
    explicit trace_span(activity what, std::uint32_t client = 0) noexcept : what_(what), client_(client) {}
    trace_span(const trace_span&) = delete;
    trace_span& operator=(const trace_span&) = delete;
    ~trace_span() {
        if (on_) recording::add(from_, clock::now(), what_, client_);
    }

private:
    const activity what_;
    const std::uint32_t client_;
    const bool on_ = recording::on();
    const time_point from_ = on_ ? clock::now() : time_point{};
};

}  // namespace parley::observe
