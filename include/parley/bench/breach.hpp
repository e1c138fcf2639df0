#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is said about a server that does not deliver every message once, in order and unchanged.
/// Words only; refuses to know how it was found out. Read next: `bench/message.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/message.hpp>
#include <string>
#include <string_view>

/// The sentences that say why a run is void.
namespace parley::bench::breach {

/// Clients of the load are numbered: client 12 is called "c12". A message is called by its number and its speaker. @{
inline std::string name_of(std::size_t client) { return "c" + std::to_string(client); }

inline std::string name_of(const message& one) {
    return "message " + std::to_string(one.number) + " of " + name_of(one.speaker);
}
/// @}

/// A line in quotes, without its end, and not too much of it.
inline std::string quoted(std::string_view line) {
    constexpr std::size_t most = 160;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return "`" + std::string(line.substr(0, most)) + (line.size() > most ? "..." : "") + "`";
}

/// A message came that this listener has heard already.
inline std::string twice(std::size_t listener, const message& came) {
    return "twice: " + name_of(listener) + " heard " + name_of(came) + " again";
}

/// `came` came instead, and `expected` did not come behind it either.
inline std::string lost(std::size_t listener, const message& expected, const message& came) {
    return "lost: " + name_of(listener) + " never heard " + name_of(expected) + "; " + name_of(came) + " came instead";
}

/// `came` came first, and `expected` behind it.
inline std::string out_of_order(std::size_t listener, const message& expected, const message& came) {
    return "out of order: " + name_of(listener) + " heard " + name_of(came) + " before " + name_of(expected);
}

/// `expected` has not come, nor anything else for so long ("10000 ms").
inline std::string silent(std::size_t listener, const message& expected, std::string_view patience) {
    return "lost: " + name_of(listener) + " has not heard " + name_of(expected) + ", and nobody has heard anything " +
           "for " + std::string(patience);
}

/// Where two lines part, in bytes from 0: "from byte 17 on, expected `3a 20 7e`, came `3b 20 7e`".
inline std::string difference(std::string_view expected, std::string_view came) {
    constexpr std::size_t most = 8;
    const auto parted = std::mismatch(expected.begin(), expected.end(), came.begin(), came.end());
    const auto at = static_cast<std::size_t>(parted.first - expected.begin());
    const auto bytes = [at](std::string_view line) {
        std::string text;
        for (const char one : line.substr(at, most)) {
            const auto byte = static_cast<unsigned char>(one);
            constexpr const char* digits = "0123456789abcdef";
            text += (text.empty() ? "" : " ") + std::string{digits[byte / 16], digits[byte % 16]};
        }
        return text.empty() ? "nothing" : "`" + text + "`";
    };
    return "from byte " + std::to_string(at) + " on, expected " + bytes(expected) + ", came " + bytes(came);
}

/// A line with the load's mark in it that is not the message it claims to be.
inline std::string torn(std::size_t listener, std::string_view expected, std::string_view came) {
    return "torn: " + name_of(listener) + " heard a message that was not said like that: expected " + quoted(expected) +
           ", came " + quoted(came) + "; " + difference(expected, came);
}

/// A line that is no message of the load's and no notice of the server's.
inline std::string foreign(std::size_t listener, std::string_view came) {
    return "foreign: " + name_of(listener) + " heard what nobody has said: " + quoted(came);
}

/// A message was heard by somebody who is in another room.
inline std::string misdirected(std::size_t client, std::string_view came) {
    return "misdirected: " + name_of(client) + ", who is in another room, heard " + quoted(came);
}

/// A message came before the one that was expected. Lost or out of order? That shows when more has been heard.
/// @snippet bench/ledger_test.cpp doubt
struct doubt {
    std::size_t listener = 0;  ///< who heard it
    message expected{},        ///< next by its number
        came{};                ///< with a higher one

    /// The sentence, once it is known whether the expected one came behind the other.
    std::string decided(bool came_later) const {
        return came_later ? out_of_order(listener, expected, came) : lost(listener, expected, came);
    }
};

}  // namespace parley::bench::breach
