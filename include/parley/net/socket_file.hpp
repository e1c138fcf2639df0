#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The file that a listening Unix-domain socket leaves in the file system, and who removes it.
/// Refuses to know sockets. Read next: `net/in_process.hpp`, where there is none.

#include <parley/net/native.hpp>
#include <string>
#include <utility>

namespace parley::net {

/// Removes the file it was made for, unless something else stands at that path by then. Move-only.
class socket_file {
public:
    socket_file() noexcept = default;
    explicit socket_file(std::string path) : path_(std::move(path)) {
        if (::lstat(path_.c_str(), &made_) != 0) path_.clear();
    }
    socket_file(socket_file&& other) noexcept
        : path_(std::exchange(other.path_, {})), made_(other.made_) {}
    socket_file& operator=(socket_file&& other) noexcept {
        std::swap(path_, other.path_);
        std::swap(made_, other.made_);
        return *this;
    }
    ~socket_file() {
        struct stat now {};
        if (path_.empty() || ::lstat(path_.c_str(), &now) != 0) return;
        if (now.st_dev == made_.st_dev && now.st_ino == made_.st_ino) ::unlink(path_.c_str());
    }

private:
    std::string path_;
    struct stat made_ {};
};

}  // namespace parley::net
