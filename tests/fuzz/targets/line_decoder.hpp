#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The line decoder says the same lines however the bytes are cut, each as soon as it can be known: what it has said
/// after each piece is compared with what follows from all bytes so far, worked out in another way.
/// Input: the limit, how long the pieces are, the bytes. Read next: `targets/command.hpp`.

#include <cstddef>
#include <parley/protocol/line_decoder.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input.hpp"

namespace fuzz {

/// What a decoder has said, a string for each event: "=line" or "too long".
using decoder_events = std::vector<std::string>;

/// What it has to have said when these are all bytes so far.
inline decoder_events expected_events(std::string_view bytes, std::size_t limit) {
    decoder_events events;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        std::string_view line = bytes.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.size() > limit)
            events.emplace_back("too long");
        else if (end != bytes.npos)
            events.push_back("=" + std::string(line));
        if (end == bytes.npos) break;
        bytes.remove_prefix(end + 1);
    }
    return events;
}

inline void line_decoder(std::string_view input) {
    decisions given(input);
    const std::size_t limit = given.below(64);
    const std::size_t most = 1 + given.below(32);  // bytes of a piece
    const std::string_view bytes = given.take(1000);
    parley::protocol::line_decoder decoder(limit);
    decoder_events heard;
    std::size_t fed = 0;
    // The bytes themselves say where they are cut, so that nothing of the input is lost on a mutation of the cuts.
    while (fed != bytes.size()) {
        const std::size_t wanted = 1 + (static_cast<unsigned char>(bytes[fed]) + fed) % most;
        const std::string piece(bytes.substr(fed, wanted));  // of its own, so that a view that outlives it is found
        fed += piece.size();
        decoder.feed(
            piece, [&](std::string_view line) { heard.push_back("=" + std::string(line)); },
            [&] { heard.emplace_back("too long"); });
        demand(heard == expected_events(bytes.substr(0, fed), limit),
               "limit " + std::to_string(limit) + ", after: " + shown(bytes.substr(0, fed)));
    }
}

}  // namespace fuzz
