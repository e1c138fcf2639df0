#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the server, or the program around it, says in its own name: made harmless and marked, so that no line of it can
/// be taken for somebody's speech. Refuses to know who hears it. Read next: `chat/wording.hpp`.

#include <algorithm>
#include <parley/base/text.hpp>
#include <parley/chat/wording.hpp>
#include <parley/protocol/hygiene.hpp>
#include <string>
#include <string_view>

namespace parley {

/// "-- text", and the same for each further line of the text.
inline std::string notices(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        lines += chat::wording::notice(protocol::clean(line));
        text.remove_prefix(std::min(line.size() + 1, text.size()));  // with its end, if it has one
    }
    return lines;
}

/// A reason is part of a line: what would end it is removed. Without one, there is a word for that.
inline std::string reason_or_default(std::string_view reason) {
    std::string cleaned = protocol::clean(reason);
    return cleaned.empty() ? std::string(chat::wording::no_reason) : cleaned;
}

/// What those who stay are told; nothing of somebody without a name, nor when there is no memory to announce it.
inline shared_text departure(std::string_view nickname, std::string_view reason) noexcept {
    try {
        return nickname.empty() ? nullptr : share(chat::wording::left(nickname, reason));
    } catch (...) {
        return nullptr;
    }
}

}  // namespace parley
