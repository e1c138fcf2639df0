// SPDX-License-Identifier: MIT

/// @file
/// Rows 4 to 7 and 21 of the fault table: lines that are too long, never end, come in crumbs or in heaps, end in
/// many ways or in the middle.

#include "models.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

using namespace faults_test;
using lines = std::vector<std::string>;

namespace {

const std::string too_long = "-- That line is too long (limit 4096 bytes); it was not sent.";

/// What one guest was told, from the first line that begins like this on.
lines from_line(const guest& one, std::string_view beginning) {
    lines all = one.lines();
    std::size_t first = 0;
    while (first != all.size() && all[first].substr(0, beginning.size()) != beginning) ++first;
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first));
    return all;
}

}  // namespace

TEST_CASE_TEMPLATE("row 4: a line over the limit is refused whole, and the next one works", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.heard.clear();
    SUBCASE("far over it") { ann.say(line_of(10'000, 'x') + "next\n"); }
    SUBCASE("one byte over it") { ann.say(line_of(4097, 'x') + "next\n"); }
    SUBCASE("over it as a command") { ann.say("/me " + line_of(4093, 'x') + "next\n"); }
    SUBCASE("in pieces") {
        for (int i = 0; i != 5; ++i) {
            ann.say(std::string(1000, 'x'));
            guests.turn();
        }
        ann.say("\r\nnext\n");
    }
    REQUIRE(guests.until([&] { return ann.has_heard("next\n"); }));
    CHECK(ann.lines() == lines{too_long, "ann: next"});
}

TEST_CASE_TEMPLATE("row 4: a line of the limit is no line over it", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.heard.clear();
    ann.say(line_of(4096, 'x') + std::string(4096, 'y') + "\r\nnext\n");
    REQUIRE(guests.until([&] { return ann.has_heard("next\n"); }));
    CHECK(ann.lines() == lines{"ann: " + std::string(4096, 'x'), "ann: " + std::string(4096, 'y'), "ann: next"});
}

TEST_CASE_TEMPLATE("row 4: the limit is that of the options, before a name is chosen too", P, PARLEY_MODELS) {
    house<P> home({.line_limit = 10});
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    ann.say("12345678901\nann\n12345678901\n1234567890\n");
    REQUIRE(guests.until([&] { return ann.has_heard("ann: 1234567890\n"); }));
    const std::string notice = "-- That line is too long (limit 10 bytes); it was not sent.";
    CHECK(ann.lines() == lines{notice, joined("ann"), std::string(welcome), notice, "ann: 1234567890"});
}

TEST_CASE_TEMPLATE("row 4: nobody else sees any of a line over the limit", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join("ann");
    ann.say("before\n" + line_of(300'000, 'x') + "/msg bob " + line_of(5000, 'y') + "after\n");
    REQUIRE(guests.until([&] { return bob.has_heard("after\n"); }));
    CHECK(from_line(bob, "'ann'") == lines{joined("ann"), "ann: before", "ann: after"});
    CHECK(ann.count(too_long) == 2);
}

TEST_CASE_TEMPLATE("row 5: one notice for one endless line, at once", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.say(std::string(5000, 'x'));  // told as soon as it is over the limit, not when it ends
    REQUIRE(guests.until([&] { return ann.has_heard(too_long); }));
    ann.say(line_of(300'000, 'x') + "after\n");
    REQUIRE(guests.until([&] { return ann.has_heard("after\n"); }));
    CHECK(ann.count(too_long) == 1);
}

TEST_CASE_TEMPLATE("row 6: one byte per segment", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    const std::string_view said = "ann\nhello, world\r\nh\xC3\xA9!\n\n\r\n/me waves\nlast\n";
    for (const char byte : said) {
        const auto before = home.server.statistics().bytes_received;
        ann.say({&byte, 1});
        REQUIRE(guests.until([&] { return home.server.statistics().bytes_received > before; }));
    }
    REQUIRE(guests.until([&] { return ann.has_heard("last\n"); }));
    CHECK(ann.lines() == lines{joined("ann"), std::string(welcome), "ann: hello, world", "ann: h\xC3\xA9!", "* ann waves", "ann: last"});
}

TEST_CASE_TEMPLATE("row 6: two hundred lines in one segment", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    std::string said;
    lines expected;
    for (int i = 0; i != 200; ++i) {
        said += std::to_string(i) + (i % 2 == 0 ? "\n" : "\r\n");
        expected.push_back("ann: " + std::to_string(i));
    }
    ann.say(said);
    REQUIRE(guests.until([&] { return ann.has_heard("ann: 199\n"); }));
    CHECK(ann.lines_from("ann: ") == expected);
}

TEST_CASE_TEMPLATE("row 6: CRLF that is split between segments", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    for (const std::string_view part : {"one\r", "\ntwo\r", "\n\r", "\nth\rree\r", "\n"}) {
        const auto before = home.server.statistics().bytes_received;
        ann.say(part);
        REQUIRE(guests.until([&] { return home.server.statistics().bytes_received == before + part.size(); }));
    }
    REQUIRE(guests.until([&] { return ann.has_heard("three\n"); }));
    CHECK(ann.lines_from("ann: ") == lines{"ann: one", "ann: two", "ann: three"});
}

TEST_CASE_TEMPLATE("row 6: two clients that send fragments alternately", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& carl = guests.join("carl");
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    lines anns, bobs;
    for (int i = 0; i != 30; ++i) {
        const std::string number = std::to_string(i);
        for (const std::string& part : {"a" + number, std::string("-end\n")}) {
            for (guest* const one : {&ann, &bob}) {
                const auto before = home.server.statistics().bytes_received;
                one->say(part);
                REQUIRE(guests.until([&] { return home.server.statistics().bytes_received > before; }));
            }
        }
        anns.push_back("ann: a" + number + "-end");
        bobs.push_back("bob: a" + number + "-end");
    }
    REQUIRE(guests.until([&] { return carl.has_heard(anns.back()) && carl.has_heard(bobs.back() + "\n"); }));
    CHECK(carl.lines_from("ann: ") == anns);
    CHECK(carl.lines_from("bob: ") == bobs);
}

TEST_CASE_TEMPLATE("row 7: LF and CRLF are equal; CR, NUL and telnet reach nobody", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    const auto say = [&](std::string_view bytes) { ann.say(bytes); };
    say("\xFF\xFD\x01\xFF\xFB\x03" "ann\r\n");          // what telnet says first
    say("one\ntwo\r\n");
    say("th\rr\ree\n");                                 // a bare CR ends nothing
    say(std::string_view("fo\0ur\0\n", 7));             // nor does NUL
    say("fi\xFF\xF1ve\n");                              // NOP
    say("s\xFF\xFA\x18\x01what\xFF\xF0ix\n");           // a subnegotiation
    say("seven\xFF\xFA\x18\x01never ends\n");           // ... that ends with its line
    say("eig\xFF\xFD\x18ht\r\r\n");                     // a request (of which only TIMING-MARK is answered)
    say(std::string_view("\0\r\0\r\n", 5));             // nothing at all
    say("last\n");
    REQUIRE(guests.until([&] { return ann.has_heard("last\n"); }));
    CHECK(ann.lines() == lines{joined("ann"), std::string(welcome), "ann: one", "ann: two", "ann: three", "ann: four",
                               "ann: five", "ann: six", "ann: seven", "ann: eight", "ann: last"});
    CHECK(ann.heard.find('\0') == ann.heard.npos);
    CHECK(ann.heard.find('\r') == ann.heard.npos);
    CHECK(ann.heard.find('\xFF') == ann.heard.npos);
}

TEST_CASE_TEMPLATE("row 21: half a line and then the end is not delivered", P, PARLEY_MODELS) {
    house<P> home;
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    ann.say("whole\nhalf a li");
    SUBCASE("after a half-close") { ann.end_input(); }
    SUBCASE("after quitting") { ann.say("ne\n/quit\nmore than half\n"); }
    REQUIRE(guests.until([&] { return ann.over(); }));
    CHECK(ann.ended);
    CHECK(ann.heard_whole_lines_only());
    CHECK(ann.has_heard("ann: whole\n"));
    CHECK_FALSE(ann.has_heard("more"));
    ann.close();
    CHECK(home.forgets_all_but(0));
}

TEST_CASE_TEMPLATE("row 21: half a line and then the end: one leave notice for the others", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    guest& ann = guests.join("ann");
    ann.say("whole\nhalf a li");
    SUBCASE("a half-close") {
        ann.end_input();
        REQUIRE(guests.until([&] { return ann.over(); }));
    }
    SUBCASE("a close") {
        REQUIRE(guests.until([&] { return bob.has_heard("ann: whole\n") && ann.has_heard("ann: whole\n") && ann.unsent() == 0; }));
        ann.close();
    }
    REQUIRE(guests.until([&] { return bob.has_heard(left("ann")); }));
    CHECK(home.forgets_all_but(1));
    bob.say("end\n");
    REQUIRE(guests.until([&] { return bob.has_heard("bob: end\n"); }));
    CHECK(from_line(bob, "'ann'") == lines{joined("ann"), "ann: whole", left("ann"), "bob: end"});
}
