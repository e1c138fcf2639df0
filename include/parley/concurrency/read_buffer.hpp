#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a thread with one client reads into: small as long as little comes, large while much does, so that thousands
/// of idle threads keep two pages of stack each and not five. Refuses to know what is read.
/// Read next: `concurrency/threading.hpp`.

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <parley/concurrency/peer.hpp>
#include <span>

namespace parley {

/// Grows to `read_limit` when a read has filled it, and shrinks again when one would have fitted the small part.
/// One thread's. Without memory it stays small.
/// @snippet examples/steps.cpp peer
class read_buffer {
public:
    /// Where the next read goes.
    std::span<char> space() noexcept {
        if (large_ != nullptr) return {large_.get(), read_limit};
        return small_;
    }

    /// So much was read this time.
    void filled(std::size_t count) noexcept {
        if (count < small_.size())
            large_.reset();
        else if (large_ == nullptr)
            large_.reset(new (std::nothrow) char[read_limit]);
    }

private:
    std::array<char, 256> small_;
    std::unique_ptr<char[]> large_;
};

}  // namespace parley
