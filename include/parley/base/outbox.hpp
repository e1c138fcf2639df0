#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What waits to be sent to one client: pointers to texts that all members share.
/// A broadcast is stored once, however many it goes to; each outbox only remembers how far it has come.
/// Refuses to know sockets, threads and locks: whoever owns it locks it. Read next: `base/atomic_beside.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/base/text.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

/// A bounded queue of shared texts.
///
/// A reader is slow when the *kernel* has refused its bytes, not when a burst has just been queued: the limit counts
/// once a write came back short. What the kernel has not been offered yet is bounded by `burst_limit`: its texts are
/// shared by all who hear them, so that it costs each of them no more than pointers. Each text counts `text_cost` bytes
/// more than it is long, or a stalled client would make many short ones cheap that are not. Each call takes constant
/// time for each text that it adds, shows or removes (amortised), however long the text is and however many wait.
/// @snippet examples/outbox.cpp outbox
class outbox {
public:
    /// Bytes that keeping a text costs besides its length.
    static constexpr std::size_t text_cost = 64;
    /// Bytes that others may say before the kernel has been offered any of them, ...
    static constexpr std::size_t burst_limit = std::size_t{32} << 20;
    /// ... and of answers, which are nobody else's: a byte of a question can cost thousands.
    static constexpr std::size_t answer_limit = std::size_t{1} << 20;

    /// @param limit bytes that may wait once the kernel has refused some.
    explicit outbox(std::size_t limit) noexcept : limit_(limit) {}

    /// Queues a text. When it does not fit, or memory has run out, the outbox overflows instead, and stays so:
    /// its owner is too slow. An empty outbox takes any one text; what the kernel leaves of it has to fit the limit.
    void append(shared_text text) noexcept {
        if (overflowed_ || text->empty()) return;
        const std::size_t ceiling = refused_ ? limit_ : std::max(limit_, burst_limit);
        if (bytes_ != 0 && cost() + text_cost + text->size() > ceiling) {
            overflowed_ = true;
            return;
        }
        try {
            const std::size_t size = text->size();
            texts_.push_back(std::move(text));
            bytes_ += size;
        } catch (...) {  // the listener is finished, not the speaker
            overflowed_ = true;
        }
    }

    /// The same for what its owner has asked for: less of it may wait to be offered.
    void answer(shared_text text) noexcept {
        answers_ += text_cost + text->size();
        if (bytes_ != 0 && answers_ > std::max(limit_, answer_limit))
            overflowed_ = true;
        else
            append(std::move(text));
    }

    /// Fills `views` with what comes next, as many texts as fit, and returns the part that was filled. It stays
    /// valid until `sent()` or `cut_short()`, whatever is appended meanwhile.
    std::span<const std::string_view> front(std::span<std::string_view> views) const noexcept {
        std::size_t filled = 0;
        for (std::size_t i = first_; i != texts_.size() && filled != views.size(); ++i)
            views[filled++] = *texts_[i];
        if (filled != 0) views[0].remove_prefix(offset_);
        return views.first(filled);
    }

    /// The kernel took `count` bytes of the `offered` that `front()` showed.
    void sent(std::size_t count, std::size_t offered) noexcept {
        refused_ = count < offered;
        answers_ = 0;
        bytes_ -= count;
        for (offset_ += count; first_ != texts_.size() && offset_ >= texts_[first_]->size(); ++first_) {
            offset_ -= texts_[first_]->size();
            texts_[first_].reset();
        }
        overflowed_ = overflowed_ || (refused_ && cost() > limit_);
        forget_sent();
    }

    /// Drops everything but the rest of a line that is half sent, so that the client still gets whole lines
    /// only, and adds the last words.
    void cut_short(std::string_view last_words) {
        std::string rest = unfinished_line();
        rest += last_words;
        *this = outbox(limit_);
        append(share(std::move(rest)));
    }

    bool empty() const noexcept { return bytes_ == 0; }       ///< all was sent
    std::size_t bytes() const noexcept { return bytes_; }     ///< still to send, without what keeping them costs
    bool overflowed() const noexcept { return overflowed_; }  ///< its owner is too slow; until `cut_short()`

private:
    std::size_t cost() const noexcept { return bytes_ + (texts_.size() - first_) * text_cost; }

    std::string unfinished_line() const {
        if (empty() || offset_ == 0) return {};
        const std::string_view text = *texts_[first_];
        if (text[offset_ - 1] == '\n') return {};
        const std::size_t end = text.find('\n', offset_);
        return std::string(text.substr(offset_, end == text.npos ? end : end + 1 - offset_));
    }

    /// An idle client keeps no memory; a busy one does not move its queue for each text.
    void forget_sent() noexcept {
        if (first_ == texts_.size()) {
            first_ = 0;
            if (texts_.capacity() > kept_capacity) std::vector<shared_text>().swap(texts_);
            texts_.clear();
        } else if (first_ > texts_.size() / 2) {
            texts_.erase(texts_.begin(), texts_.begin() + static_cast<std::ptrdiff_t>(first_));
            first_ = 0;
        }
    }

    static constexpr std::size_t kept_capacity = 4;

    std::vector<shared_text> texts_{};
    std::size_t first_ = 0;    // index of the first text that is not wholly sent
    std::size_t offset_ = 0;   // bytes of it that are sent
    std::size_t bytes_ = 0;    // bytes still to send
    std::size_t answers_ = 0;  // what answers have cost since the kernel was last offered something
    std::size_t limit_;
    bool refused_ = false;  // the kernel was full when it was last offered something
    bool overflowed_ = false;
};

}  // namespace parley
