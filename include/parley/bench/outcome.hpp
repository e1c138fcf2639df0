#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How a run may end before it is measured: void, or not for this server. Refuses to know why.
/// Read next: `bench/interruption.hpp`, the third way.

#include <stdexcept>

namespace parley::bench {

/// The server has done what no server may: the run is void, and `what()` says why.
/// @snippet bench/measure_test.cpp void_run
struct void_run : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Nothing has come for as long as anybody is patient; `what()` names a message that is missing.
/// @snippet bench/measure_test.cpp stalled
struct stalled : void_run {
    using void_run::void_run;
};

/// The server cannot do what this load asks for: it is left out, and `what()` says why.
/// @snippet bench/measure_test.cpp not_applicable
struct not_applicable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// It was so this time; on a busy machine it may only have seemed so: it is tried once more, in the next round.
/// @snippet bench/contest_test.cpp contest
struct held_up : not_applicable {
    using not_applicable::not_applicable;
};

}  // namespace parley::bench
