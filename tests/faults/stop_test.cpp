// SPDX-License-Identifier: MIT

/// @file
/// Rows 22 and 23 of the fault table: stopping while much is queued and some do not read.

#include "server_program.hpp"
#include "slow_reader.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <doctest/doctest.h>
#include <memory>
#include <string>
#include <vector>

using namespace faults_test;

TEST_CASE_TEMPLATE("row 22: a signal with 200 clients and queued output", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    constexpr std::size_t count = many(200, 50), said = 300;
    REQUIRE(may_open(count + 100));
    server_program program(policy_name<P>, {"--drain-limit", "60"});
    party guests(program.port);
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    const auto waiting = guests.join_all(count - 2, "g", stingy);
    for (guest* one : waiting) one->reading = false;
    const numbered talk("ann", 1000);
    const listener anns(ann, talk), bobs(bob, talk);
    const std::vector<const listener*> readers{&anns, &bobs};
    // 300 kB each: the kernels take a part of it, the rest waits in the server.
    REQUIRE(broadcast(guests, ann, talk, 0, said, readers, [] {}));

    int number = SIGINT;
    SUBCASE("SIGINT") {}
    SUBCASE("SIGTERM") { number = SIGTERM; }
    program.signal(number);
    CHECK(guests.until([&] { return ann.over() && bob.over(); }));
    std::vector<std::unique_ptr<listener>> listeners;
    for (guest* one : waiting) {
        listeners.push_back(std::make_unique<listener>(*one, talk));
        one->reading = true;
    }
    CHECK(guests.until([&] { return std::all_of(waiting.begin(), waiting.end(), [](guest* one) { return one->over(); }); }));
    CHECK(ann.ended);
    CHECK(anns.count(closing) == 1);
    CHECK(bobs.rest.ends_with(as_line(closing)));
    CHECK(bobs.rest.find("has left") == bobs.rest.npos);  // when all leave, nobody is told who does
    for (std::size_t i = 0; i != waiting.size(); ++i) {
        CHECK(waiting[i]->ended);  // a FIN and no reset
        CHECK(waiting[i]->heard == "");
        CHECK(listeners[i]->heard == said);
        CHECK(listeners[i]->wrong == "");
        CHECK(listeners[i]->rest.ends_with(as_line(closing)));
        CHECK(listeners[i]->count(closing) == 1);
    }
    CHECK(guests.until([&] { return program.has_ended(); }));
    CHECK(program.exit_code == 0);

    // The port is free at once.
    server_program next(policy_name<P>, {"--port", std::to_string(program.port)});
    CHECK(next.address == program.address);
    CHECK(next.end(guests) == 0);
}

TEST_CASE_TEMPLATE("row 22: a signal, whatever the clients are doing", P, PARLEY_MODELS) {
    server_program program(policy_name<P>, {"--drain-limit", "5"});
    party guests(program.port);
    guest& ann = guests.arrive();
    SUBCASE("nothing, without a name") {}
    SUBCASE("nothing") { party::give_name(ann, "ann"); }
    SUBCASE("half a line") { ann.say("ann\nhal"); }
    SUBCASE("it has quit and does not hang up") { ann.say("ann\n/quit\n"); }
    SUBCASE("it has shut its sending side") {
        ann.say("ann\n");
        ann.end_input();
    }
    SUBCASE("it talks all the time") { ann.say("ann\n" + std::string(3'000'000, 'x')); }
    guests.turn();  // whatever of it has got there by then
    const auto begin = clock::now();
    program.signal(SIGTERM);
    CHECK(guests.until([&] { return ann.over() && program.has_ended(); }));
    CHECK(program.exit_code == 0);
    CHECK(clock::now() - begin < seconds(sanitizer ? 20 : 8));
}

/// For programs started meanwhile: ThreadSanitizer is not to complain that nobody joined the threads. A second signal
/// waits for nobody, on purpose.
class threads_may_be_left {
public:
    threads_may_be_left() {
        const std::string more = before_.empty() ? "" : before_ + ":";
        ::setenv("TSAN_OPTIONS", (more + "report_thread_leaks=0").c_str(), 1);
    }
    threads_may_be_left(const threads_may_be_left&) = delete;
    threads_may_be_left& operator=(const threads_may_be_left&) = delete;
    ~threads_may_be_left() { ::setenv("TSAN_OPTIONS", before_.c_str(), 1); }

private:
    const std::string before_ = std::getenv("TSAN_OPTIONS") == nullptr ? "" : std::getenv("TSAN_OPTIONS");
};

TEST_CASE_TEMPLATE("row 22: a second signal ends it at once", P, PARLEY_MODELS) {
    const threads_may_be_left no_complaint;
    server_program program(policy_name<P>, {"--drain-limit", "600"});
    party guests(program.port);
    guest& eve = guests.join("eve", stingy);
    eve.reading = false;
    std::string talk;
    for (int i = 0; i != 200; ++i) talk += line_of(999, 'x');
    eve.say(talk);
    REQUIRE(guests.until([&] { return eve.unsent() == 0; }));
    program.signal(SIGINT);
    // It does not end, since eve has to be told so much; that the port is closed shows that it was asked to.
    REQUIRE(guests.until([&] {
        const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(program.port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const bool refused = ::connect(probe, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0;
        ::close(probe);
        return refused;
    }));
    CHECK_FALSE(program.has_ended());
    program.signal(SIGINT);
    CHECK(guests.until([&] { return program.has_ended(); }, seconds(10)));
    CHECK(program.exit_code == 130);
}

TEST_CASE_TEMPLATE("row 23: stop() with a client that reads nothing returns within the drain limit", P, PARLEY_MODELS) {
    house<P> home({.outbox_limit = 1 << 20, .farewell_limit = milliseconds(60'000), .drain_limit = milliseconds(300)});
    auto& guests = home.open().party;
    guest& eve = guests.join("eve", stingy);
    eve.reading = false;
    std::string talk;
    for (int i = 0; i != 300; ++i) talk += line_of(999, 'x');
    bool queued = true;
    SUBCASE("with much queued for it") { eve.say(talk); }
    SUBCASE("that was dropped") {
        queued = guests.until([&] {
            if (eve.unsent() == 0) eve.say(talk);
            return home.server.statistics().dropped == 1;
        });
    }
    SUBCASE("that has quit") { eve.say(talk + "/quit\n"); }
    SUBCASE("that has shut its sending side") {
        eve.say(talk);
        eve.end_input();
    }
    SUBCASE("that was told its last words and does not hang up") {
        eve.reading = true;
        eve.say("/quit\n");
        queued = guests.until([&] { return eve.over(); });
    }
    REQUIRE(queued);
    // Who was dropped is not heard any more: what they say after that may stay in their own kernel.
    REQUIRE(guests.until([&] { return eve.unsent() == 0 || home.server.statistics().dropped == 1; }));
    CHECK(home.close() < milliseconds(300) + seconds(sanitizer ? 10 : 3));
    CHECK(home.server.statistics().clients == 0);
}

TEST_CASE_TEMPLATE("row 23: stop() under load, by many who do everything", P, PARLEY_MODELS) {
    const std::size_t threads = running_threads(), descriptors = open_descriptors();
    for (int round = 0; round != 3; ++round) {
        house<P> home({.outbox_limit = 64 * 1024, .drain_limit = milliseconds(300)});
        auto& guests = home.open().party;
        const std::size_t count = P::serves_together ? 20 : 1;
        const auto all = guests.join_all(count, "g", stingy);
        for (std::size_t i = 0; i != count; ++i) {
            all[i]->reading = i % 3 != 0;
            for (int k = 0; k != 200; ++k) all[i]->say(line_of(500, 'x'));
        }
        if (!P::serves_together) guests.invite();  // it waits in the kernel, and is reset
        for (int k = 0; k != 5 * (round + 1); ++k) guests.turn();
        CHECK(home.close() < milliseconds(300) + seconds(sanitizer ? 10 : 3));
        CHECK(home.server.statistics().clients == 0);
        for (guest* one : all) one->close();
    }
    CHECK(running_threads() <= threads);
    CHECK(open_descriptors() <= descriptors);
}
