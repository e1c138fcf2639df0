// SPDX-License-Identifier: MIT

/// @file
/// What an embedding program may say, watch and answer: say(), close(), a bot, a command of its own, a hook that
/// throws; and the counters.

#include "../chat_over_sockets/served.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

using namespace chat_over_sockets;
using parley::member;
using parley::testing::conversation;

namespace {

/// A server whose hooks are set before it starts.
template <class Policy>
struct hooked {
    explicit hooked(const std::function<void(parley::server<Policy>&)>& prepare) : talk(server.port()) {
        prepare(server);
        server.start();
    }
    parley::server<Policy> server{parley::options{.port = 0}};
    conversation talk;
};

/// What several threads write down.
struct notes {
    void add(std::string text) {
        const std::lock_guard lock(mutex);
        lines.push_back(std::move(text));
    }
    std::vector<std::string> read() {
        const std::lock_guard lock(mutex);
        return lines;
    }
    std::mutex mutex;
    std::vector<std::string> lines;
};

/// A reading of the counters that fulfils the condition, or the last one before patience ends: what a client hears may
/// be counted a moment later.
template <class Server, class Condition>
parley::statistics statistics_when(const Server& server, Condition&& fulfilled) {
    const parley::time_point deadline = parley::testing::time_limit();
    parley::statistics now = server.statistics();
    for (; !fulfilled(now) && parley::clock::now() < deadline; now = server.statistics()) std::this_thread::yield();
    return now;
}

}  // namespace

TEST_CASE_TEMPLATE("say() before run(), from other threads, from a hook, and after stop()", Policy, EVERY_POLICY) {
    hooked<Policy> chat([](auto& server) {
        CHECK(server.say("before anybody is here"));
        server.on_message([&](member&, std::string_view text) { if (text == "tea?") server.say("tea!"); });
    });
    auto& ann = chat.talk.join("ann");
    std::vector<std::thread> sayers;
    for (int i = 0; i != 4; ++i)
        sayers.emplace_back([&] {
            for (int times = 0; times != 50; ++times) CHECK(chat.server.say("news"));
        });
    for (std::thread& one : sayers) one.join();
    for (int i = 0; i != 200; ++i) ann.hears_next("-- news");
    ann.says("tea?").hears_next({"ann: tea?", "-- tea!"});
    CHECK(chat.server.say("two\r\nlines\x1b[31m"));
    ann.hears_next({"-- two", "-- lines[31m"});
    chat.server.stop();
    ann.hears_next("-- The server is closing; goodbye.").is_closed().hangs_up();
    chat.server.wait();
    CHECK_FALSE(chat.server.say("too late"));
    CHECK_FALSE(chat.server.close("ann"));
}

TEST_CASE_TEMPLATE("say() is false when too much is waiting to be said", Policy, EVERY_POLICY) {
    parley::server<Policy> server({.port = 0});
    int accepted = 0;
    while (accepted != 1'000'000 && server.say("news")) ++accepted;
    CHECK(accepted == 1024);
    CHECK_FALSE(server.say("one more"));
    server.start();
    while (!server.say("there is room again")) std::this_thread::yield();
}

TEST_CASE_TEMPLATE("close() tells a client and their room why", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat({.farewell_limit = parley::milliseconds(60'000)});  // the room does not wait for it
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    CHECK(chat.server.close("BOB", "rude"));
    bob.hears_next("-- You have been disconnected (rude); goodbye.").is_closed();
    ann.hears_next("'bob' has left the chat room! (rude)");
    CHECK(chat.server.close("nobody", "is there"));
    ann.says("/who").hears_nothing_before("-- In #lobby: ann.");
}

TEST_CASE_TEMPLATE("a bot watches and answers; a hook may close", Policy, EVERY_POLICY) {
    notes seen;
    hooked<Policy> chat([&](auto& server) {
        server.on_message([&](member& from, std::string_view text) {
            seen.add(from.nickname() + " in " + std::string(from.room()) + ": " + std::string(text));
            if (text == "!time") from.reply("It is tea time.");
            if (text == "!tell") from.tell_room("Tea!");
            if (text == "!bye") from.close("as you wish");
        });
        server.on_join([&](member& who) { seen.add(who.nickname() + " has come"); });
        server.on_leave([&](member& who) { seen.add(who.nickname() + " has gone"); });
    });
    auto& ann = chat.talk.join("ann");
    ann.sends("!time\nplain\n!tell\n/nick anna\n!bye\nunheard\n");
    ann.hears_next({"ann: !time", "-- It is tea time.", "ann: plain", "ann: !tell", "-- Tea!",
                    "'ann' is now known as 'anna'.", "anna: !bye"});
    ann.hears_next("-- You have been disconnected (as you wish); goodbye.").is_closed();
    CHECK(seen.read() == std::vector<std::string>{"ann has come", "ann in #lobby: !time", "ann in #lobby: plain",
                                                  "ann in #lobby: !tell", "anna in #lobby: !bye", "anna has gone"});
}

TEST_CASE_TEMPLATE("a command of the program's own", Policy, EVERY_POLICY) {
    hooked<Policy> chat([](auto& server) {
        server.command("roll", "/roll SIDES: throw a die", [](member& from, std::string_view sides) {
            from.tell_room(from.nickname() + " throws " + (sides.empty() ? "6" : std::string(sides)));
        });
    });
    auto& ann = chat.talk.join("ann");
    ann.says("/roll 20").hears_next("-- ann throws 20");
    ann.says("/roll").hears_next("-- ann throws 6");
    ann.says("/help").hears("-- /roll SIDES: throw a die");
    ann.says("/rol").hears_next("-- Unknown command /rol; try /help.");
}

TEST_CASE("a command that no line can call is refused, with the reason") {
    parley::server<parley::select_loop> server({.port = 0});
    const auto refusal = [&](const std::string& name) -> std::string {
        try {
            server.command(name, "/" + name, [](member&, std::string_view) {});
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "taken";
    };
    CHECK(refusal("roll") == "taken");
    CHECK(refusal("W\xC3\xBCrfel-2") == "taken");
    CHECK(refusal("Help") == "taken");  // commands have a case
    CHECK(refusal("") == "command \"\": a command needs a name");
    CHECK(refusal("/slash") == "command \"/slash\": its name goes without the slash");
    for (const std::string name : {"two words", " front", "back ", " "})
        CHECK(refusal(name) == "command \"" + name + "\": its name is one word");
    for (const std::string name : {"me", "help", "quit"})
        CHECK(refusal(name) == "command \"" + name + "\": the chat has that command itself, and it cannot be replaced");
    for (const std::string name : {"a\tb", "a\nb", "\x1B", "\xFF", "\xC2\x85"})
        CHECK(refusal(name) == "command \"" + name + "\": no line holds control characters or invalid UTF-8");
}

TEST_CASE_TEMPLATE("a hook that throws ends its client's session, and no other", Policy, EVERY_POLICY) {
    notes errors;
    hooked<Policy> chat([&](auto& server) {
        server.on_message([](member&, std::string_view text) {
            if (text == "boom") throw std::runtime_error("a bug");
        });
        server.on_error([&](std::exception_ptr what) {
            try {
                std::rethrow_exception(what);
            } catch (const std::exception& error) {
                errors.add(error.what());
            }
            throw std::runtime_error("another bug");  // swallowed
        });
    });
    auto& bob = chat.talk.join("bob");
    if (Policy::serves_together) {
        auto& ann = chat.talk.join("ann");
        bob.hears_next("'ann' has just connected to the chat room!");
        ann.sends("one\nboom\ntwo\n").hears_next({"ann: one", "ann: boom"}).is_closed();
        bob.hears_next({"ann: one", "ann: boom", "'ann' has left the chat room!"});
        bob.says("fine").hears_next("bob: fine");
    }
    bob.says("boom").hears_next("bob: boom").is_closed().hangs_up();
    chat.talk.join("sam").says("fine").hears_next("sam: fine");
    CHECK(errors.read() == std::vector<std::string>(Policy::serves_together ? 2 : 1, "a bug"));
}

TEST_CASE_TEMPLATE("counters can be read while it runs, and return to where they were", Policy, EVERY_POLICY) {
    NEEDS_TWO_CLIENTS(Policy);
    served<Policy> chat({.client_limit = 2});
    const std::size_t threads = chat.server.statistics().threads;
    const bool a_thread_each = std::is_same_v<Policy, parley::thread_per_client>;
    std::atomic<bool> enough{false};
    std::thread reader([&] { while (!enough) (void)chat.server.statistics(); });
    auto& ann = chat.talk.join("ann");
    auto& bob = chat.talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    chat.talk.connect("too many").hears_next("-- The server is full; please try again later.").is_closed();
    ann.says("hello");
    for (auto* one : {&ann, &bob}) one->hears_next("ann: hello");
    const parley::statistics middle = statistics_when(chat.server, [&](const parley::statistics& now) {
        return now.refused == 1 && (!a_thread_each || now.threads == threads + 2);
    });
    CHECK(middle.clients == 2);
    CHECK(middle.accepted == 2);
    CHECK(middle.refused == 1);
    CHECK(middle.messages == 1);
    CHECK(middle.bytes_received == std::string_view("ann\nbob\nhello\n").size());
    CHECK(middle.dropped == 0);
    CHECK(middle.threads == threads + (a_thread_each ? 2 : 0));
    chat.talk.everybody_hangs_up();
    const parley::statistics after = statistics_when(
        chat.server, [&](const parley::statistics& now) { return now.clients == 0 && now.threads == threads; });
    CHECK(after.clients == 0);
    CHECK(after.threads == threads);
    CHECK(after.accepted == 2);
    enough = true;
    reader.join();
}
