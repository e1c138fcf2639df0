// SPDX-License-Identifier: MIT

/// @file
/// Rows 8 to 11 of the fault table: bytes that are no text, text that is no text for a terminal, names that are no
/// names, and people who say they are somebody else.

#include "models.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/base/utf8.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace faults_test;
using lines = std::vector<std::string>;

namespace {

/// Is all of it UTF-8 without control characters but the ends of lines?
bool harmless(std::string_view text) {
    while (!text.empty()) {
        const parley::decoded next = parley::decode_utf8(text);
        const bool control = next.code_point < 0x20 || (next.code_point >= 0x7F && next.code_point < 0xA0);
        if (!next.valid || (control && next.code_point != '\n')) return false;
        text.remove_prefix(next.length);
    }
    return true;
}

const std::string refused = "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.";
const std::string taken = "-- That nickname is taken.";

}  // namespace

TEST_CASE_TEMPLATE("row 8: receivers never get invalid UTF-8", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.say("a\x80z\n");              // a continuation without a beginning
    ann.say("b\xC0\xAFz\n");          // overlong
    ann.say("c\xED\xA0\x80z\n");      // a surrogate
    ann.say("d\xF4\x90\x80\x80z\n");  // beyond Unicode
    ann.say("e\xE2\x82z\n");          // cut short
    ann.say("f\xF0\x9F\x98\n");       // cut short by the end of the line
    ann.say("g\xF0\x9F\x98\x80z\n");  // good
    ann.say("/me h\xC3z\n/msg ann i\xC3\n/unknown\xC3z\n/join #k\xC3\nlast\n");
    REQUIRE(guests.until([&] { return ann.has_heard("last\n"); }));
    const std::string cut = "\xEF\xBF\xBD";
    CHECK(harmless(ann.heard));
    const lines expected{"ann: a" + cut + "z", "ann: b" + cut + cut + "z", "ann: c" + cut + cut + cut + "z",
                         "ann: d" + cut + cut + cut + cut + "z", "ann: e" + cut + "z", "ann: f" + cut, "ann: g\xF0\x9F\x98\x80z"};
    lines said = ann.lines_from("ann: ");
    REQUIRE(said.size() == expected.size() + 1);
    said.pop_back();
    CHECK(said == expected);
    CHECK(ann.count("* ann h" + cut + "z") == 1);
    CHECK(ann.count("[to ann] i" + cut) == 1);
}

TEST_CASE_TEMPLATE("row 8: a cut between reads never splits a code point", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    std::string word;
    for (int i = 0; i != 1000; ++i) word += "\xE2\x82\xAC";  // 3,000 bytes that no power of two divides
    for (int i = 0; i != 20; ++i) ann.say(word + "\n");       // so that reads end within code points
    ann.say("last\n");
    REQUIRE(guests.until([&] { return ann.has_heard("last\n"); }));
    CHECK(ann.count("ann: " + word) == 20);
}

TEST_CASE_TEMPLATE("rows 8 and 9: no bytes whatever make anything but text", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    std::mt19937 random(2008);
    for (int i = 0; i != 500; ++i) {
        std::string noise;
        for (std::size_t length = random() % 200; noise.size() != length;)
            noise += static_cast<char>(random() % 3 == 0 ? random() % 0x20 : random() % 0x100);
        if (noise.substr(0, 5) != "/quit") ann.say(noise + "\n");
    }
    ann.say("\nthe end\n");
    REQUIRE(guests.until([&] { return ann.has_heard("the end\n") || ann.over(); }));
    CHECK(ann.has_heard("ann: the end\n"));
    CHECK(harmless(ann.heard));
}

TEST_CASE_TEMPLATE("row 9: escape sequences and control bytes in a text", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join_before(bob, "ann");
    bob.heard.clear();
    ann.say("\x1B[2Jclear\n");                   // C0 escape
    ann.say("\x1B]0;title\x07\n");               // the window's title, and the bell
    ann.say("c1 \xC2\x9B" "2J\n");               // CSI as one code point
    ann.say("raw c1 \x9B" "2J\n");               // CSI as one byte
    ann.say("back\b\b\b\b\x7Fspace\ttab\v\f\n");
    ann.say("/me \x1B[31mred\n/msg bob \x1B[Aup\n");
    ann.say("/join #\x1B[2J\n/nick \x1B[2J\nlast\n");
    REQUIRE(guests.until([&] { return bob.has_heard("last\n"); }));
    CHECK(harmless(bob.heard));
    CHECK(harmless(ann.heard));
    CHECK(bob.lines() == lines{"ann: [2Jclear", "ann: ]0;title", "ann: c1 2J", "ann: raw c1 \xEF\xBF\xBD" "2J",
                               "ann: backspace tab", "* ann [31mred", "[from ann] [Aup", "ann: last"});
}

TEST_CASE_TEMPLATE("row 10: a name that cannot be had is refused with the reason, and asked for again", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    std::string euros;
    for (int i = 0; i != 33; ++i) euros += "\xE2\x82\xAC";
    const lines bad{"", " ", "two words", std::string(33, 'a'), euros, "-- server", "-a", "_a", ".a", "'ann'", "* ann", "[ann]",
                    "a:", "a\x1B[2J", "a\x07", "\xC2\xA0", "a\xE2\x80\x8B", "a\xE2\x80\xAE" "b", "#lobby", "/nick ann", "a\tb", "/"};
    for (const std::string& name : bad) ann.say(name + "\n");
    ann.say(line_of(32, 'a'));
    REQUIRE(guests.until([&] { return ann.has_heard(welcome); }));
    CHECK(ann.count(refused) == static_cast<std::ptrdiff_t>(bad.size()));
    CHECK(ann.lines().size() == bad.size() + 2);
    std::size_t asked = 0;
    for (std::size_t at = 0; (at = ann.heard.find(prompt, at)) != ann.heard.npos; ++at) ++asked;
    CHECK(asked == bad.size() + 1);
}

TEST_CASE_TEMPLATE("row 10: what is no name at the door is none for /nick either", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.heard.clear();
    const lines bad{"two words", std::string(33, 'a'), "-a", "'ann'", "a:", "a\x07", "a\x1B[2J", "a\tb", "a\xC2\x9Bz", "\xC2\xA0"};
    for (const std::string& name : bad) ann.say("/nick " + name + "\n");
    ann.say("last\n");
    REQUIRE(guests.until([&] { return ann.has_heard("last\n"); }));
    lines expected(bad.size(), refused);
    expected.push_back("ann: last");
    CHECK(ann.lines() == expected);
}

TEST_CASE_TEMPLATE("row 10: a name that is taken, but for its case too", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("Ann");
    guest& bob = guests.arrive();
    bob.say("Ann\nann\nANN\nbob\n/nick aNN\n/nick BOB\n/nick two words\nlast\n");
    REQUIRE(guests.until([&] { return bob.has_heard("last\n"); }));
    CHECK(bob.lines() == lines{taken, taken, taken, joined("bob"), std::string(welcome), taken,
                               "'bob' is now known as 'BOB'.", refused, "BOB: last"});
    // Free again as soon as its owner has left.
    ann.say("/quit\n");
    REQUIRE(guests.until([&] { return bob.has_heard(left("Ann")); }));
    bob.say("/nick ANN\n");
    REQUIRE(guests.until([&] { return bob.has_heard("'BOB' is now known as 'ANN'."); }));
}

TEST_CASE_TEMPLATE("row 10: of fifty who claim one name at once exactly one gets it", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    for (int round = 0; round != 3; ++round) {
        const std::string name = "winner" + std::to_string(round);
        std::vector<guest*> all;
        for (int i = 0; i != 50; ++i) all.push_back(&guests.arrive());
        for (int i = 0; i != 50; ++i) all[static_cast<std::size_t>(i)]->say((i % 2 == 0 ? name : "W" + name.substr(1)) + "\n");
        const auto answered = [&](const guest* one) { return one->has_heard(welcome) || one->has_heard(taken); };
        REQUIRE(guests.until([&] { return std::all_of(all.begin(), all.end(), answered); }));
        CHECK(std::count_if(all.begin(), all.end(), [](guest* one) { return one->has_heard(welcome); }) == 1);
        for (guest* one : all) one->reset();
        REQUIRE(home.forgets_all_but(0));
    }
}

TEST_CASE_TEMPLATE("row 10: of fifty who change to one name at once exactly one gets it", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    const auto all = guests.join_all(50, "g");
    for (guest* one : all) one->say("/nick winner\nI am " + one->name + "\n");
    REQUIRE(guests.until([&] {
        return std::all_of(all.begin(), all.end(), [&](guest* one) { return one->has_heard(": I am " + one->name + "\n"); });
    }));
    std::ptrdiff_t winners = 0;
    for (guest* one : all) {
        const bool won = one->has_heard("'" + one->name + "' is now known as 'winner'.\n");
        winners += won;
        CHECK(one->count(taken) == (won ? 0 : 1));
        CHECK(one->count((won ? "winner" : one->name) + ": I am " + one->name) == 1);
    }
    CHECK(winners == 1);
}

TEST_CASE_TEMPLATE("row 11: nothing is said before a name is chosen", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    bob.heard.clear();
    guest& ann = guests.arrive();
    ann.say("hello there\n/msg bob hi\n/me waves\n/join #tea\n/nick eve\n/who\n/rooms\n//hi\n: hi\n/help\n");
    REQUIRE(guests.until([&] { return ann.has_heard("/quit: "); }));
    CHECK(ann.lines_from("-- A nickname").size() == 9);
    ann.say("/quit\n");
    REQUIRE(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    bob.say("alone\n");
    REQUIRE(guests.until([&] { return bob.has_heard("bob: alone\n"); }));
    CHECK(bob.lines() == lines{"bob: alone"});
}

TEST_CASE_TEMPLATE("row 11: the server says who spoke, whatever the speaker says", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join_before(bob, "ann");
    bob.heard.clear();
    for (const std::string_view forged : {"bob: I owe ann money", "-- The server is closing; goodbye.", "'bob' has left the chat room!",
                                          "* bob waves", "[from bob] psst", "You are now connected!", "\rbob: me too",
                                          "/me x\r* bob waves", "/msg bob y\r[from carl] psst", "//quit", " /quit"})
        ann.say(std::string(forged) + "\n");
    ann.say("last\n");
    REQUIRE(guests.until([&] { return bob.has_heard("last\n"); }));
    CHECK(bob.lines() == lines{"ann: bob: I owe ann money", "ann: -- The server is closing; goodbye.",
                               "ann: 'bob' has left the chat room!", "ann: * bob waves", "ann: [from bob] psst",
                               "ann: You are now connected!", "ann: bob: me too", "* ann x* bob waves",
                               "[from ann] y[from carl] psst", "ann: /quit", "ann:  /quit", "ann: last"});
}
