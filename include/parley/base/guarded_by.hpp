#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Says which mutex guards what, in words that a compiler can check. clang does, with -Wthread-safety, where the locks
/// of the standard library say what they do (libc++'s, with _LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS): see
/// tests/compilers.sh. To every other compiler these words are nothing. Refuses to know who locks.
/// Read next: `base/null_mutex.hpp`.
///
/// - `int count PARLEY_GUARDED_BY(mutex_);` is read and written with `mutex_` held.
/// - `void add() PARLEY_REQUIRES(mutex_);` is called with `mutex_` held.
/// - `class PARLEY_CAPABILITY my_mutex` is a lock: its lock() says PARLEY_ACQUIRE(), its unlock() PARLEY_RELEASE().
/// - PARLEY_UNCHECKED: a function that is right in a way which the compiler does not see; why, stands beside it.
///
/// @see clang's "Thread Safety Analysis"

#if defined(_LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS)
#define PARLEY_GUARDED_BY(mutex) __attribute__((guarded_by(mutex)))
#define PARLEY_REQUIRES(mutex) __attribute__((requires_capability(mutex)))
#define PARLEY_CAPABILITY __attribute__((capability("mutex")))
#define PARLEY_ACQUIRE() __attribute__((acquire_capability()))
#define PARLEY_TRY_ACQUIRE() __attribute__((try_acquire_capability(true)))
#define PARLEY_RELEASE() __attribute__((release_capability()))
#define PARLEY_UNCHECKED __attribute__((no_thread_safety_analysis))
#else
/// @{ What it says is at the top of this file; to most compilers it is nothing.
#define PARLEY_GUARDED_BY(mutex)
#define PARLEY_REQUIRES(mutex)
#define PARLEY_CAPABILITY
#define PARLEY_ACQUIRE()
#define PARLEY_TRY_ACQUIRE()
#define PARLEY_RELEASE()
#define PARLEY_UNCHECKED
/// @}
#endif
