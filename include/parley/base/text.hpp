#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is said, stored once. Refuses to know who hears it. Read next: `base/outbox.hpp`.

#include <atomic>
#include <cstddef>
#include <parley/base/cpp20.hpp>
#include <string>
#include <utility>

namespace parley {

/// One immutable text, stored once and pointed to by every outbox (and history) that needs it; its last owner ends it.
/// What `std::shared_ptr<const std::string>` is, but one pointer and not two: of all that a server keeps, outboxes full
/// of these are the most. Owners may be copied and destroyed by any thread; one owner is used by one thread at a time.
/// @snippet examples/outbox.cpp shared_text
class shared_text {
public:
    /// @{ Owns nothing.
    shared_text() noexcept = default;
    shared_text(std::nullptr_t) noexcept {}
    /// @}
    /// @{ A copy is one more owner: one atomic addition, however long the text is.
    shared_text(const shared_text& other) noexcept : kept_(other.kept_) {
        if (kept_ != nullptr) kept_->owners.fetch_add(1, std::memory_order_relaxed);  // `other` keeps it meanwhile
    }
    shared_text(shared_text&& other) noexcept : kept_(std::exchange(other.kept_, nullptr)) {}
    shared_text& operator=(shared_text other) noexcept {
        std::swap(kept_, other.kept_);
        return *this;
    }
    /// @}
    /// One owner less; the last ends the text.
    // The last must see all that the others did with the text before they let go of it: hence no relaxed order.
    ~shared_text() {
        if (kept_ != nullptr && kept_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete kept_;
    }

    /// Lets go of the text.
    void reset() noexcept { *this = nullptr; }

    /// @{ The text; only for who owns one.
    const std::string& operator*() const noexcept { return kept_->text; }
    const std::string* operator->() const noexcept { return &kept_->text; }
    /// @}
    /// The same text, not an equal one.
    friend bool operator==(const shared_text&, const shared_text&) noexcept = default;

    /// How many own it; a guess while other threads copy it.
    std::size_t use_count() const noexcept { return kept_ == nullptr ? 0 : kept_->owners.load(); }

    /// Stores a text. Throws `std::bad_alloc`.
    friend shared_text share(std::string text) { return shared_text(new kept{std::move(text)}); }

private:
    struct kept {
        const std::string text;
        std::atomic<std::size_t> owners{1};
    };
    explicit shared_text(kept* stored) noexcept : kept_(stored) {}

    kept* kept_ = nullptr;
};

/// Stores a text and owns it: how each begins. Throws `std::bad_alloc`.
shared_text share(std::string text);

}  // namespace parley
