// SPDX-License-Identifier: MIT

/// @file
/// Row 24 of the fault table: a hook of the embedding program throws. (`bad_alloc` is in tests/failures.)

#include "models.hpp"

#include <atomic>
#include <cstddef>
#include <doctest/doctest.h>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace faults_test;

namespace {

/// Remembers what the error hook was told.
class told_errors {
public:
    void operator()(const std::exception_ptr& what) {
        const std::lock_guard lock(mutex_);
        try {
            std::rethrow_exception(what);
        } catch (const std::exception& error) {
            texts_.emplace_back(error.what());
        } catch (...) {
            texts_.emplace_back("something else");
        }
    }
    std::vector<std::string> texts() const {
        const std::lock_guard lock(mutex_);
        return texts_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> texts_;
};

/// The last client that was there is closed, others may come, and the server stops in time.
template <class P>
void check_goes_on(house<P>& home, guest& victim) {
    CHECK(home.party.until([&] { return victim.over(); }));
    CHECK(victim.ended);
    victim.close();
    CHECK(home.forgets_all_but(0));
    guest& next = home.party.join("next");
    next.say("hello\n");
    CHECK(home.party.until([&] { return next.has_heard("next: hello\n"); }));
    next.say("/quit\n");
    CHECK(home.party.until([&] { return next.over(); }));
    next.close();
    CHECK(home.forgets_all_but(0));
    CHECK(home.close() < seconds(20));
}

}  // namespace

TEST_CASE_TEMPLATE("row 24: a hook throws: that client is closed, the error hook is told, the server goes on", P, PARLEY_MODELS) {
    house<P> home;
    told_errors errors;
    const auto is_victim = [](parley::member& one) { return one.nickname() == "victim"; };
    home.server.on_error([&](const std::exception_ptr& what) { errors(what); });
    std::string expected;
    SUBCASE("for a message") {
        expected = "message";
        home.server.on_message([&](parley::member& one, std::string_view text) {
            if (is_victim(one) && text == "bad") throw std::runtime_error("message");
        });
    }
    SUBCASE("for somebody who joins") {
        expected = "join";
        home.server.on_join([&](parley::member& one) {
            if (is_victim(one)) throw std::runtime_error("join");
        });
    }
    SUBCASE("for a command") {
        expected = "command";
        home.server.command("bad", "/bad: throws", [&](parley::member&, std::string_view) { throw std::runtime_error("command"); });
    }
    SUBCASE("something that is no std::exception") {
        expected = "something else";
        home.server.on_message([&](parley::member& one, std::string_view text) {
            if (is_victim(one) && text == "bad") throw 42;
        });
    }
    home.open();
    guest& victim = home.party.arrive();
    victim.say("victim\nbad\n/bad\nnever said\n");
    check_goes_on(home, victim);
    CHECK_FALSE(victim.has_heard("never said"));
    CHECK(errors.texts() == std::vector<std::string>{expected});
}

TEST_CASE_TEMPLATE("row 24: the hook for who leaves throws", P, PARLEY_MODELS) {
    house<P> home;
    told_errors errors;
    home.server.on_error([&](const std::exception_ptr& what) { errors(what); });
    home.server.on_leave([](parley::member& one) {
        if (one.nickname() == "victim") throw std::runtime_error("leave");
    });
    home.open();
    guest& victim = home.party.join("victim");
    SUBCASE("by quitting") { victim.say("/quit\n"); }
    SUBCASE("by a half-close") { victim.end_input(); }
    check_goes_on(home, victim);
    CHECK(errors.texts() == std::vector<std::string>{"leave"});
}

TEST_CASE_TEMPLATE("row 24: the error hook throws, too", P, PARLEY_MODELS) {
    house<P> home;
    std::atomic<int> told = 0;
    home.server.on_error([&](const std::exception_ptr&) {
        ++told;
        throw std::runtime_error("and this");
    });
    home.server.on_message([](parley::member& one, std::string_view) {
        if (one.nickname() == "victim") throw std::runtime_error("this");
    });
    home.open();
    guest& victim = home.party.join("victim");
    victim.say("bad\n");
    check_goes_on(home, victim);
    CHECK(told == 1);
}

TEST_CASE_TEMPLATE("row 24: others notice one leave notice and nothing else", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home;
    home.server.on_message([](parley::member&, std::string_view text) {
        if (text == "bad") throw std::runtime_error("message");
    });
    auto& guests = home.open().party;
    guest& bob = guests.join("bob");
    for (int i = 0; i != 10; ++i) {
        const std::string name = "victim" + std::to_string(i);
        guest& victim = guests.join(name);
        victim.say("good\nbad\nnever said\n");
        CHECK(guests.until([&] { return victim.over() && bob.has_heard(left(name) + "\n"); }));
        CHECK(bob.count(name + ": good") == 1);
        CHECK(bob.count(left(name)) == 1);
        CHECK_FALSE(bob.has_heard("never said"));
        bob.say(std::to_string(i) + "\n");
        CHECK(guests.until([&] { return bob.has_heard("bob: " + std::to_string(i) + "\n"); }));
    }
    CHECK(home.server.statistics().clients >= 1);
}
