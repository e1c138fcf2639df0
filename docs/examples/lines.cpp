// SPDX-License-Identifier: MIT

// From bytes to what is asked: lines, clean ones, commands. No socket takes part.

#include <cstdio>
#include <parley/chat/nickname.hpp>
#include <parley/protocol/command.hpp>
#include <parley/protocol/hygiene.hpp>
#include <parley/protocol/line_decoder.hpp>
#include <string>
#include <string_view>

namespace protocol = parley::protocol;

int main() {
    //! [line_decoder]
    protocol::line_decoder decoder(12);  // bytes
    const auto show = [](std::string_view line) { std::printf("[%.*s]\n", int(line.size()), line.data()); };
    const auto complain = [] { std::printf("too long\n"); };
    for (const std::string_view read : {"hel", "lo\r", "\nthis line is longer\nbye\nhalf"})
        decoder.feed(read, show, complain);  // however the bytes are split
    //! [line_decoder]

    //! [hygiene]
    // Telnet, an escape sequence, a bell, half a letter, a tab.
    const std::string_view line = "\xFF\xFB\x03" "a\x1B[31mred\x07\xC3\tline";
    std::printf("[%s]\n", protocol::clean(line).c_str());
    //! [hygiene]
    //! [utf8]
    const parley::decoded letter = parley::decode_utf8("\xC3\xA9t\xC3\xA9");
    std::printf("U+%04X, %d bytes\n", unsigned(letter.code_point), int(letter.length));
    //! [utf8]

    //! [command]
    const protocol::command asked = protocol::parse_command("/msg bob  hi there");
    const auto [to, text] = protocol::split_word(asked.argument);
    if (asked.what == protocol::verb::message)
        std::printf("to %s: %s\n", std::string(to).c_str(), std::string(text).c_str());
    //! [command]

    //! [nickname]
    // The third has an umlaut, the fourth a space that nobody sees.
    for (const std::string_view name : {"ann", "-- ann", "J\xC3\xBCrgen", "ann\xE2\x80\x8B"})
        std::printf("%s\n", parley::chat::valid_nickname(name) ? "good" : "bad");
    //! [nickname]

    // Prints:
    // [hello]
    // too long
    // [bye]
    // [a[31mred� line]
    // U+00E9, 2 bytes
    // to bob: hi there
    // good
    // bad
    // good
    // bad
}
