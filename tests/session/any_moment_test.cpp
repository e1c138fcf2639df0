// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <functional>
#include <mutex>
#include <session/conversation.hpp>
#include <string>

namespace {

/// A lock of one thread that lets another thread "run" at a moment of our choice: when for the nth time no lock is
/// held any more. So every interleaving of a session's turn with one errand from outside is tried, without threads.
struct interrupted_mutex {
    static inline int held = 0;
    static inline int moments = 0;  // until it is time; 0: never
    static inline std::function<void()> errand{};

    void lock() noexcept { ++held; }
    void unlock() {
        if (--held == 0 && moments != 0 && --moments == 0) errand();
    }
};

struct interrupted_chat : parley::chat_application<interrupted_mutex, parley::observe::none> {
    interrupted_chat() : chat_application(parley::options{}, {}) {}
};

using guest = client_of<interrupted_chat>;

/// Runs `turn`, with `errand` at its nth moment. False when there are not so many.
template <class Turn>
bool interrupted_at(int moment, std::function<void()> errand, Turn&& turn) {
    bool ran = false;
    interrupted_mutex::errand = [&] {
        ran = true;
        errand();
    };
    interrupted_mutex::moments = moment;
    turn();
    interrupted_mutex::moments = 0;
    return ran;
}

}  // namespace

TEST_CASE("close() of somebody who is just logging in and speaking is not lost, at whatever moment it comes") {
    int moment = 1;
    for (bool met = true; met; ++moment) {
        interrupted_chat app;
        guest bob(app, "bob"), ann(app);
        bool found = false;
        met = interrupted_at(
            moment,
            [&] {
                {
                    const std::lock_guard lock(app.lobby.mutex);
                    found = app.lobby.find("ann") != nullptr;
                }
                CHECK(app.close("ann", "enough"));
                app.attend();
            },
            [&] { ann.says("ann\nhello\n/join #tea\n/leave\n"); });
        ann.turn();
        CAPTURE(moment);
        CHECK(ann.gone() == found);
    }
    CHECK(moment > 3);
}

TEST_CASE("close() of somebody who has a turn just then is not lost") {
    int moment = 1;
    for (bool met = true; met; ++moment) {
        interrupted_chat app;
        guest ann(app, "ann");
        met = interrupted_at(
            moment,
            [&] {
                CHECK(app.close("ann", "enough"));
                app.attend();
            },
            [&] { ann.session.expire(parley::clock::now()); });
        ann.turn();
        CAPTURE(moment);
        CHECK(ann.gone() == met);
    }
    CHECK(moment > 2);
}

TEST_CASE("say() at any moment of a turn is heard once, between whole lines") {
    int moment = 1;
    for (bool met = true; met; ++moment) {
        interrupted_chat app;
        guest bob(app, "bob"), ann(app, "ann");
        hush(ann, bob);
        met = interrupted_at(
            moment,
            [&] {
                CHECK(app.say("tea!"));
                app.attend();
            },
            [&] { ann.says("one\n/me waves\n/nick anna\ntwo\n"); });
        std::string heard = bob.hears();
        CAPTURE(moment);
        CHECK(ann.hears() == heard);
        const std::size_t at = heard.find("-- tea!\n");
        CHECK((at != std::string::npos) == met);
        if (at != std::string::npos) CHECK((at == 0 || heard[at - 1] == '\n'));
        if (at != std::string::npos) heard.erase(at, 8);
        CHECK(heard == "ann: one\n* ann waves\n'ann' is now known as 'anna'.\nanna: two\n");
    }
    CHECK(moment > 3);
}

TEST_CASE("closing at any moment of a turn: everybody hears it last, and nobody hears of leaving") {
    int moment = 1;
    for (bool met = true; met; ++moment) {
        interrupted_chat app;
        guest bob(app, "bob"), ann(app);
        hush(ann, bob);
        met = interrupted_at(moment, [&] { app.closing(); },
                             [&] { ann.says("ann\nhello\n/join #tea\n/msg bob hi\n"); });
        if (!met) app.closing();
        ann.session.end_of_input();
        const std::string last = "-- The server is closing; goodbye.\n";
        CAPTURE(moment);
        for (guest* one : {&ann, &bob}) {
            const std::string heard = one->hears();
            CHECK(one->gone());
            CHECK(heard.find(last) == heard.size() - last.size());
            CHECK(heard.find("left") == std::string::npos);
        }
    }
    CHECK(moment > 3);
}

TEST_CASE("another who takes the name at any moment: exactly one has it") {
    int moment = 1;
    for (bool met = true; met; ++moment) {
        interrupted_chat app;
        guest ann(app), other(app);
        met = interrupted_at(moment, [&] { other.says("ann\n"); }, [&] { ann.says("ann\n"); });
        if (!met) other.says("ann\n");
        CAPTURE(moment);
        CHECK((ann.session.nickname() == "ann") != (other.session.nickname() == "ann"));
    }
    CHECK(moment > 2);
}
