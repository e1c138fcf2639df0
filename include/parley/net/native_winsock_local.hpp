#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The third part of the Windows twin: there are no socket files. Windows 10 has Unix-domain sockets, other Windows and
/// wine have none, and what cannot be run here is not claimed: `local_address()` says so in one sentence, and nothing
/// below is reached. Refuses to know who asked. Read next: `net/native_posix_local.hpp`, its twin.

#include <parley/net/native_winsock.hpp>

namespace parley::net::native {

/// Can a socket be at a path here?
inline constexpr bool has_local_sockets = false;

inline handle lock_folder(const char*) noexcept { return no_handle; }

inline bool is_stale(const sockaddr_un&) noexcept { return false; }

struct file_identity {
    bool exists = false;

    friend bool operator==(const file_identity&, const file_identity&) = default;
};

inline file_identity identify(const char*) noexcept { return {}; }

inline void remove_file(const char*) noexcept {}

}  // namespace parley::net::native
