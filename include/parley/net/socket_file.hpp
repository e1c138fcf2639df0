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
/// @snippet examples/descriptors.cpp socket_file
class socket_file {
public:
    socket_file() noexcept = default;
    /// The file that stands at `path` now. Throws `std::bad_alloc`.
    explicit socket_file(std::string path) : path_(std::move(path)), made_(native::identify(path_.c_str())) {}
    /// @{ Takes over the duty to remove it.
    socket_file(socket_file&& other) noexcept
        : path_(std::exchange(other.path_, {})), made_(std::exchange(other.made_, {})) {}
    socket_file& operator=(socket_file&& other) noexcept {
        std::swap(path_, other.path_);
        std::swap(made_, other.made_);
        return *this;
    }
    /// @}
    ~socket_file() {
        if (made_.exists && native::identify(path_.c_str()) == made_) native::remove_file(path_.c_str());
    }

private:
    std::string path_;
    native::file_identity made_{};
};

}  // namespace parley::net
