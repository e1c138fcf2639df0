#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Makes lines out of a byte stream. TCP keeps the order of bytes and nothing else: one read may bring half a
/// line, or two hundred, or the CR of a CRLF without its LF. However the bytes are split, the lines are the same.
/// Refuses to know what a line means. Read next: `protocol/hygiene.hpp`.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// From bytes to lines, and from lines to what they ask for. Knows no socket, and nobody who answers.
namespace parley::protocol {

/// Splits bytes at LF or CRLF, remembers an unfinished line between calls, and never remembers more than the
/// limit. What is unfinished when the input ends is no line and is dropped: it may be half of what was meant
/// (`printf ann | nc` chooses no nickname; the protocol's lines end in LF). Not thread-safe. Linear in the bytes,
/// which are copied only when a line comes in pieces.
/// @snippet examples/lines.cpp line_decoder
class line_decoder {
public:
    /// @param limit the longest line in bytes, without its end.
    explicit line_decoder(std::size_t limit) noexcept : limit_(limit) {}

    /// Calls `on_line(std::string_view)` for each line that ends in `bytes`, and `on_too_long()` once for each
    /// line that outgrows the limit, as soon as it does; the rest of that line is skipped. The view is valid
    /// during the call only.
    template <class OnLine, class OnTooLong>
    void feed(std::string_view bytes, OnLine&& on_line, OnTooLong&& on_too_long) {
        for (;;) {
            const std::size_t end = bytes.find('\n');
            if (end == bytes.npos) break;
            finish(bytes.substr(0, end), on_line, on_too_long);
            bytes.remove_prefix(end + 1);
        }
        if (skipping_ || bytes.empty()) return;
        if (kept_.size() + bytes.size() > limit_ && outgrown(bytes)) {
            skipping_ = true;
            std::string().swap(kept_);
            on_too_long();
        } else {
            kept_ += bytes;
        }
    }

private:
    template <class OnLine, class OnTooLong>
    void finish(std::string_view part, OnLine& on_line, OnTooLong& on_too_long) {
        if (std::exchange(skipping_, false)) return;
        const std::string kept = std::exchange(kept_, {});
        std::string joined;
        if (!kept.empty()) part = joined.append(kept).append(part);
        if (!part.empty() && part.back() == '\r') part.remove_suffix(1);
        if (part.size() > limit_)
            on_too_long();
        else
            on_line(part);
    }

    /// One byte more than the limit is still good when it may be the CR of a CRLF.
    bool outgrown(std::string_view bytes) const noexcept {
        return kept_.size() + bytes.size() > limit_ + 1 || bytes.back() != '\r';
    }

    std::size_t limit_;
    std::string kept_;
    bool skipping_ = false;
};

}  // namespace parley::protocol
