// SPDX-License-Identifier: MIT

#include <base/allocations.hpp>
#include <cstddef>
#include <doctest/doctest.h>
#include <exception>
#include <memory>
#include <new>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

namespace {

const std::string long_name = "somebody-with-a-very-long-name";
const std::string other_name = "the-same-one-with-another-name";
const std::string long_room = "#a-room-with-a-very-long-name";

/// Is every line of this whole?
bool whole(const std::string& heard) { return heard.empty() || heard.back() == '\n'; }

/// What must be true of a chat in which memory ran out once, when somebody comes later.
void check_sound(chat& app) {
    CHECK_FALSE(app.inside_hook());
    client late(app);
    late.hears();
    for (const std::string& name : {long_name, other_name}) {
        late.says(late.session.nickname().empty() ? name + "\n" : "/nick " + name + "\n");
        const std::string heard = late.hears();
        CAPTURE(heard);
        REQUIRE(late.session.nickname() == name);
    }
    late.says("/rooms\n");
    const std::string rooms = late.hears();
    CHECK(rooms.find("#a-room") == std::string::npos);
    late.says("hello\n");
    CHECK(late.hears() == other_name + ": hello\n");
}

/// One member says this, and each allocation in turn fails, and all after it. Returns how many there were.
template <class Prepare>
std::size_t fail_each(std::string_view bytes, Prepare&& prepare) {
    for (std::size_t good = 0;; ++good) {
        CAPTURE(bytes);
        CAPTURE(good);
        chat app({.history = 3});
        int reported = 0;
        app.hook.error = [&](std::exception_ptr) { ++reported; };
        client bob(app, "bob");
        bool met = false;
        {
            client one(app);
            prepare(one);
            hush(one, bob);
            {
                const allocations::failure none_left(good);
                one.says(bytes);
                met = none_left.met();
            }
            CHECK(reported <= 1);
            if (reported != 0) CHECK(one.gone());
            CHECK(whole(bob.hears()));
        }
        check_sound(app);
        if (!met) return good;
    }
}

std::size_t fail_each_of_member(std::string_view bytes) {
    return fail_each(bytes, [](client& one) { one.says(long_name + "\n"); });
}

}  // namespace

TEST_CASE("no memory while somebody logs in") {
    CHECK(fail_each(long_name + "\n", [](client&) {}) > 4);
    CHECK(fail_each("-\n/help\n", [](client&) {}) > 4);
}

TEST_CASE("no memory while somebody speaks") {
    CHECK(fail_each_of_member("hello, this is quite a long line\nand one more\n") > 1);
    CHECK(fail_each_of_member("half a line that is to be kept until its end") >= 1);
    CHECK(fail_each_of_member("/me waves to everybody in this room\n") > 1);
    CHECK(fail_each_of_member("/msg bob a line for you and nobody else\n") > 2);
}

TEST_CASE("no memory while somebody changes the name") { CHECK(fail_each_of_member("/nick " + other_name + "\n") > 2); }

TEST_CASE("no memory while somebody goes to another room and back") {
    CHECK(fail_each_of_member("/join " + long_room + "\n") > 3);
    CHECK(fail_each_of_member("/join " + long_room + "\nhello\n/leave\n") > 6);
}

TEST_CASE("no memory while somebody asks and leaves") {
    CHECK(fail_each_of_member("/who\n/rooms\n/foo\n") > 3);
    CHECK(fail_each_of_member("/quit\n") >= 1);
}

TEST_CASE("no memory for a new client: it is refused, and nobody else notices") {
    for (std::size_t good = 0;; ++good) {
        chat app({});
        client bob(app, "bob");
        std::unique_ptr<client> one;
        bool met = false;
        {
            const allocations::failure none_left(good);
            try {
                one = std::make_unique<client>(app);
            } catch (const std::bad_alloc&) {}
            met = none_left.met();
        }
        CHECK(app.counted.clients() == (one == nullptr ? 1 : 2));
        one.reset();
        bob.says("hello\n");
        CHECK(bob.hears() == "bob: hello\n");
        CHECK(app.counted.clients() == 1);
        if (!met) return;
    }
}

TEST_CASE("no memory for news from outside: nobody is harmed") {
    chat app({});
    client ann(app, "ann");
    CHECK(app.say("a text that is long enough to need memory"));
    CHECK(app.close("ann", "a reason that is long enough to need memory"));
    {
        const allocations::failure none_left(0);
        app.attend();
    }
    ann.turn();
    CHECK(whole(ann.hears()));
}

TEST_CASE("a member who is idle keeps no memory for what was said") {
    chat app({});
    client ann(app, "ann"), bob(app, "bob");
    ann.says("warm\n/me up\n");
    hush(ann, bob);
    const std::size_t before = allocations::held;
    for (int i = 0; i != 20; ++i) {
        std::string read;
        for (int k = 0; k != 200; ++k) read += "a line of some length, said by ann\n";
        ann.says(read).says("half").says(" a line\n");
        hush(ann, bob);
    }
    CHECK(allocations::held == before);
}
