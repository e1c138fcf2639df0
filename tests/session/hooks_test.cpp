// SPDX-License-Identifier: MIT

#include <algorithm>
#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>
#include <string_view>
#include <vector>

using parley::member;

TEST_CASE("the message hook is told each line that is said, after the room was") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    std::vector<std::string> seen;
    app.hook.message = [&](member& who, std::string_view text) {
        const std::string whose = std::string(who.nickname()).append(" in ").append(who.room());
        seen.push_back(whose + ": " + std::string(text) + " | " + bob.hears());
    };
    ann.says("one\n//two\n\nth\x1Bree\n");
    CHECK(seen == std::vector<std::string>{"ann in #lobby: one | ann: one\n", "ann in #lobby: /two | ann: /two\n",
                                           "ann in #lobby: three | ann: three\n"});
}

TEST_CASE("the message hook is not told of commands, private lines and names") {
    chat app({});
    int seen = 0;
    app.hook.message = [&](member&, std::string_view) { ++seen; };
    client ann(app, "ann");
    ann.says("/msg ann hi\n/who\n/foo\n/nick anna\n");
    CHECK(seen == 0);
    CHECK(app.counted.read(0).messages == 1);
}

TEST_CASE("a hook answers: to one, or to the room") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob"), eve(app, "eve");
    eve.says("/join #tea\n");
    hush(ann, bob, eve);
    app.hook.message = [](member& who, std::string_view text) {
        if (text == "ping") who.reply("pong");
        if (text == "all") who.tell_room("to all from " + who.nickname());
    };
    ann.says("ping\nall\nbye\n");
    CHECK(ann.hears() == "ann: ping\n-- pong\nann: all\n-- to all from ann\nann: bye\n");
    CHECK(bob.hears() == "ann: ping\nann: all\n-- to all from ann\nann: bye\n");
    CHECK(eve.hears().empty());
}

TEST_CASE("the join hook is told once, of everybody who has got a name, after they were welcomed") {
    chat app({});
    std::vector<std::string> seen;
    app.hook.join = [&](member& who) {
        seen.push_back(std::string(who.nickname()).append(" ").append(who.room()));
        who.reply("hello, " + who.nickname());
    };
    client ann(app);
    ann.says("-x\n");
    hush(ann);
    ann.says("ann\n");
    CHECK(ann.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n-- hello, ann\n");
    ann.says("/nick anna\n/join #tea\n/leave\n");
    CHECK(seen == std::vector<std::string>{"ann #lobby"});
}

TEST_CASE("a member is one object in all hooks about one client, whatever it is called") {
    chat app({});
    std::vector<const member*> seen;
    app.hook.join = app.hook.leave = [&](member& who) { seen.push_back(&who); };
    app.hook.message = [&](member& who, std::string_view) { seen.push_back(&who); };
    app.hook.commands["look"] = {"/look", [&](member& who, std::string_view) { seen.push_back(&who); }};
    client ann(app, "ann");
    ann.says("hi\n/nick anna\n/join #tea\nhi\n/look\n");
    client bob(app, "bob");
    ann.says("/quit\n");
    REQUIRE(seen.size() == 6);
    CHECK(std::count(seen.begin(), seen.end(), seen.front()) == 5);
    CHECK(seen[4] != seen.front());  // bob
    CHECK(seen.back() == seen.front());
}

TEST_CASE("the leave hook is told once, of everybody who had a name, after the room was") {
    chat app({});
    client bob(app, "bob");
    std::vector<std::string> seen;
    app.hook.leave = [&](member& who) {
        seen.push_back(std::string(who.nickname()).append(" ").append(who.room()) + "| " + bob.hears());
    };
    {
        client ann(app, "ann"), visitor(app);
        hush(bob);
        ann.says("/quit\n");
        visitor.says("/quit\n");
        ann.session.end_of_input();
    }
    CHECK(seen == std::vector<std::string>{"ann | 'ann' has left the chat room!\n"});
    bob.session.end_of_input();
    CHECK(seen.size() == 2);
}

TEST_CASE("a hook ends a connection: its client and the room are told the reason") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    app.hook.message = [](member& who, std::string_view text) { if (text == "darn") who.close("swearing"); };
    ann.says("hi\ndarn\nmore\n/me waves\n");
    CHECK(ann.gone());
    CHECK(ann.hears() == "ann: hi\nann: darn\n-- You have been disconnected (swearing); goodbye.\n");
    CHECK(bob.hears() == "ann: hi\nann: darn\n'ann' has left the chat room! (swearing)\n");
}

TEST_CASE("the join hook may turn somebody away") {
    chat app({});
    client bob(app, "bob"), ann(app);
    hush(ann, bob);
    app.hook.join = [](member& who) { who.close("not today"); };
    ann.says("ann\nhello\n");
    CHECK(ann.gone());
    CHECK(bob.hears() == "'ann' has just connected to the chat room!\n'ann' has left the chat room! (not today)\n");
}

TEST_CASE("a program's own command is run with its argument, in order with what else was said") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    //! [command]
    app.hook.commands["roll"] = {"/roll SIDES: throw a die", [](member& who, std::string_view sides) {
                                     who.tell_room(who.nickname() + " throws one of " + std::string(sides));
                                 }};
    app.hook.commands["hint"] = {"/hint: get a hint", [](member& who, std::string_view none) {
                                     who.reply(none.empty() ? "look up" : "look down");
                                 }};
    ann.says("one\n/roll  6 \n/hint\n/hint x\n/rol\ntwo\n");
    CHECK(ann.hears() ==
          "ann: one\n-- ann throws one of 6 \n-- look up\n-- look down\n"
          "-- Unknown command /rol; try /help.\nann: two\n");
    //! [command]
    CHECK(bob.hears() == "ann: one\n-- ann throws one of 6 \nann: two\n");
}

TEST_CASE("/help lists a program's own commands after the chat's") {
    chat app({});
    app.hook.commands["zap"] = {"/zap: do it", [](member&, std::string_view) {}};
    app.hook.commands["bow"] = {"/bow: bend", [](member&, std::string_view) {}};
    client ann(app, "ann");
    ann.says("/help\n");
    const std::string heard = ann.hears(), own = "-- /quit: leave the chat\n-- /bow: bend\n-- /zap: do it\n";
    REQUIRE(heard.size() > own.size());
    CHECK(heard.substr(heard.size() - own.size()) == own);
}

TEST_CASE("the chat's own commands cannot be replaced, and none works before a name is chosen") {
    chat app({});
    int run = 0;
    app.hook.commands["who"] = {"/who: mine", [&](member&, std::string_view) { ++run; }};
    app.hook.commands["zap"] = {"/zap: do it", [&](member&, std::string_view) { ++run; }};
    client ann(app);
    ann.says("/zap\nann\n");
    hush(ann);
    ann.says("/who\n");
    CHECK(ann.hears() == "-- In #lobby: ann.\n");
    CHECK(run == 0);
}

TEST_CASE("a hook may say something to everybody and close others: it is done when the policy attends") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    app.hook.message = [&](member&, std::string_view) {
        CHECK(app.inside_hook());
        CHECK(app.say("heard"));
        CHECK(app.close("bob", "noise"));
    };
    ann.says("hi\n");
    CHECK_FALSE(app.inside_hook());
    CHECK(bob.hears() == "ann: hi\n");
    app.attend();
    bob.turn();
    CHECK(bob.gone());
    CHECK(bob.hears() == "-- heard\n-- You have been disconnected (noise); goodbye.\n");
    CHECK(ann.hears() == "ann: hi\n-- heard\n'bob' has left the chat room! (noise)\n");
}

TEST_CASE("inside_hook() is about this application, and is true in hooks only") {
    chat app({}), other({});
    client ann(app, "ann"), bob(other, "bob");
    int checked = 0;
    other.hook.message = [&](member&, std::string_view) {
        CHECK(other.inside_hook());
        CHECK(app.inside_hook() == false);
        ++checked;
    };
    app.hook.message = [&](member&, std::string_view) {
        bob.says("nested\n");
        CHECK(app.inside_hook());
        CHECK_FALSE(other.inside_hook());
        ++checked;
    };
    ann.says("hi\n");
    CHECK(checked == 2);
    CHECK_FALSE(app.inside_hook());
}

TEST_CASE("whatever a hook says stays in lines of the server's") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    app.hook.message = [](member& who, std::string_view text) {
        if (text == "reply") who.reply("one\nbob: two\x1B[2J");
        if (text == "room") who.tell_room("one\nbob: two\x1B[2J");
        if (text == "close") who.close("one\nbob: two\x1B[2J");
    };
    ann.says("reply\nroom\nclose\n");
    const std::string heard = ann.hears() + bob.hears();
    CHECK(heard.find("\nbob: ") == std::string::npos);
    CHECK(heard.find('\x1B') == std::string::npos);
}
