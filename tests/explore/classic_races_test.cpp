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
#include <parley/testing/explore/network.hpp>
#include <parley/testing/explore/threading.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
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

//! [turnstile]
/// An instrument of one's own: who goes through is counted, and before that others may come.
struct turnstile : explore::thing {
    explicit turnstile(std::string_view called) : thing("turnstile", called) {}
    void pass() {
        explore::world& here = *explore::world::here();
        here.point();
        ++passed;
        here.tell([&] { return "passes " + thing::called(); });
    }
    int passed = 0;
};
//! [turnstile]

//! [wires]
/// A server that greets one client, over connections for whose ends threads of the world wait.
void greets_one(explore::world& world) {
    const auto wires = std::make_shared<explore::wires>(world);
    explore::transport::listener listener = explore::transport{wires}.listen({});
    world.thread("server", [&] {
        parley::net::native::poll_entry door{listener.native_handle(), POLLIN, 0};
        explore::threading::wait({&door, 1}, parley::never);
        explore::wire_socket guest = listener.accept().client;
        const std::string_view greeting = "hello\n";
        guest.send({&greeting, 1});
    });
    world.thread("ann", [&] {
        explore::client ann(*wires, "ann");
        ann.hears("hello\n").hears_the_end().hangs_up();
    });
    world.run();
}
//! [wires]

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
    //! [bounds]
    expect_found(with(two_claims, true),
                 {"first takes the mutex `names`, and gives it back", "(first is interrupted)", "second takes", "promise is broken: one of two"});
    expect_sound(explore::threads(with(two_claims, false), {.unusual = 5}));
    //! [bounds]
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
    //! [variable]
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
    //! [variable]
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
    //! [not_repeatable]
    int run = 0;
    const std::string story = explore::threads([&](explore::world& world) {
        explore::variable<int> used("used");
        ++run;
        for (const char* const who : {"ann", "bob"})
            world.thread(who, [&] { for (int i = 0; i != 3 - run % 2; ++i) used = i; });
        world.run();
    }).story;
    CHECK_MESSAGE(story.find("did not do the same") != story.npos, story);
    //! [not_repeatable]
}

TEST_CASE("a seed that is none") {
    for (const char* const wrong : {"x", "1", "1:", ":1", "1:1:", "2:1 1:1", "1:1  2:1", "99999999:1"})
        CHECK_THROWS_AS(explore::choices::again(wrong), std::invalid_argument);
    //! [again]
    explore::choices way = explore::choices::again("1:1 3:2");
    std::string taken;
    for (int fork = 0; fork != 5; ++fork) taken += std::to_string(way.choose(3, 1));
    CHECK(taken == "01020");
    CHECK(way.seed() == "1:1 3:2");
    //! [again]
}

TEST_CASE("every order, once") {
    //! [every_order]
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
    //! [every_order]
}

TEST_CASE("an instrument of one's own is where others may come, and is told") {
    expect_found([](explore::world& world) {
        turnstile north("north");
        for (const char* const who : {"ann", "bob"})
            world.thread(who, [&] { if (north.passed == 0) north.pass(); });
        world.run();
        world.check(north.passed == 1, "one of them passes");
    }, {"ann is interrupted", "bob passes the turnstile `north`", "promise is broken: one of them passes"});
}

TEST_CASE("a client is greeted in all orders, and a seed tells how") {
    expect_sound(explore::threads(greets_one));
    const std::string story = explore::threads(greets_one, "").story;
    CHECK_MESSAGE(story.find("server accepts ann") != story.npos, story);
    CHECK_MESSAGE(story.find("server writes to ann: \"hello\\n\"") != story.npos, story);
}

TEST_CASE("a ring is lost to who looks around before the bell is silenced") {
    //! [doorbell]
    const auto two_rings = [](bool silences_first) {
        return [silences_first](explore::world& world) {
            explore::doorbell bell;
            explore::atomic<int> news(0, "news");
            world.thread("ann", [&] {
                for (int seen = 0; seen != 2;) {
                    parley::net::native::poll_entry entry{bell.native_handle(), POLLIN, 0};
                    explore::threading::wait({&entry, 1}, parley::never);
                    if (silences_first) bell.silence();
                    seen = news;
                    if (!silences_first) bell.silence();
                }
            });
            world.thread("bob", [&] { for (int i = 0; i != 2; ++i) ++news, bell.ring(); });
            world.run();
        };
    };
    expect_found(two_rings(false), {"reads the atomic `news`: 1", "bob need not ring", "ann silences",
                                    "somebody waits to be woken"});
    expect_sound(explore::threads(two_rings(true)));
    //! [doorbell]
}

TEST_CASE("who joins a thread sees what it has done") {
    //! [thread]
    expect_sound(explore::threads([](explore::world& world) {
        world.thread("ann", [&] {
            explore::variable<int> cups("cups");
            explore::thread kitchen([&] { cups = 2; });
            kitchen.join();
            world.check(cups == 2, "the tea is ready");
        });
        world.run();
    }));
    //! [thread]
}

TEST_CASE("a worker for hire does its job when it is its turn, and can be hired again") {
    //! [worker]
    struct errand {
        explore::worker* who = nullptr;
        explore::baton over{};
        int done = 0;
    };
    const explore::worker::job run = [](void* with) {
        errand& mine = *static_cast<errand*>(with);
        ++mine.done;
        mine.who->dismiss();
        mine.over.give();
    };
    errand first, second;
    for (errand* const one : {&first, &second}) {
        one->who = &explore::worker::hire(run, one);
        one->who->turn.give();
        one->over.await();
    }
    CHECK((first.done == 1 && second.done == 1));
    CHECK(first.who == second.who);
    //! [worker]
}

TEST_CASE("a story is told line by line, or not at all") {
    //! [narrator]
    explore::narrator tells(true), silent(false);
    for (explore::narrator* const one : {&tells, &silent}) {
        one->tell("ann", [] { return "takes the mutex `names`"; });
        one->tell_more(", and gives it back");
        one->remark("ann", "is interrupted");
        one->tell("bob", [] { return ""; });  // not worth a line
        one->tell("bob", [] { return "ends"; });
    }
    CHECK(tells.story() == "  1. ann takes the mutex `names`, and gives it back\n"
                           "     (ann is interrupted)\n"
                           "  2. bob ends\n");
    CHECK(silent.story() == "");
    //! [narrator]
}

TEST_CASE("who asks for a number is answered by the source that knows it") {
    //! [sources]
    struct kettle final : explore::source {
        bool knows(parley::net::native::handle number) const override { return number == 7; }
        bool readable(parley::net::native::handle) const override { return boils; }
        bool writable(parley::net::native::handle) const override { return false; }
        std::string called(parley::net::native::handle) const override { return "the kettle"; }
        bool boils = false;
    } tea;
    explore::sources all;
    all.add(tea);
    parley::net::native::poll_entry asked{7, POLLIN, 0};
    CHECK_FALSE(all.answer({&asked, 1}));
    tea.boils = true;
    CHECK(all.answer({&asked, 1}));
    CHECK(all.called(7) == "the kettle");
    CHECK(all.called(8) == "nothing");
    //! [sources]
    all.remove(tea);
    CHECK_FALSE(all.answer({&asked, 1}));
}

TEST_CASE("why nobody goes on: what each thread that is left needs") {
    //! [actor]
    std::vector<std::unique_ptr<explore::actor>> all;
    for (const char* const name : {"the test", "ann", "bob"})
        all.push_back(std::make_unique<explore::actor>(explore::actor{all.size(), name, {}}));
    explore::actor &ann = *all[1], &bob = *all[2];
    ann.needs = explore::need::lock;
    ann.ready = [] { return false; };
    ann.waits = [] { return "waits for the mutex `chat`"; };
    bob.over = true;
    CHECK_FALSE((ann.can_go_on() || bob.can_go_on()));
    CHECK(explore::why_nobody_goes_on(all) == "deadlock: nobody can go on\n  ann waits for the mutex `chat`");
    //! [actor]
}
