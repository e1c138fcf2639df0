// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/chat/wording.hpp>
#include <string>

namespace wording = parley::chat::wording;

TEST_CASE("the texts that never change, to the letter") {
    CHECK(wording::prompt == "Pick a nickname: ");
    CHECK(wording::welcome == "You are now connected!\n");
    CHECK(wording::too_slow == "-- You are reading too slowly; goodbye.\n");
    CHECK(wording::full == "-- The server is full; please try again later.\n");
    CHECK(wording::closing == "-- The server is closing; goodbye.\n");
    CHECK(wording::name_taken == "That nickname is taken.");
    CHECK(wording::name_refused ==
          "A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.");
}

TEST_CASE("the texts about somebody, to the letter") {
    CHECK(wording::connected("ann") == "'ann' has just connected to the chat room!\n");
    CHECK(wording::left("ann", "") == "'ann' has left the chat room!\n");
    CHECK(wording::left("ann", "too slow") == "'ann' has left the chat room! (too slow)\n");
    CHECK(wording::renamed("ann", "anna") == "'ann' is now known as 'anna'.\n");
    CHECK(wording::gone_to("ann", "#tea") == "'ann' has gone to #tea.\n");
    CHECK(wording::come_to("ann", "#tea") == "'ann' has come to #tea.\n");
    CHECK(wording::action("ann", "waves") == "* ann waves\n");
    CHECK(wording::whispered_from("ann", "hi") == "[from ann] hi\n");
    CHECK(wording::whispered_to("bob", "hi") == "[to bob] hi\n");
}

TEST_CASE("what the server says in its own name, to the letter") {
    CHECK(wording::notice("tea!") == "-- tea!\n");
    CHECK(wording::too_long(4096) == "That line is too long (limit 4096 bytes); it was not sent.");
    CHECK(wording::unknown_command("foo") == "Unknown command /foo; try /help.");
    CHECK(wording::nobody("bob") == "There is nobody called bob.");
}

TEST_CASE("pieces are joined and the line is ended") {
    CHECK(wording::line("a", std::string("b"), "c") == "abc\n");
    CHECK(wording::line("") == "\n");
    CHECK(wording::sentence("a", std::string("b"), "c") == "abc");
}
