#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Says in one sentence what an older C++, or one without exceptions, would say in hundreds of errors. Each header that
/// everything else is made of includes it. Refuses to know anything else. Read next: `base/options.hpp`.

#if __cplusplus < 202002L
#error "parley needs C++20: compile with -std=c++20"
#include <parley_needs_cpp20>  // there is none: the compiler stops here, and the sentence stays on the screen
#endif
#if !defined(__cpp_exceptions)
#error "parley needs exceptions: compile without -fno-exceptions"
#include <parley_needs_exceptions>  // there is none, as above
#endif
