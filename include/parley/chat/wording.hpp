#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Every text that the chat itself says, in one place: scripts and graders depend on them to the letter.
/// Refuses to know when it is said and to whom: `docs/wire.md` tells. Read next: `commands.hpp`.

#include <cstddef>
#include <parley/chat/nickname.hpp>
#include <string>
#include <string_view>

/// What the chat says by itself, to the letter.
namespace parley::chat::wording {

/// @{ A finished text, told as it is. `prompt` alone ends no line.
inline constexpr std::string_view prompt = "Pick a nickname: ";
inline constexpr std::string_view welcome = "You are now connected!\n";
inline constexpr std::string_view too_slow = "-- You are reading too slowly; goodbye.\n";
inline constexpr std::string_view full = "-- The server is full; please try again later.\n";
inline constexpr std::string_view closing = "-- The server is closing; goodbye.\n";
inline constexpr std::string_view login_over = "-- You have not picked a nickname in time; goodbye.\n";
/// @}

/// @{ A sentence, which `notice()` makes a line of.
inline constexpr std::string_view name_taken = "That nickname is taken.";
inline constexpr std::string_view name_refused =
    "A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.";
inline constexpr std::string_view room_refused =
    "A room is called # and then 1 to 32 letters, digits, '-', '_' or '.'; for example #tea.";
static_assert(nickname_limit == 32, "name_refused and room_refused say how long a name may be");
/// @}
inline constexpr std::string_view no_reason = "closed by the server";  ///< a reason, where nobody gave one

/// Pieces of a sentence, joined.
template <class... Pieces>
std::string sentence(const Pieces&... pieces) {
    std::string joined;
    joined.reserve((std::string_view(pieces).size() + ... + 1));
    (joined.append(pieces), ...);
    return joined;
}

// Sentences about something, which notice() makes a line of.

/// `That line is too long (limit 4096 bytes); it was not sent.`
inline std::string too_long(std::size_t limit) {
    return sentence("That line is too long (limit ", std::to_string(limit), " bytes); it was not sent.");
}
/// `Unknown command /foo; try /help.`
inline std::string unknown_command(std::string_view name) {
    return sentence("Unknown command /", name, "; try /help.");
}
/// `There is nobody called ann.`
inline std::string nobody(std::string_view name) { return sentence("There is nobody called ", name, "."); }
/// `Usage: /me TEXT`
inline std::string usage(std::string_view form) { return sentence("Usage: ", form); }
/// ``You are 'ann' already.``
inline std::string named_already(std::string_view name) { return sentence("You are '", name, "' already."); }
/// `You are in #tea already.`
inline std::string here_already(std::string_view room) { return sentence("You are in ", room, " already."); }
/// `In #lobby: ann, bob.`
inline std::string who_is_in(std::string_view room, std::string_view names) {
    return sentence("In ", room, ": ", names, ".");
}

/// Pieces of a line, joined and ended.
template <class... Pieces>
std::string line(const Pieces&... pieces) {
    return sentence(pieces...) += '\n';
}

/// `-- text`: what the server says in its own name.
inline std::string notice(std::string_view text) { return line("-- ", text); }

/// ``'ann' has just connected to the chat room!``
inline std::string connected(std::string_view name) {
    return line("'", name, "' has just connected to the chat room!");
}
/// ``'ann' has left the chat room! (too slow)`` The brackets stand there if there is a reason.
inline std::string left(std::string_view name, std::string_view reason) {
    if (reason.empty()) return line("'", name, "' has left the chat room!");
    return line("'", name, "' has left the chat room! (", reason, ")");
}
/// ``'ann' is now known as 'anna'.``
inline std::string renamed(std::string_view before, std::string_view after) {
    return line("'", before, "' is now known as '", after, "'.");
}
/// ``'ann' has gone to #tea.``
inline std::string gone_to(std::string_view name, std::string_view room) {
    return line("'", name, "' has gone to ", room, ".");
}
/// ``'ann' has come to #tea.``
inline std::string come_to(std::string_view name, std::string_view room) {
    return line("'", name, "' has come to ", room, ".");
}
/// `* ann waves`
inline std::string action(std::string_view name, std::string_view text) { return line("* ", name, " ", text); }
/// `[from ann] hi`
inline std::string whispered_from(std::string_view name, std::string_view text) {
    return line("[from ", name, "] ", text);
}
/// `[to bob] hi`
inline std::string whispered_to(std::string_view name, std::string_view text) {
    return line("[to ", name, "] ", text);
}
/// `-- You have been disconnected (tea time); goodbye.`
inline std::string removed(std::string_view reason) {
    return line("-- You have been disconnected (", reason, "); goodbye.");
}

}  // namespace parley::chat::wording
