// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "memory/failing_new.hpp"
#include "memory/transcripts.hpp"

using namespace memory_test;

namespace {

using application = parley::chat_application<parley::null_mutex, parley::observe::none>;

struct sleepless final : parley::waker {
    void wake() noexcept override {}
};

/// A client without a socket, and what a policy would do for it.
struct seat {
    std::string name;
    sleepless waker{};
    std::string heard{};
    bool released = false;
    std::unique_ptr<application::session_type> session{};

    void hear(std::string_view bytes) {
        if (session == nullptr || session->finished()) return;
        const meagre here;
        session->receive(bytes);
    }

    /// Takes what is pending, gives the session its turn, and lets it go when it has finished.
    void attend() {
        if (session == nullptr) return;
        std::string_view views[8];
        for (;;) {
            const std::span<const std::string_view> texts = [&] {
                const meagre here;
                return session->pending(views);
            }();
            if (texts.empty()) break;
            std::size_t count = 0;
            for (const std::string_view text : texts) {
                heard += text;
                count += text.size();
            }
            const meagre here;
            session->sent(count);
        }
        const meagre here;
        if (!session->finished()) {
            if (session->deadline() <= parley::clock::now()) session->expire(parley::clock::now());
            return;  // its last words come first
        }
        session->end_of_input();
        session.reset();
    }
};

/// A chat without a policy.
struct table {
    explicit table(std::size_t history = 0) : app(parley::options{.line_limit = 60, .history = history}, {}) { memory_test::spared = true; }

    seat& open(const std::string& name) {
        seat& made = seats.emplace_back();
        made.name = name;
        for (int attempt = 0; made.session == nullptr && attempt != 8; ++attempt) {
            try {
                const meagre here;
                made.session.reset(new application::session_type(app.open(made.waker, {})));
            } catch (const std::bad_alloc&) {  // this one is refused; here it tries again
            }
        }
        REQUIRE(made.session != nullptr);
        say(made, name + "\n");
        return made;
    }

    void say(seat& speaker, std::string_view bytes) {
        speaker.hear(bytes);
        attend_all();
    }

    void attend_all() {
        for (int round = 0; round != 3; ++round)  // what one does may be news to another
            for (seat& one : seats) one.attend();
    }

    transcripts heard() const {
        transcripts all;
        for (const seat& one : seats)
            if (one.session != nullptr || one.released) all[one.name] = one.heard;
        return all;
    }

    // What the lobby is asked, it is asked with its mutex.
    bool is_free(const std::string& name) {
        const std::lock_guard lock(app.lobby.mutex);
        return app.lobby.find(name) == nullptr;
    }
    std::string rooms() {
        const std::lock_guard lock(app.lobby.mutex);
        return app.lobby.list_rooms();
    }

    application app;
    std::list<seat> seats{};
};

// Names too long to be kept without memory, none part of another.
const std::string ann = "ann.with.a.very.long.name", bob = "bob.with.a.very.long.name", cleo = "cleo.with.a.very.long.name",
                  cleo_then = "cleo.with.another.long.name", dora = "dora.with.a.very.long.name";

/// Closes whoever says something, and thinks nothing of it when there is no memory for that.
void close_whoever_speaks(parley::member& who, std::string_view) {
    try {
        who.close("a reason that is too long to be kept without memory");
    } catch (const std::bad_alloc&) {
    }
}

/// Every kind of thing that people do.
void talk(table& all) {
    seat& first = all.open(ann);
    all.say(first, "/rooms\n/who\n/help\n");
    seat& second = all.open(bob);
    seat& third = all.open(cleo);
    all.say(first, "hello everybody, how do you do today\n");
    all.say(second, "a line that comes in ");
    all.say(second, "two parts\nand another one\n//and/a/slash\n");
    all.say(second, "/me waves to everybody here\n");
    all.say(first, std::string(100, 'x') + "\n");
    all.say(third, "/msg " + ann + " psst, a secret for you\n");
    all.say(third, "/nick " + cleo_then + "\n");
    all.say(third, "/join #tea.with.a.very.long.name\n");
    all.say(third, "talking to myself in here, am I\n");
    all.say(second, "/join #tea.with.a.very.long.name\n");
    all.say(second, "not any more, you are not\n");
    all.say(third, "/leave\n");
    all.say(second, "/leave\n/unknown command\n/msg nobody.at.all.of.that.name hi\n");
    second.released = second.session != nullptr;
    all.say(second, "one last thing\n/quit\n");
    all.say(first, "good bye then\n");
}

/// Names and rooms are free again, and everybody who comes is served.
void check_afterwards(table& all) {
    for (seat& one : all.seats) {
        one.released = true;
        if (one.session != nullptr) one.session->end_of_input();
    }
    all.attend_all();
    for (const std::string& name : {ann, bob, cleo, cleo_then, dora}) CHECK_MESSAGE(all.is_free(name), name);
    CHECK(all.rooms() == "#lobby (0)");
    all.seats.clear();
    seat& fresh = all.open(ann);
    all.say(fresh, "hello again\n");
    CHECK(fresh.heard.find(ann + ": hello again\n") != fresh.heard.npos);
}

transcripts reference() {
    table all;
    talk(all);
    return all.heard();
}

}  // namespace

TEST_CASE("each allocation of a conversation fails once: one client is lost, nobody else notices") {
    const transcripts expected = reference();
    REQUIRE(expected.size() == 3);
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        table all;
        shortage short_of_it(nth);
        talk(all);
        short_of_it.end();
        check_against(expected, all.heard(), {bob});
        CHECK(all.is_free(bob));
        check_afterwards(all);
        if (short_of_it.struck(nth)) continue;
        CHECK(nth > 100);
        return;
    }
}

TEST_CASE("a few allocations in a row fail: clients are lost, the chat goes on") {
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        table all(3);
        shortage short_of_it(nth, 4);
        talk(all);
        short_of_it.end();
        check_afterwards(all);
        if (!short_of_it.struck(nth)) return;
    }
}

TEST_CASE("no memory for what the embedding program asks for: it is told so, or nothing happens") {
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        table all;
        seat& first = all.open(ann);
        seat& second = all.open(bob);
        shortage short_of_it(nth);
        for (const bool asked_to_close : {false, true}) {
            try {
                const meagre here;
                if (asked_to_close)
                    all.app.close(bob, "a reason that is rather long, too");
                else
                    all.app.say("a notice that is rather long");
            } catch (const std::bad_alloc&) {  // that is how it is told
            }
            {
                const meagre here;
                all.app.attend();
            }
            all.attend_all();
        }
        short_of_it.end();
        all.say(first, "I am still here\n");
        const bool first_lives = first.session != nullptr && first.heard.find(ann + ": I am still here\n") != first.heard.npos;
        CHECK_MESSAGE((first_lives || second.session != nullptr), "at most one is lost");
        CHECK(all.is_free(bob) == (second.session == nullptr));
        const bool struck = short_of_it.struck(nth);
        if (!struck)
            CHECK_MESSAGE(second.heard.ends_with("-- You have been disconnected (a reason that is rather long, too); goodbye.\n"), second.heard);
        check_afterwards(all);
        if (!struck) return;
    }
}

TEST_CASE("no memory while the server closes: everybody who can be told is told") {
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        table all;
        all.open(ann);
        all.open(bob);
        shortage short_of_it(nth);
        {
            const meagre here;
            all.app.closing();
        }
        all.attend_all();
        short_of_it.end();
        std::size_t told = 0;
        for (const seat& one : all.seats) {
            CHECK(one.session == nullptr);
            told += one.heard.ends_with("-- The server is closing; goodbye.\n");
        }
        CHECK(told >= 1);
        if (!short_of_it.struck(nth)) return;
    }
}

TEST_CASE("memory runs out while a hook closes somebody, and the hook goes on: gone or inside, never neither") {
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        table all;
        all.app.hook.message = close_whoever_speaks;
        seat& one = all.open(ann);
        shortage short_of_it(nth);
        one.hear("hello everybody, how do you do today\n");
        short_of_it.end();
        CHECK(one.session->finished() == one.session->room().empty());
        if (short_of_it.struck(nth)) continue;
        CHECK(one.session->finished());
        return;
    }
}
