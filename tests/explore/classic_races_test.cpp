// SPDX-License-Identifier: MIT

/// @file
/// Classic bugs of programs with threads, each in as few lines as it needs, and each mended: the explorer finds the one
/// and walks all orders of the other.

#include <doctest/doctest.h>
#include <algorithm>
#include <list>
#include <memory>
#include <mutex>
#include <parley/testing/explore.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "found.hpp"

namespace {

/// A queue of one sender and one receiver. `asks_once`: whether something is there is asked with the lock, and slept
/// without asking again.
struct queue {
    void put(int item) {
        {
            const std::lock_guard lock(mutex);
            items.push_back(item);
        }
        filled.notify_one();
    }
    int take() {
        if (asks_once && is_empty()) {
            std::unique_lock lock(mutex);
            filled.wait(lock);
        }
        std::unique_lock lock(mutex);
        filled.wait(lock, [this] { return !items.empty(); });
        const int item = items.front();
        items.erase(items.begin());
        return item;
    }
    bool is_empty() {
        const std::lock_guard lock(mutex);
        return items.empty();
    }

    bool asks_once;
    explore::mutex mutex{"queue"};
    explore::condition_variable filled{"filled"};
    std::vector<int> items{};  // guarded by mutex
};

void one_item(explore::world& world, bool asks_once) {
    queue items{asks_once};
    int taken = 0;
    world.thread("sender", [&] { items.put(7); });
    world.thread("receiver", [&] { taken = items.take(); });
    world.run();
    world.check(taken == 7, "what was put in comes out");
}

/// Who is called what. `acts_late`: looking whether a name is free and taking it are two steps.
struct name_list {
    bool claim(const std::string& name) {
        if (!acts_late) {
            const std::lock_guard lock(mutex);
            return taken.insert(name).second;
        }
        {
            const std::lock_guard lock(mutex);
            if (taken.contains(name)) return false;
        }
        const std::lock_guard lock(mutex);
        taken.insert(name);
        return true;
    }

    bool acts_late;
    explore::mutex mutex{"names"};
    std::set<std::string> taken{};  // guarded by mutex
};

void two_claims(explore::world& world, bool acts_late) {
    name_list names{acts_late};
    int winners = 0;
    for (const char* const who : {"first", "second"})
        world.thread(who, [&] { winners += names.claim("ann") ? 1 : 0; });
    world.run();
    world.check(winners == 1, "one of two who want a name gets it");
}

/// Members of a room, each with something that ends when they leave. `tells_outside`: who is told is looked up with the
/// lock, but told without it, and nobody holds them meanwhile.
struct room {
    struct member {
        explicit member(explore::world& in, std::string called) : world(in), name(std::move(called)) {}
        void tell() { world.check(!closed, "nobody tells " + name + ", who has left"); }
        explore::world& world;
        std::string name;
        explore::variable<bool> closed{"closed"};
    };

    void tell_everybody() {
        std::vector<member*> told;
        {
            const std::lock_guard lock(mutex);
            for (member* const one : members)
                if (tells_outside) told.push_back(one);
                else one->tell();
        }
        for (member* const one : told) one->tell();
    }
    void leave(member& leaving) {
        {
            const std::lock_guard lock(mutex);
            members.remove(&leaving);
        }
        leaving.closed = true;
    }

    bool tells_outside;
    explore::mutex mutex{"room"};
    std::list<member*> members{};  // guarded by mutex
};

void one_leaves(explore::world& world, bool tells_outside) {
    room lounge{tells_outside};
    room::member ann(world, "ann"), bob(world, "bob");
    lounge.members = {&ann, &bob};
    world.thread("ann", [&] { lounge.tell_everybody(); });
    world.thread("bob", [&] { lounge.leave(bob); });
    world.run();
}

template <class Program>
auto with(const Program& program, bool bug) {
    return [&program, bug](explore::world& world) { program(world, bug); };
}

}  // namespace

TEST_CASE("a lost wake-up: what is waited for is changed without the lock") {
    const auto door = [](bool with_lock) {
        return [with_lock](explore::world& world) {
            explore::mutex mutex("door");
            explore::condition_variable opened("opened");
            explore::atomic<bool> is_open(false, "is_open");
            world.thread("ann", [&] {
                std::unique_lock lock(mutex);
                while (!is_open) opened.wait(lock);
            });
            world.thread("bob", [&] {
                std::unique_lock lock(mutex, std::defer_lock);
                if (with_lock) lock.lock();
                is_open = true;
                opened.notify_one();
            });
            world.run();
        };
    };
    expect_found(door(false), {"ann is interrupted", "bob notifies the condition variable `opened`: nobody sleeps"});
    expect_sound(explore::threads(door(true)));
}

TEST_CASE("a lost wake-up: the notice comes between the question and the sleep") {
    expect_found(with(one_item, true), {"(receiver is interrupted)", "`filled`: nobody sleeps there",
                                        "nobody can go on, and somebody waits to be woken", "receiver sleeps on"});
    expect_sound(explore::threads(with(one_item, false)));
}

TEST_CASE("check-then-act: two get one name") {
    expect_found(with(two_claims, true),
                 {"first takes the mutex `names`, and gives it back", "(first is interrupted)", "second takes", "promise is broken: one of two"});
    expect_sound(explore::threads(with(two_claims, false), {.unusual = 5}));
}

TEST_CASE("somebody who is leaving is told something") {
    expect_found(with(one_leaves, true), {"(ann is interrupted)", "bob changes the variable `closed`",
                                          "promise is broken: nobody tells bob, who has left"});
    expect_sound(explore::threads(with(one_leaves, false), {.unusual = 5}));
}

TEST_CASE("two locks in two orders") {
    const auto program = [](explore::world& world) {
        explore::mutex chat("chat"), outbox("outbox");
        world.thread("ann", [&] { const std::scoped_lock one(chat); const std::scoped_lock two(outbox); });
        world.thread("bob", [&] { const std::scoped_lock one(outbox); const std::scoped_lock two(chat); });
        world.run();
    };
    expect_found(program, {"deadlock: nobody can go on", "ann waits for the mutex `outbox`, which bob holds",
                           "bob waits for the mutex `chat`, which ann holds"});
}

TEST_CASE("an increment is a reading and a writing, unless it is one step") {
    const auto three_count = [](explore::world& world, auto count, auto increment) {
        for (const char* const who : {"ann", "bob", "cleo"}) world.thread(who, [&] { increment(*count); });
        world.run();
        world.check(*count == 3, "everybody is counted");
    };
    expect_found(
        [&](explore::world& world) {
            three_count(world, std::make_unique<explore::variable<int>>("count"), [](auto& count) { count = count + 1; });
        },
        {"is interrupted)", "promise is broken: everybody is counted"});
    expect_sound(explore::threads([&](explore::world& world) {
        three_count(world, std::make_unique<explore::atomic<int>>(0, "count"), [](auto& count) { ++count; });
    }));
}

TEST_CASE("what is thrown, not joined, given back twice or goes on for ever is told") {
    const auto story_of = [](auto&& body) {
        return explore::threads([&](explore::world& world) {
                   world.thread("ann", [&] { body(world); });
                   world.run();
               }, {.steps = 1000}).story;
    };
    const auto tells = [&](const char* what, auto&& body) {
        const std::string story = story_of(body);
        CHECK_MESSAGE(story.find(what) != story.npos, story);
    };
    tells("ann throws: no such room", [](auto&) { throw std::runtime_error("no such room"); });
    tells("thread 2 was not joined", [](auto&) { explore::thread([] {}); });
    tells("gives back the mutex `chat`, and does not hold it", [](auto&) { explore::mutex("chat").unlock(); });
    tells("ann waits for the mutex `chat`, which ann holds", [](auto&) {
        explore::mutex chat("chat");
        chat.lock();
        chat.lock();
    });
    explore::atomic<bool> wanted(false);
    tells("it does not end", [&](auto&) { while (!wanted) {} });
    CHECK(story_of([](auto&) { explore::thread([] {}).join(); }) == "");
}

TEST_CASE("whoever asks again and again and yields lets the others go on") {
    expect_sound(explore::threads([](explore::world& world) {
        explore::atomic<bool> ready(false, "ready");
        world.thread("ann", [&] { while (!ready) world.yield(); });
        world.thread("bob", [&] { ready = true; });
        world.run();
    }));
}

TEST_CASE("a program that is not the same each time is told so") {
    int run = 0;
    const std::string story = explore::threads([&](explore::world& world) {
        explore::variable<int> used("used");
        ++run;
        for (const char* const who : {"ann", "bob"})
            world.thread(who, [&] { for (int i = 0; i != 3 - run % 2; ++i) used = i; });
        world.run();
    }).story;
    CHECK_MESSAGE(story.find("did not do the same") != story.npos, story);
}

TEST_CASE("a seed that is none") {
    for (const char* const wrong : {"x", "1", "1:", ":1", "1:1:", "2:1 1:1", "1:1  2:1", "99999999:1"})
        CHECK_THROWS_AS(explore::choices::again(wrong), std::invalid_argument);
    explore::choices way = explore::choices::again("1:1 3:2");
    std::string taken;
    for (int fork = 0; fork != 5; ++fork) taken += std::to_string(way.choose(3, 1));
    CHECK(taken == "01020");
    CHECK(way.seed() == "1:1 3:2");
}

TEST_CASE("every order, once") {
    std::set<std::string> orders;
    const auto found = explore::search([&](explore::choices& way, bool) {
        std::string order;
        for (int fork = 0; fork != 4; ++fork) order += std::to_string(way.choose(2, 1));
        orders.insert(order);
        return explore::ending{};
    }, {.unusual = 4});
    CHECK(found.all);
    CHECK(orders.size() == 16);
    CHECK(found.orders == 1 + 5 + 11 + 15 + 16);  // those with up to 0, 1, 2, 3 and 4 unusual steps
}
