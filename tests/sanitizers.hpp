#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which sanitizer the tests are built with: it makes things slower, and has a thread of its own.

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PARLEY_UNDER_TSAN 1
#elif __has_feature(address_sanitizer)
#define PARLEY_UNDER_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define PARLEY_UNDER_TSAN 1
#elif defined(__SANITIZE_ADDRESS__)
#define PARLEY_UNDER_ASAN 1
#endif

namespace sanitizers {

#if defined(PARLEY_UNDER_TSAN)
inline constexpr bool thread_sanitizer = true;
#else
inline constexpr bool thread_sanitizer = false;
#endif
#if defined(PARLEY_UNDER_TSAN) || defined(PARLEY_UNDER_ASAN)
inline constexpr bool sanitizer = true;
#else
inline constexpr bool sanitizer = false;
#endif

}  // namespace sanitizers
