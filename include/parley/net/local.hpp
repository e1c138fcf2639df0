#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Unix-domain stream sockets (unix(7)): the same two functions as `net/tcp.hpp`, for a path.
/// A socket file outlives its server when that is killed: a stale one is replaced, a live one never.
/// Read next: `net/socket_file.hpp`.

#include <parley/net/listener.hpp>

namespace parley::net {

namespace detail {

/// Held while a path is looked at and bound, so that two servers that start at once cannot both find the other's
/// socket stale. Locks the folder, which leaves no lock file behind.
class folder_lock {
public:
    /// Locks nothing when the folder may not be read: then it is as without a lock.
    explicit folder_lock(const std::string& path) : folder_(::open(folder_of(path).c_str(), O_RDONLY | O_CLOEXEC)) {
        while (::flock(folder_.native_handle(), LOCK_EX) != 0 && native::last_error() == EINTR) {}
    }

private:
    static std::string folder_of(const std::string& path) {
        const std::size_t slash = path.rfind('/');
        return slash == std::string::npos ? "." : path.substr(0, slash + 1);
    }

    descriptor folder_;  // closing it unlocks
};

/// A socket file that nobody listens on. Anything else at that path, a plain file too, is left alone. Never waits.
///
/// The probe is a datagram socket: a stream socket that lives there refuses it for its type (EPROTOTYPE), even with a
/// full backlog, and its server never sees a client; where none lives, the refusal is ECONNREFUSED.
inline bool is_stale(const sockaddr_un& local) noexcept {
    struct stat found {};
    if (::lstat(local.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
    const socket probe(native::open_socket(AF_UNIX, SOCK_DGRAM));
    return ::connect(probe.native_handle(), reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0 &&
           native::last_error() == ECONNREFUSED;
}

/// bind(2) and listen(2). 0, or the system's error number.
inline int bind_and_listen(native::handle handle, const sockaddr_un& to, int backlog) noexcept {
    if (handle == native::no_handle) return native::last_error();
    const bool done = ::bind(handle, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
                      ::listen(handle, backlog) == 0;
    return done ? 0 : native::last_error();
}

}  // namespace detail

/// Listens on a socket file at `path`. Throws `setup_error`.
inline listener listen_local(const std::string& path, int backlog) {
    const sockaddr_un local = local_address(path);
    const detail::folder_lock lock(path);
    if (detail::is_stale(local)) ::unlink(local.sun_path);
    socket opened(native::open_socket(AF_UNIX));
    const int error = detail::bind_and_listen(opened.native_handle(), local, backlog);
    if (error == 0)
        return {std::move(opened), address(reinterpret_cast<const sockaddr*>(&local), sizeof local), socket_file(path)};
    throw setup_error(native::error_code(error), "bind " + path,
                      error == EADDRINUSE ? "another server is running there, or it is no socket" : "");
}

/// Connects to the server that listens on `path`, waiting until `deadline` for room in its backlog.
/// Throws `setup_error`.
inline socket connect_local(const std::string& path, time_point deadline = never) {
    const sockaddr_un local = local_address(path);
    socket opened(native::open_socket(AF_UNIX));
    const int error = opened.native_handle() == native::no_handle
                          ? native::last_error()
                          : native::connect(opened.native_handle(), reinterpret_cast<const sockaddr*>(&local),
                                            sizeof local, deadline);
    if (error == 0) {
        native::prepare_stream(opened.native_handle());
        return opened;
    }
    throw setup_error(native::error_code(error), "connect to " + path,
                      error == ECONNREFUSED || error == ENOENT ? "no server is listening there" : "");
}

}  // namespace parley::net
