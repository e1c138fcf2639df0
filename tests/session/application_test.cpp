// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <parley/concurrency/policy.hpp>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

static_assert(parley::application<chat>);
static_assert(parley::session<chat::session_type>);

TEST_CASE("say() is told everybody in every room when the policy attends, and nobody in the doorway") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob"), visitor(app);
    bob.says("/join #tea\n");
    hush(ann, bob, visitor);
    CHECK(app.say("tea!"));
    CHECK(ann.hears().empty());
    const int woken = ann.waker.woken;
    app.attend();
    CHECK(ann.waker.woken == woken + 1);
    CHECK(ann.hears() == "-- tea!\n");
    CHECK(bob.hears() == "-- tea!\n");
    CHECK(visitor.hears().empty());
    app.attend();
    CHECK(ann.hears().empty());
}

TEST_CASE("every line that say() says is one of the server's, and clean") {
    chat app({});
    client ann(app, "ann");
    for (const std::string_view text : {"one\ntwo", "one\r\ntwo\n", "o\x1Bne\ntw\ao\n"}) {
        CHECK(app.say(text));
        app.attend();
        CHECK(ann.hears() == "-- one\n-- two\n");
    }
    CHECK(app.say("ann: \x80"));
    app.attend();
    CHECK(ann.hears() == "-- ann: \xEF\xBF\xBD\n");
    CHECK(app.say(std::string(100'000, 'x')));
    app.attend();
    CHECK(ann.hears() == "-- " + std::string(100'000, 'x') + "\n");
    CHECK(app.say(""));
    app.attend();
    CHECK(ann.hears().empty());
}

TEST_CASE("errands are done in the order in which they were asked for") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    CHECK(app.say("one"));
    CHECK(app.close("bob", "enough"));
    CHECK(app.say("two"));
    app.attend();
    CHECK(ann.hears() == "-- one\n-- two\n");
    bob.turn();
    CHECK(bob.hears() == "-- one\n-- two\n-- You have been disconnected (enough); goodbye.\n");
    CHECK(ann.hears() == "'bob' has left the chat room! (enough)\n");
}

TEST_CASE("say() and close() are refused when too much waits, and again taken after that") {
    chat app({});
    std::size_t accepted = 0;
    while (accepted != 100'000 && app.say("x")) ++accepted;
    CHECK(accepted == 1024);
    CHECK_FALSE(app.close("ann", ""));
    app.attend();
    CHECK(app.say("x"));
}

TEST_CASE("close() makes its client due, who then leaves in its own turn") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    CHECK(app.close("ANN", "be gone"));
    app.attend();
    CHECK_FALSE(ann.gone());
    CHECK(ann.session.deadline() == parley::at_once);
    CHECK(bob.hears().empty());
    ann.turn();
    CHECK(ann.gone());
    CHECK(ann.hears() == "-- You have been disconnected (be gone); goodbye.\n");
    CHECK(bob.hears() == "'ann' has left the chat room! (be gone)\n");
}

TEST_CASE("close() without a reason has one") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    CHECK(app.close("ann", ""));
    app.attend();
    ann.turn();
    CHECK(ann.hears() == "-- You have been disconnected (closed by the server); goodbye.\n");
    CHECK(bob.hears() == "'ann' has left the chat room! (closed by the server)\n");
}

TEST_CASE("close() of nobody, or of one who has left meanwhile, does nothing") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    CHECK(app.close("cid", ""));
    CHECK(app.close("ann", "late"));
    ann.says("/quit\n");
    app.attend();
    ann.turn();
    CHECK(ann.hears().empty());
    CHECK(bob.hears() == "'ann' has left the chat room!\n");
    CHECK_FALSE(bob.gone());
}

TEST_CASE("closing: everybody is told, in the doorway too, and nobody hears of the others' leaving") {
    chat app({.drain_limit = parley::milliseconds(3'000)});
    client ann(app, "ann"), bob(app, "bob"), visitor(app);
    bob.says("/join #tea\n");
    hush(ann, bob, visitor);
    const auto begin = parley::clock::now();
    const parley::time_point deadline = app.closing();
    CHECK(deadline >= parley::later(begin, parley::milliseconds(3'000)));
    CHECK(deadline <= parley::later(parley::clock::now(), parley::milliseconds(3'000)));
    for (client* one : {&ann, &bob, &visitor}) {
        CHECK(one->gone());
        CHECK(one->session.deadline() == deadline);
    }
    ann.session.end_of_input();
    bob.says("hello\n/quit\n").session.end_of_input();
    for (client* one : {&ann, &bob, &visitor}) CHECK(one->hears() == "-- The server is closing; goodbye.\n");
}

TEST_CASE("closing: what was accepted before is delivered before, and nothing is accepted after") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    bob.says("hello\n");
    CHECK(app.say("last"));
    app.closing();
    CHECK_FALSE(app.say("later"));
    CHECK_FALSE(app.close("ann", ""));
    bob.says("too late\n");
    app.attend();
    CHECK(ann.hears() == "bob: hello\n-- last\n-- The server is closing; goodbye.\n");
}

TEST_CASE("closing: who half read a line gets its rest before the last words") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    bob.says("hello\n");
    CHECK(ann.takes(3) == "bob");
    app.closing();
    CHECK(ann.hears() == ": hello\n-- The server is closing; goodbye.\n");
}

TEST_CASE("closing: the leave hook still learns of everybody, once") {
    chat app({});
    int left = 0;
    app.hook.leave = [&](parley::member&) { ++left; };
    {
        client ann(app, "ann"), bob(app, "bob"), visitor(app);
        app.closing();
        CHECK(left == 0);
    }
    CHECK(left == 2);
}

TEST_CASE("the client limit: full while so many are connected, with or without a name") {
    chat app({.client_limit = 2});
    CHECK_FALSE(app.full());
    client ann(app, "ann");
    CHECK_FALSE(app.full());
    {
        client visitor(app);
        CHECK(app.full());
        CHECK(app.refusal() == "-- The server is full; please try again later.\n");
        CHECK(app.counted.read(0).refused == 0);
        app.refused();
        app.refused();
    }
    CHECK_FALSE(app.full());
    CHECK(app.counted.read(0).refused == 2);
    CHECK(app.counted.read(0).accepted == 2);
}

TEST_CASE("a client limit of nothing is none") {
    chat app({});
    client ann(app), bob(app);
    CHECK_FALSE(app.full());
}
