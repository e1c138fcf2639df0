#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a fuzzer's bytes are taken for, and what a target says when something that must hold does not.
/// Read next: `targets/line_decoder.hpp`, the smallest target.

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fuzz {

/// Thrown, so that doctest reports it and a fuzzer, which catches nothing, crashes with its text.
struct broken_invariant : std::logic_error {
    using std::logic_error::logic_error;
};

inline void demand(bool holds, const std::string& what) {
    if (!holds) throw broken_invariant(what);
}

/// Bytes as a text that can be read.
inline std::string shown(std::string_view bytes) {
    std::string made;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= 0x20 && code < 0x7F && byte != '\\')
            made += byte;
        else
            (made += "\\x") += {"0123456789ABCDEF"[code / 16], "0123456789ABCDEF"[code % 16]};
    }
    return made;
}

/// The decisions that are in the bytes, one after another. When they are used up, every decision is 0.
class decisions {
public:
    explicit decisions(std::string_view bytes) noexcept : rest_(bytes) {}

    bool over() const noexcept { return rest_.empty(); }
    std::size_t left() const noexcept { return rest_.size(); }

    /// A number below `bound`, which is at most 256.
    std::size_t below(std::size_t bound) noexcept {
        if (rest_.empty()) return 0;
        const auto byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte % bound;
    }

    /// The next bytes, at most so many.
    std::string_view take(std::size_t most) noexcept {
        const std::string_view taken = rest_.substr(0, most);
        rest_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view rest_;
};

}  // namespace fuzz
