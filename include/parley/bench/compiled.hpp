#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How this program was compiled, as far as the compiler tells: numbers of a debug build mislead.
/// Refuses to know the machine. Read next: `bench/report/contents.hpp`.

#include <string>

namespace parley::bench {

/// How one program was compiled. Source: what GCC ("Common Predefined Macros" in its manual) and Clang define.
/// @snippet bench/machine_test.cpp compiled
struct compiled {
    std::string compiler;     ///< "g++ 12.2.0", "Clang 14.0.6"
    std::string flags;        ///< PARLEY_BUILD_FLAGS, a string that the build may define; else "flags not known"
    bool optimised = false;   ///< -O1 and more; not always known of compilers other than g++ and clang++
    bool assertions = true;   ///< assert() is compiled, NDEBUG is not defined
    bool sanitized = false;   ///< by AddressSanitizer or ThreadSanitizer

    /// Whether its numbers mislead. Assertions alone cost a little, which is worth a remark.
    bool is_debug_build() const noexcept { return !optimised || sanitized; }

    /// Of whoever includes this.
    static compiled here() {
        compiled made;
#if defined(__clang__)
        made.compiler = __VERSION__;  // "Debian Clang 14.0.6"
#elif defined(__GNUC__)
        made.compiler = "g++ " __VERSION__;
#else
        made.compiler = "neither g++ nor clang++";
#endif
#if defined(PARLEY_BUILD_FLAGS)
        made.flags = PARLEY_BUILD_FLAGS;
#else
        made.flags = "flags not known";
#endif
#if defined(__OPTIMIZE__)
        made.optimised = true;
#endif
#if defined(NDEBUG)
        made.assertions = false;
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        made.sanitized = true;
#endif
#if defined(__has_feature)  // how clang++ says the same
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
        made.sanitized = true;
#endif
#endif
        return made;
    }
};

}  // namespace parley::bench
