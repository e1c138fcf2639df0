// SPDX-License-Identifier: MIT

/// @file
/// What is promised to an observer of a chat: the order of what it is told, and that no lock is held meanwhile.

#include <doctest/doctest.h>
#include <parley/observe/none.hpp>
#include <session/conversation.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// A lock that says whether any of its kind is held. Everything here happens on one thread.
struct counted_mutex {
    void lock() noexcept { ++held; }
    void unlock() noexcept { --held; }
    static inline int held = 0;
};

/// Writes down what it is told, and how many locks were held.
struct lock_watcher {
    void listening(std::string_view) noexcept {}
    void connected(std::string_view) noexcept { add("connected"); }
    void named(std::string_view who) noexcept { add("named " + std::string(who)); }
    void renamed(std::string_view before, std::string_view after) noexcept {
        add("renamed " + std::string(before) + " " + std::string(after));
    }
    void left(std::string_view who, std::string_view why) noexcept {
        add("left " + std::string(who) + " (" + std::string(why) + ")");
    }
    void refused() noexcept { add("refused"); }
    void add(std::string what) const {
        seen->push_back(counted_mutex::held == 0 ? what : what + ", with a lock held");
    }

    std::vector<std::string>* seen;
};

using watched_chat = parley::chat_application<counted_mutex, lock_watcher>;
using watched_client = client_of<watched_chat>;

}  // namespace

TEST_CASE("an observer is told in order, and with no lock of the chat's held") {
    std::vector<std::string> seen;
    watched_chat app({}, lock_watcher{&seen});
    {
        watched_client ann(app, "ann"), bob(app, "bob"), nameless(app);
        bob.says("/nick anna\n/nick ann\n/nick robert\n/join #tea\n/quit\n");
        app.refused();
        CHECK(app.close("ann", "tea time"));
        app.attend();
        ann.turn();
        REQUIRE(ann.gone());
    }
    CHECK(seen == std::vector<std::string>{"connected", "named ann", "connected", "named bob", "connected",
                                           "renamed bob anna", "renamed anna robert", "left robert ()", "refused",
                                           "left ann (tea time)"});
}

TEST_CASE("an observer is told of those who are too slow with no lock of the chat's held") {
    std::vector<std::string> seen;
    watched_chat app({.outbox_limit = 100}, lock_watcher{&seen});
    watched_client ann(app, "ann"), bob(app, "bob");
    seen.clear();
    ann.says(std::string(50, 'x') + "\n");
    bob.takes(1);  // the kernel has no room for the rest
    ann.says(std::string(100, 'y') + "\n");
    bob.turn();
    CHECK(bob.gone());
    CHECK(seen == std::vector<std::string>{"left bob (too slow)"});
}
