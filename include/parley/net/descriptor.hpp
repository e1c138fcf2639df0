#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Something that the kernel has numbered, and who gives the number back. Refuses to know what it is good for.
/// Read next: `net/native.hpp`.

#include <parley/net/native.hpp>
#include <utility>

namespace parley::net {

/// Owns one descriptor, or none; closes it when it is destroyed. Move-only.
/// @snippet examples/descriptors.cpp descriptor
class descriptor {
public:
    descriptor() noexcept = default;
    explicit descriptor(native::handle owned) noexcept : handle_(owned) {}  ///< `no_handle`: owns none
    /// @{ Takes over what `other` owns; the one that it owned before is closed.
    descriptor(descriptor&& other) noexcept : handle_(std::exchange(other.handle_, native::no_handle)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        descriptor(std::move(other)).swap(*this);
        return *this;
    }
    /// @}
    ~descriptor() {
        if (handle_ != native::no_handle) native::close(handle_);
    }

    /// Closes nothing.
    void swap(descriptor& other) noexcept { std::swap(handle_, other.handle_); }

    /// For system calls. Still owned by this; `no_handle` when it owns none.
    native::handle native_handle() const noexcept { return handle_; }

private:
    native::handle handle_ = native::no_handle;
};

}  // namespace parley::net
