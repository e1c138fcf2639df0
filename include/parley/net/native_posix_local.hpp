#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The third part of the POSIX twin: what connects inside one machine. Pairs of sockets, and the files that
/// Unix-domain sockets (unix(7)) leave in the file system. Refuses to know who listens.
/// Read next: `net/native_winsock_local.hpp`, its twin; `net/local.hpp`.

#include <fcntl.h>
#include <parley/net/native_posix.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/// What is asked of the operating system: plain functions over descriptors, with the same names on every system.
namespace parley::net::native {

/// socketpair(2): two sockets that are connected to each other; `no_handle` twice on failure.
/// @snippet client/client_test.cpp socket_pair
struct socket_pair {
    handle one = no_handle;    ///< one end ...
    handle other = no_handle;  ///< ... and the other: each is closed by its owner
};

/// Non-blocking, both of them.
inline socket_pair open_pair() noexcept {
    handle ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | prepared, 0, ends) != 0) return {};
    for (const handle end : ends) {
        if (prepared == 0) prepare(end);
        prepare_stream(end);
    }
    return {ends[0], ends[1]};
}

/// The error of who connects where nobody listens.
inline constexpr int nobody_listens = ECONNREFUSED;

/// @{ Can a socket be at a path here? And the error of a system where none can.
inline constexpr bool has_local_sockets = true;
inline constexpr int no_such_family = EAFNOSUPPORT;
/// @}

/// Waits until nobody else has this folder locked, and locks it; closing the descriptor unlocks it. Nothing is locked
/// when the folder may not be read.
inline handle lock_folder(const char* folder) noexcept {
    const handle locked = ::open(folder, O_RDONLY | O_CLOEXEC);
    while (::flock(locked, LOCK_EX) != 0 && errno == EINTR) {}
    return locked;
}

/// A socket file that nobody listens on. Anything else at that path, a plain file too, is left alone. Never waits.
///
/// The probe is a datagram socket: a stream socket that lives there refuses it for its type (EPROTOTYPE), even with a
/// full backlog, and its server never sees a client; where none lives, the refusal is ECONNREFUSED.
inline bool is_stale(const sockaddr_un& local) noexcept {
    struct stat found {};
    if (::lstat(local.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
    const handle probe = open_socket(AF_UNIX, SOCK_DGRAM);
    const bool refused = ::connect(probe, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0 &&
                         errno == ECONNREFUSED;
    if (probe != no_handle) close(probe);
    return refused;
}

/// Which file stands at a path: another one that takes its place is another one, whatever its name.
/// @snippet net/local_test.cpp file_identity
struct file_identity {
    bool exists = false;  ///< something stands there
    dev_t device{};       ///< the file system, ...
    ino_t number{};       ///< ... and the file's number in it (inode(7))

    /// The same file, not an equal one.
    friend bool operator==(const file_identity&, const file_identity&) = default;
};

/// What stands at `path` now, if anything does.
inline file_identity identify(const char* path) noexcept {
    struct stat found {};
    if (::lstat(path, &found) != 0) return {};
    return {true, found.st_dev, found.st_ino};
}

/// Takes a file's name away; that it has none is no failure.
inline void remove_file(const char* path) noexcept { ::unlink(path); }

}  // namespace parley::net::native
