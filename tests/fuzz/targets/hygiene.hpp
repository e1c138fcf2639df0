#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Whatever bytes come in, what other people see is valid UTF-8 without control characters; and what was harmless stays
/// as it is. Telnet's question is counted the same however the bytes are cut.
/// Input: the bytes. Read next: `targets/session.hpp`.

#include <cstddef>
#include <parley/base/markup.hpp>
#include <parley/notices.hpp>
#include <parley/protocol/hygiene.hpp>
#include <parley/protocol/telnet.hpp>
#include <string>
#include <string_view>

#include "fuzz/input.hpp"
#include "protocol/harmless.hpp"

namespace fuzz {

/// Each of the server's lines is marked as such, whatever it is made of.
inline void check_notices(std::string_view bytes) {
    std::string_view lines;
    const std::string made = parley::notices(bytes);
    for (lines = made; !lines.empty();) {
        const std::size_t end = lines.find('\n');
        demand(end != lines.npos && lines.starts_with("-- "), "no notice: " + shown(lines));
        demand(harmless(lines.substr(0, end)), "a notice does harm: " + shown(lines));
        lines.remove_prefix(end + 1);
    }
}

inline void check_timing_marks(std::string_view bytes) {
    std::size_t expected = 0;
    parley::protocol::timing_marks at_once, in_pieces;
    expected = at_once.count(bytes);
    std::size_t counted = 0;
    for (std::size_t begin = 0; begin != bytes.size();) {
        const std::size_t length = 1 + (static_cast<unsigned char>(bytes[begin]) + begin) % 5;
        const std::string_view piece = bytes.substr(begin, length);
        counted += in_pieces.count(piece);
        begin += piece.size();
    }
    demand(counted == expected, "a timing mark is lost between two reads: " + shown(bytes));
}

inline void hygiene(std::string_view input) {
    using namespace parley::protocol;
    const std::string once = clean(input);
    demand(harmless(once), "it does harm: " + shown(once) + " from " + shown(input));
    demand(once.size() <= 3 * input.size(), "it grows: " + shown(input));
    demand(clean(once) == once, "cleaning again changes it: " + shown(input));
    demand(!has_controls(once), "it still has controls: " + shown(input));
    demand(!harmless(input) || once == input, "what was harmless is changed: " + shown(input));
    std::string appended = "before";
    append_clean(appended, input);
    demand(appended == "before" + once, "appending is not cleaning: " + shown(input));
    demand(harmless(parley::printable(input)), "not printable: " + shown(input));
    demand(harmless(parley::reason_or_default(input)) && !parley::reason_or_default(input).empty(), "no reason");
    check_notices(input);
    check_timing_marks(input);
}

}  // namespace fuzz
