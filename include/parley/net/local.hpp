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
    explicit folder_lock(const std::string& path) noexcept
        : folder_(::open(folder_of(path).c_str(), O_RDONLY | O_CLOEXEC)) {
        ::flock(folder_.native_handle(), LOCK_EX);
    }

private:
    static std::string folder_of(const std::string& path) {
        const std::size_t slash = path.rfind('/');
        return slash == std::string::npos ? "." : path.substr(0, slash + 1);
    }

    descriptor folder_;  // closing it unlocks
};

/// A socket file that nobody listens on. Anything else at that path, a plain file too, is left alone.
inline bool is_stale(const sockaddr_un& local) noexcept {
    struct stat found {};
    if (::lstat(local.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
    const socket probe(native::open_socket(AF_UNIX));
    return ::connect(probe.native_handle(), reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0 &&
           native::last_error() == ECONNREFUSED;
}

}  // namespace detail

/// Listens on a socket file at `path`. Throws `setup_error`.
inline listener listen_local(const std::string& path, int backlog) {
    const sockaddr_un local = local_address(path);
    const auto* raw = reinterpret_cast<const sockaddr*>(&local);
    const detail::folder_lock lock(path);
    if (detail::is_stale(local)) ::unlink(local.sun_path);
    socket opened(native::open_socket(AF_UNIX));
    if (::bind(opened.native_handle(), raw, sizeof local) != 0 || ::listen(opened.native_handle(), backlog) != 0) {
        const int error = native::last_error();
        throw setup_error(native::error_code(error), "bind " + path,
                          error == EADDRINUSE ? "another server is running there, or it is no socket" : "");
    }
    return {std::move(opened), address(raw, sizeof local), socket_file(path)};
}

/// Connects to the server that listens on `path`. Throws `setup_error`.
inline socket connect_local(const std::string& path, time_point deadline = never) {
    const sockaddr_un local = local_address(path);
    socket opened(native::open_socket(AF_UNIX));
    const int error = native::connect(opened.native_handle(), reinterpret_cast<const sockaddr*>(&local),
                                      sizeof local, deadline);
    if (error == 0) return opened;
    throw setup_error(native::error_code(error), "connect to " + path,
                      error == ECONNREFUSED || error == ENOENT ? "no server is listening there" : "");
}

}  // namespace parley::net
