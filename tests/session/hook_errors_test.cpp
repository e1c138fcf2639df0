// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <exception>
#include <functional>
#include <session/conversation.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using parley::member;

namespace {

/// An application whose error hook writes down what it is told.
struct watched {
    chat app{{}};
    std::vector<std::string> errors{};

    watched() {
        app.hook.error = [this](std::exception_ptr what) {
            CHECK(app.inside_hook());
            try {
                std::rethrow_exception(what);
            } catch (const std::exception& error) {
                errors.emplace_back(error.what());
            } catch (int number) {
                errors.push_back(std::to_string(number));
            }
        };
    }
};

}  // namespace

TEST_CASE("a message hook that throws ends that session and no other, and the error hook is told") {
    watched here;
    client ann(here.app, "ann"), bob(here.app, "bob");
    hush(ann, bob);
    here.app.hook.message = [](member& who, std::string_view) {
        if (who.nickname() == "ann") throw std::runtime_error("bad hook");
    };
    ann.says("one\ntwo\n");
    CHECK(ann.gone());
    CHECK_FALSE(bob.gone());
    CHECK(here.errors == std::vector<std::string>{"bad hook"});
    CHECK(ann.hears() == "ann: one\n");
    CHECK(bob.hears() == "ann: one\n'ann' has left the chat room!\n");
    bob.says("still here\n");
    CHECK(bob.hears() == "bob: still here\n");
    CHECK_FALSE(here.app.inside_hook());
}

TEST_CASE("a join hook that throws ends that session; its name is free again") {
    watched here;
    client bob(here.app, "bob"), ann(here.app);
    hush(ann, bob);
    here.app.hook.join = [](member&) { throw 42; };
    ann.says("ann\nhello\n");
    CHECK(ann.gone());
    CHECK(here.errors == std::vector<std::string>{"42"});
    CHECK(bob.hears() == "'ann' has just connected to the chat room!\n'ann' has left the chat room!\n");
    here.app.hook.join = nullptr;
    bob.says("/nick ann\n");
    CHECK(bob.hears() == "'bob' is now known as 'ann'.\n");
}

TEST_CASE("a command that throws ends that session") {
    watched here;
    client ann(here.app, "ann"), bob(here.app, "bob");
    hush(ann, bob);
    here.app.hook.commands["zap"] = {"/zap: throws", [](member& who, std::string_view) {
                                         who.reply("watch out");
                                         throw std::logic_error("zapped");
                                     }};
    ann.says("hi\n/zap\nlost\n");
    CHECK(ann.gone());
    CHECK(here.errors == std::vector<std::string>{"zapped"});
    CHECK(ann.hears() == "ann: hi\n-- watch out\n");
    CHECK(bob.hears() == "ann: hi\n'ann' has left the chat room!\n");
}

TEST_CASE("a leave hook that throws is told to the error hook, and harms nobody") {
    watched here;
    client bob(here.app, "bob");
    here.app.hook.leave = [](member&) { throw std::runtime_error("bad leave"); };
    {
        client ann(here.app, "ann"), eve(here.app, "eve");
        hush(bob);
        ann.says("/quit\n");
    }
    CHECK(here.errors == std::vector<std::string>{"bad leave", "bad leave"});
    CHECK(bob.hears() == "'ann' has left the chat room!\n'eve' has left the chat room!\n");
    CHECK_FALSE(bob.gone());
}

TEST_CASE("a hook and the leave hook after it may both throw") {
    watched here;
    here.app.hook.message = [](member&, std::string_view) { throw std::runtime_error("message"); };
    here.app.hook.leave = [](member&) { throw std::runtime_error("leave"); };
    client ann(here.app, "ann");
    ann.says("hi\n");
    CHECK(ann.gone());
    CHECK(here.errors == std::vector<std::string>{"leave", "message"});
}

TEST_CASE("an error hook that throws is swallowed") {
    chat app({});
    int told = 0;
    app.hook.error = [&](std::exception_ptr) {
        ++told;
        throw std::runtime_error("worse");
    };
    app.hook.message = [](member&, std::string_view) { throw std::runtime_error("bad"); };
    client ann(app, "ann"), bob(app, "bob");
    hush(ann, bob);
    ann.says("hi\n");
    CHECK(told == 1);
    CHECK(ann.gone());
    CHECK_FALSE(bob.gone());
    CHECK_FALSE(app.inside_hook());
    CHECK(bob.hears() == "ann: hi\n'ann' has left the chat room!\n");
}

TEST_CASE("without an error hook nothing else happens") {
    chat app({});
    app.hook.message = [](member&, std::string_view) { throw std::runtime_error("bad"); };
    client ann(app, "ann");
    ann.says("hi\n");
    CHECK(ann.gone());
}

TEST_CASE("a hook that closed its client and then throws is told once, and the reason stays") {
    watched here;
    client ann(here.app, "ann"), bob(here.app, "bob");
    hush(ann, bob);
    here.app.hook.message = [](member& who, std::string_view) {
        who.close("noise");
        throw std::runtime_error("bad");
    };
    ann.says("hi\n");
    CHECK(bob.hears() == "ann: hi\n'ann' has left the chat room! (noise)\n");
    CHECK(ann.hears() == "ann: hi\n-- You have been disconnected (noise); goodbye.\n");
    CHECK(here.errors == std::vector<std::string>{"bad"});
}
