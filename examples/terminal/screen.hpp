#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Where the chat is printed: on a terminal above the line that is being typed, elsewhere plainly. The chat goes to
/// stdout, what this program has to say itself to stderr. What comes from the server is cleaned first: it need not
/// be an honest one. Refuses to know where lines come from. Read next: `chat_client.cpp`.

#include "edit_view.hpp"
#include "native.hpp"
#include "palette.hpp"

#include <parley/protocol/hygiene.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace terminal {

struct screen_options {
    bool editing = false;  ///< a person types here: keep the last row for that
    bool colours = false;
};

class screen {
public:
    /// How long a stdout that nobody reads may delay the end that somebody asked for.
    static constexpr parley::milliseconds write_limit{500};

    screen(signals& asked, screen_options wanted) noexcept : signals_(asked), wanted_(wanted) {}

    /// A line of the chat. It appears with the next `draw()`.
    void say(std::string_view line) {
        const std::string text = parley::protocol::clean(line);
        chat_ += (wanted_.colours ? coloured(text) : text) + "\n";
    }

    /// Prints the chat that waits and, when somebody types here, the typed line below it: together, so that
    /// nobody sees a half. Throws `std::system_error` when stdout is closed.
    void draw(const line_editor& line, std::string_view prompt) {
        std::string out;
        if (wanted_.editing) {
            const edit_row row = show(line, prompt, columns());
            out = std::string(erase_row).append(chat_).append(row.text).append("\r");
            if (row.cursor != 0) out += "\x1b[" + std::to_string(row.cursor) + "C";
        } else {
            out = chat_;
        }
        chat_.clear();
        write(output, out);
    }

    /// No line is typed any more: its row is free.
    void stop_editing() {
        erase();
        wanted_.editing = false;
    }

    /// A message of this program, to people. `draw()` the typed line again after it.
    void notice(std::string_view text) {
        erase();
        tell("chat_client: " + parley::protocol::clean(text) + "\n");
    }

    /// The same as it is: a prompt, where no line is edited.
    void tell(const std::string& text) {
        try {
            write(errors, text);
        } catch (const std::system_error&) {}  // nobody is there to be told
    }

    /// Takes the typed line away until the next `draw()`.
    void erase() {
        if (wanted_.editing) write(output, erase_row);
    }

    /// The whole screen.
    void clear() { write(output, "\x1b[H\x1b[2J"); }

private:
    static constexpr std::string_view erase_row = "\r\x1b[J";

    void write(int to, std::string_view text) {
        while (!text.empty() && has_room(to)) text.remove_prefix(write_some(to, text));
    }

    /// Waits for a reader of our output. False when somebody asks us to leave and none is there.
    bool has_room(int to) noexcept {
        for (;;) {
            const bool leaving = signals_.leave_asked();
            const auto until = leaving ? parley::later(parley::clock::now(), write_limit) : parley::never;
            const room found = wait_for_room(to, signals_.doorbell().native_handle(), until);
            if (found == room::ready) return true;
            if (found == room::rung) signals_.doorbell().silence();  // the flag stays for the loop
            else if (leaving) return false;
        }
    }

    signals& signals_;
    screen_options wanted_;
    std::string chat_{};
};

}  // namespace terminal
