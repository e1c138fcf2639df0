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
    explicit folder_lock(const std::string& path) : folder_(native::lock_folder(folder_of(path).c_str())) {}

private:
    static std::string folder_of(const std::string& path) {
        const std::size_t slash = path.rfind('/');
        return slash == std::string::npos ? "." : path.substr(0, slash + 1);
    }

    descriptor folder_;  // closing it unlocks
};

}  // namespace detail

/// Listens on a socket file at `path`. Throws `setup_error`.
inline listener listen_local(const std::string& path, int backlog) {
    const sockaddr_un local = local_address(path);
    const detail::folder_lock lock(path);
    if (native::is_stale(local)) native::remove_file(local.sun_path);
    const auto* const at = reinterpret_cast<const sockaddr*>(&local);
    socket opened(native::open_socket(AF_UNIX));
    const int error = opened.native_handle() == native::no_handle
                          ? native::last_error()
                          : native::bind_and_listen(opened.native_handle(), at, sizeof local, backlog);
    if (error == 0) return {std::move(opened), address(at, sizeof local), socket_file(path)};
    const std::error_code reason = native::error_code(error);
    const bool taken = reason == std::errc::address_in_use;
    throw setup_error(reason, "bind " + path, taken ? "another server is running there, or it is no socket" : "");
}

/// Connects to the server that listens on `path`, waiting until `deadline` for room in its backlog.
/// Throws `setup_error`.
inline socket connect_local(const std::string& path, time_point deadline = never) {
    const sockaddr_un local = local_address(path);
    socket opened(native::open_socket(AF_UNIX));
    const bool ready = opened.native_handle() != native::no_handle && native::prepare_stream(opened.native_handle());
    const int error = ready ? native::connect(opened.native_handle(), reinterpret_cast<const sockaddr*>(&local),
                                              sizeof local, deadline)
                            : native::last_error();
    if (error == 0) return opened;
    const std::error_code reason = native::error_code(error);
    const bool nobody = reason == std::errc::connection_refused || reason == std::errc::no_such_file_or_directory;
    throw setup_error(reason, "connect to " + path, nobody ? "no server is listening there" : "");
}

}  // namespace parley::net
