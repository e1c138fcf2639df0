#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Prints who came and who went, for a person who watches a server. Its twin is `observe/none.hpp`.
/// Refuses to know what is said. Read next: `server.hpp`.

#include <cstdio>
#include <string>
#include <string_view>

namespace parley::observe {

/// Writes one line for each event, each in one call, so that threads do not tear each other's lines. It waits when the
/// terminal, or the pipe, does not take them (Ctrl+S), and the server with it: for somebody who looks at them.
/// @snippet examples/observer.cpp console
class console {
public:
    console() noexcept = default;                          ///< prints to stderr
    explicit console(std::FILE* to) noexcept : to_(to) {}  ///< which stays open for as long as this is used

    /// @{ A line for what `none` only names. A line for which there is no memory is left out.
    void listening(std::string_view address) noexcept {
        print("Server is running and listening for connections on ", address, "...");
    }
    void connected(std::string_view address) noexcept { print("Connection established with ", address); }
    void named(std::string_view nickname) noexcept { print("The nickname of this client is '", nickname, "'"); }
    void renamed(std::string_view before, std::string_view after) noexcept {
        print("'", before, "' is now known as '", after, "'.");
    }
    void left(std::string_view nickname, std::string_view reason) noexcept {
        if (reason.empty()) return print("'", nickname, "' has left the chat room!");
        print("'", nickname, "' has left the chat room! (", reason, ")");
    }
    void refused() noexcept { print("A client was refused: there is no room for it."); }
    /// @}

private:
    template <class... Pieces>
    void print(const Pieces&... pieces) noexcept {
        try {
            std::string line;
            (line.append(pieces), ...);
            line += '\n';
            std::fwrite(line.data(), 1, line.size(), to_);
            std::fflush(to_);
        } catch (...) {  // no memory for a line: nobody misses it
        }
    }

    std::FILE* to_ = stderr;
};

}  // namespace parley::observe
