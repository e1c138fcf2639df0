// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

TEST_CASE("/me tells everybody in the room what one does") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/me waves\n");
    CHECK(ann.hears() == "* ann waves\n");
    CHECK(bob.hears() == "* ann waves\n");
    ann.says("/me   waves  twice \n");
    CHECK(bob.hears() == "* ann waves  twice \n");
}

TEST_CASE("/msg is heard by its two people only") {
    chat app({});
    client ann(app, "ann"), bob(app, "Bob"), eve(app, "eve");
    hush(ann, bob, eve);
    ann.says("/msg bob hi there\n");
    CHECK(bob.hears() == "[from ann] hi there\n");
    CHECK(ann.hears() == "[to Bob] hi there\n");
    CHECK(eve.hears().empty());
}

TEST_CASE("/msg reaches other rooms, and oneself") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    bob.says("/join #tea\n");
    hush(ann, bob);
    ann.says("/msg bob hi\n");
    CHECK(bob.hears() == "[from ann] hi\n");
    CHECK(ann.hears() == "[to bob] hi\n");
    ann.says("/msg ann note\n");
    CHECK(ann.hears() == "[from ann] note\n[to ann] note\n");
}

TEST_CASE("/msg to nobody is told so, to who has left too") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    bob.says("/quit\n");
    hush(ann);
    ann.says("/msg bob hi\n/msg cid hi\n");
    CHECK(ann.hears() == "-- There is nobody called bob.\n-- There is nobody called cid.\n");
}

TEST_CASE("/nick tells everybody in the room the new name") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/nick anna\n");
    CHECK(ann.hears() == "'ann' is now known as 'anna'.\n");
    CHECK(bob.hears() == "'ann' is now known as 'anna'.\n");
    bob.says("/msg anna hi\n/msg ann hi\n");
    CHECK(bob.hears() == "[to anna] hi\n-- There is nobody called ann.\n");
    CHECK(ann.hears() == "[from bob] hi\n");
}

TEST_CASE("the old name is free after /nick, the new one is taken") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("/nick anna\n");
    hush(ann, bob);
    bob.says("/nick ANNA\n/nick ann\n");
    CHECK(bob.hears() == "-- That nickname is taken.\n'bob' is now known as 'ann'.\n");
}

TEST_CASE("/nick to a name that is taken or bad changes nothing") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/nick bob\n/nick -x\n/nick a b\n/nick " + std::string(33, 'x') + "\nhi\n");
    const std::string refused =
        "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.\n";
    CHECK(ann.hears() == "-- That nickname is taken.\n" + refused + refused + refused + "ann: hi\n");
    CHECK(bob.hears() == "ann: hi\n");
}

TEST_CASE("/nick may change the case of one's own name") {
    chat app({});
    client ann(app, "ann");
    ann.says("/nick ANN\nhi\n/nick bob\n");
    CHECK(ann.hears() == "'ann' is now known as 'ANN'.\nANN: hi\n'ANN' is now known as 'bob'.\n");
    client other(app, "Ann");
    CHECK(ann.hears() == "'Ann' has just connected to the chat room!\n");
}

TEST_CASE("/nick with the name that one has is no news: its sender is told so, and nobody else") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/nick ann\n");
    CHECK(ann.hears() == "-- You are 'ann' already.\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("a name of another case is free when its owner has left") {
    chat app({});
    client bob(app, "bob");
    {
        client ann(app, "ann");
        ann.says("/nick ANN\n");
    }
    hush(bob);
    bob.says("/nick ann\n");
    CHECK(bob.hears() == "'bob' is now known as 'ann'.\n");
}

TEST_CASE("/who and /rooms say who is where") {
    chat app({});
    client bob(app, "bob"), ann(app, "ann"), eve(app, "eve"), visitor(app);
    eve.says("/join #tea\n");
    hush(ann, bob, eve);
    ann.says("/who\n/rooms\n");
    CHECK(ann.hears() == "-- In #lobby: ann, bob.\n-- #lobby (2), #tea (1)\n");
    eve.says("/who\n/rooms\n");
    CHECK(eve.hears() == "-- In #tea: eve.\n-- #lobby (2), #tea (1)\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("/who knows of everybody who came, went and was renamed since it was last asked") {
    chat app({});
    client ann(app, "ann");
    ann.says("/who\n");
    client bob(app, "bob");
    hush(ann);
    ann.says("/who\n/nick eve\n/who\n");
    CHECK(ann.hears() == "-- In #lobby: ann, bob.\n'ann' is now known as 'eve'.\n-- In #lobby: bob, eve.\n");
    bob.says("/nick dan\n/join #tea\n");
    hush(ann);
    ann.says("/who\n");
    CHECK(ann.hears() == "-- In #lobby: eve.\n");
    bob.says("/leave\n");
    hush(ann);
    ann.says("/who\n");
    CHECK(ann.hears() == "-- In #lobby: dan, eve.\n");
    bob.says("/quit\n");
    hush(ann);
    ann.says("/who\n");
    CHECK(ann.hears() == "-- In #lobby: eve.\n");
}

TEST_CASE("/help lists every command, each in a line of the server's") {
    chat app({});
    client ann(app, "ann");
    ann.says("/help\n");
    CHECK(ann.hears() ==
          "-- /me TEXT: say what you do\n"
          "-- /msg NICKNAME TEXT: say it to one person only\n"
          "-- /nick NICKNAME: change your nickname\n"
          "-- /join #ROOM: go to another room\n"
          "-- /leave: go back to #lobby\n"
          "-- /who: who is in this room\n"
          "-- /rooms: which rooms there are\n"
          "-- /help: this list; //TEXT says /TEXT\n"
          "-- /quit: leave the chat\n");
}

TEST_CASE("an unknown command is answered with a hint, to its sender only") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/foo\n/foo bar\n/\n/QUIT\n/h\x1B[2Jx\n");
    CHECK(ann.hears() ==
          "-- Unknown command /foo; try /help.\n"
          "-- Unknown command /foo; try /help.\n"
          "-- Unknown command /; try /help.\n"
          "-- Unknown command /QUIT; try /help.\n"
          "-- Unknown command /h[2Jx; try /help.\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("a command that lacks something says how it is used, to its sender only") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/me\n/me   \n/msg\n/msg bob\n/msg bob   \n/nick\n");
    CHECK(ann.hears() ==
          "-- Usage: /me TEXT\n-- Usage: /me TEXT\n"
          "-- Usage: /msg NICKNAME TEXT\n-- Usage: /msg NICKNAME TEXT\n-- Usage: /msg NICKNAME TEXT\n"
          "-- Usage: /nick NICKNAME\n");
    CHECK(bob.hears().empty());
}

TEST_CASE("/quit tells the room, and ends one's own conversation without last words") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("/quit\n");
    CHECK(bob.hears() == "'ann' has left the chat room!\n");
    CHECK(ann.hears().empty());
    CHECK(ann.gone());
}

TEST_CASE("speech, actions and private lines are counted, commands are not") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("hi\n/me waves\n/msg bob hi\n//text\n/who\n/msg cid hi\n/me\n\n/foo\n");
    CHECK(app.counted.read(0).messages == 4);
}
