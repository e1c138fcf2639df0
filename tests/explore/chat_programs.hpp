#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Conversations with the server that people use, for the explorer: each checks what has to be true in every order.

#include <memory>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <parley/testing/explore.hpp>
#include <parley/testing/explore/network.hpp>
#include <parley/testing/explore/threading.hpp>
#include <string>
#include <string_view>

namespace explore = parley::testing::explore;

/// A server in a world, and the threads that talk to it. No limit of time: there is no time.
struct chat_world {
    explicit chat_world(explore::world& in) : world(in) {
        world.thread("server", [this] { server.run(); });
    }

    /// A thread that is a client: `talk(client&)`, unless it is refused.
    template <class Talk>
    void client(std::string name, Talk talk) {
        world.thread(name, [this, name, talk] {
            explore::client self(*wires, name);
            if (self.connected()) talk(self);
        });
    }

    void joins(explore::client& self, std::string_view name) { self.says(name).hears("You are now connected!\n"); }

    /// Each of these lines was heard so often, by somebody who was there all the time.
    void expect(const explore::client& who, std::string_view line, std::size_t times) {
        std::size_t found = 0;
        for (auto at = who.heard().find(line); at != std::string::npos; at = who.heard().find(line, at + 1)) ++found;
        world.check(found == times, "\"" + std::string(line) + "\" is heard " + std::to_string(times) +
                                        " times, and not " + std::to_string(found) + " times: " + who.heard());
    }

    explore::world& world;
    std::shared_ptr<explore::wires> wires = std::make_shared<explore::wires>(world);
    parley::server<parley::basic_thread_per_client<explore::threading>, explore::transport> server{
        {.login_limit = parley::milliseconds(0), .drain_limit = parley::milliseconds(3'600'000)}, {wires}};
};

inline void stop_against_entering(explore::world& world) {
    chat_world chat(world);
    chat.client("ann", [](explore::client& ann) {
        ann.hears_the_end();
        ann.hangs_up();
    });
    world.thread("stopper", [&] { chat.server.stop(); });
    world.run();
    world.check(chat.server.statistics().clients == 0, "nobody is inside when run() has returned");
}

/// Both speak at once, and hear what both have said, and the goodbye.
inline void two_speak(explore::world& world) {
    chat_world chat(world);
    int inside = 0, done = 0;
    for (const std::string name : {"ann", "bob"})
        chat.client(name, [&, name](explore::client& self) {
            chat.joins(self, name);
            ++inside;
            world.until([&] { return inside == 2; }, "the other");
            self.says("1 " + name).has_heard("ann: 1 ann\n").has_heard("bob: 1 bob\n");
            if (++done == 2) chat.server.stop();
            self.hears_the_end();
            chat.expect(self, "ann: 1 ann\n", 1);
            chat.expect(self, "bob: 1 bob\n", 1);
            chat.expect(self, "goodbye", 1);
            self.hangs_up();
        });
    world.run();
}

/// Bob leaves in the middle of what ann says; that is told once.
template <class Leave>
void one_leaves(explore::world& world, const Leave& leave) {
    chat_world chat(world);
    bool ann_is_in = false;
    chat.client("ann", [&](explore::client& ann) {
        chat.joins(ann, "ann");
        ann_is_in = true;
        ann.hears("'bob' has just connected").says("one\ntwo").hears("ann: two\n").has_heard("'bob' has left");
        chat.server.stop();
        ann.hears_the_end();
        chat.expect(ann, "ann: one\n", 1);
        chat.expect(ann, "'bob' has left", 1);
        ann.hangs_up();
    });
    chat.client("bob", [&](explore::client& bob) {
        world.until([&] { return ann_is_in; }, "ann");
        chat.joins(bob, "bob");
        leave(bob);
    });
    world.run();
}
inline void one_hangs_up(explore::world& world) {
    one_leaves(world, [](explore::client& bob) { bob.hangs_up(); });
}
inline void one_quits(explore::world& world) {
    one_leaves(world, [](explore::client& bob) {
        bob.says("/quit").hears_the_end();
        bob.hangs_up();
    });
}

/// Cleo's kernel has room for a few bytes; two tell her something, and she gets all of it, in order.
inline void slow_reader(explore::world& world) {
    chat_world chat(world);
    bool cleo_is_in = false, cleo_is_full = false;
    int done = 0;
    chat.client("cleo", [&](explore::client& cleo) {
        chat.joins(cleo, "cleo");
        cleo_is_in = true;
        cleo.has_heard("'ann' has just").has_heard("'bob' has just");
        cleo.has_room_for(5);
        cleo_is_full = true;
        cleo.hears("2 ann\n");
        world.until([&] { return done == 2; }, "ann and bob");
        chat.server.stop();
        cleo.hears("goodbye.\n").hears_the_end();
        for (const char* const name : {"ann", "bob"}) {
            chat.expect(cleo, std::string(name) + ": 1 " + name + "\n", 1);
            chat.expect(cleo, std::string(name) + ": 2 " + name + "\n", 1);
        }
        cleo.hangs_up();
    });
    for (const std::string name : {"ann", "bob"})
        chat.client(name, [&, name](explore::client& self) {
            world.until([&] { return cleo_is_in; }, "cleo");
            chat.joins(self, name);
            world.until([&] { return cleo_is_full; }, "cleo");
            self.says("1 " + name).says("2 " + name).hears("2 " + name + "\n");
            ++done;
            self.hears_the_end();
            self.hangs_up();
        });
    world.run();
}

/// The name goes to one of them; the other is asked again.
inline void two_want_one_name(explore::world& world) {
    chat_world chat(world);
    int refused = 0, asked = 0;
    for (const std::string who : {"first", "second"})
        chat.client(who, [&, who](explore::client& self) {
            self.says("ann").says("/who").hears("-- ");  // who is inside, or what is wrong with the name
            refused += self.heard().find("taken") != std::string::npos ? 1 : 0;
            if (++asked == 2) chat.server.stop();
            self.hears_the_end();
            self.hangs_up();
        });
    world.run();
    world.check(refused == 1, "one of two is refused, and not " + std::to_string(refused));
}
