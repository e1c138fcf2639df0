// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <memory>
#include <session/conversation.hpp>
#include <string>

TEST_CASE("a disconnect is told the room once, without a reason") {
    chat app({});
    client bob(app, "bob");
    {
        client ann(app, "ann");
        hush(ann, bob);
        ann.session.end_of_input();
        CHECK(bob.hears() == "'ann' has left the chat room!\n");
    }
    CHECK(bob.hears().empty());
}

TEST_CASE("a session that is destroyed without a word has left, too") {
    chat app({});
    fake_waker waker;
    client bob(app, "bob");
    {
        auto ann = app.open(waker, {});
        ann.receive("ann\n");
        hush(bob);
    }
    CHECK(bob.hears() == "'ann' has left the chat room!\n");
}

TEST_CASE("half a line is not delivered when its sender leaves") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("whole\nhal").session.end_of_input();
    CHECK(bob.hears() == "ann: whole\n'ann' has left the chat room!\n");
}

TEST_CASE("half a name is no name") {
    chat app({});
    client bob(app, "bob");
    {
        client visitor(app);
        visitor.says("ann").session.end_of_input();
        CHECK(visitor.gone());
    }
    CHECK(bob.hears().empty());
}

TEST_CASE("a half-close: what is due is delivered, what comes later is not queued") {
    chat app({});
    client bob(app, "bob"), ann(app);
    ann.says("ann\nhello\n").session.end_of_input();
    CHECK(ann.gone());
    bob.says("too late\n");
    CHECK(ann.hears() == prompt + "'ann' has just connected to the chat room!\nYou are now connected!\nann: hello\n");
    CHECK(ann.hears().empty());
}

TEST_CASE("who has left hears nothing more") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("/quit\n");
    hush(ann, bob);
    bob.says("hello\n/msg ann hi\n");
    app.say("tea!");
    app.attend();
    CHECK(ann.hears().empty());
    CHECK(bob.hears() == "bob: hello\n-- There is nobody called ann.\n-- tea!\n");
}

TEST_CASE("what comes after the end is not heard") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.session.end_of_input();
    ann.says("hello\n/me waves\n/nick x\n");
    CHECK(bob.hears() == "'ann' has left the chat room!\n");
}

TEST_CASE("/quit, end of input and destruction together are one leaving") {
    chat app({});
    client bob(app, "bob");
    {
        client ann(app, "ann");
        hush(bob);
        ann.says("/quit\n");
        ann.session.end_of_input();
        ann.session.end_of_input();
    }
    CHECK(bob.hears() == "'ann' has left the chat room!\n");
}

TEST_CASE("sessions that are gone are never told, whatever goes on") {
    chat app({});
    auto bob = std::make_unique<client>(app, "bob");
    for (int i = 0; i != 50; ++i) {
        auto ann = std::make_unique<client>(app, "ann"), visitor = std::make_unique<client>(app);
        if (i % 2 == 0) ann->says("/join #tea\n");
        if (i % 3 == 0) ann->says("/nick eve\n");
        if (i % 5 == 0) ann->says("/quit\n");
        ann.reset();
        bob->says("hello\n/msg ann hi\n/msg eve hi\n/who\n/rooms\n");
        visitor.reset();
        app.say("tea!");
        app.close("ann", "");
        app.attend();
    }
    const std::string heard = bob->hears();
    CHECK(heard.find("[to ") == std::string::npos);
    CHECK(heard.substr(heard.size() - 8) == "-- tea!\n");
    CHECK(app.counted.clients() == 1);
    app.closing();
    bob.reset();
    CHECK(app.counted.clients() == 0);
}

TEST_CASE("who leaves politely has the farewell limit to read what is due, anew with each bit that is read") {
    chat app({.farewell_limit = parley::milliseconds(7'000)});
    client ann(app, "ann");
    ann.says("hello\n");
    const auto begin = parley::clock::now();
    ann.says("/quit\n");
    CHECK(ann.session.deadline() >= parley::later(begin, parley::milliseconds(7'000)));
    CHECK(ann.session.deadline() <= parley::later(parley::clock::now(), parley::milliseconds(7'000)));
    CHECK(ann.takes(3) == "ann");
    CHECK(ann.hears() == ": hello\n");
}

TEST_CASE("bytes and clients are counted") {
    chat app({});
    {
        client ann(app);
        ann.says("ann\n").says("hi");
        const std::string heard = ann.hears();
        const parley::statistics read = app.counted.read(1);
        CHECK(read.clients == 1);
        CHECK(read.accepted == 1);
        CHECK(read.bytes_received == 6);
        CHECK(read.bytes_sent == heard.size());
    }
    CHECK(app.counted.read(1).clients == 0);
    CHECK(app.counted.read(1).accepted == 1);
}
