#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// send() on a bad day. Whatever it answers, the real one may answer too; but that does so once in a week, and nobody
/// is there to see it.

#include "../sockets.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace unlucky {

/// Takes at most 100 bytes; and each tenth time a signal comes before it has taken any.
inline ssize_t send(int to, const char* bytes, std::size_t size, int flags) {
    static int calls = 0;
    if (++calls % 10 == 0) {
        errno = EINTR;
        return -1;
    }
    errno = 0;  // no longer EINTR: Windows leaves it as it is
    return ::send(to, bytes, std::min<std::size_t>(size, 100), flags);
}

}  // namespace unlucky
