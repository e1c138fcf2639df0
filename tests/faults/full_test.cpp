// SPDX-License-Identifier: MIT

/// @file
/// Rows 15 and 16 of the fault table: no room for one more, by an option, by the model, or because the process has no
/// descriptor left. Who is refused is told so; those inside notice nothing; and nobody spins.

#include "server_program.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <doctest/doctest.h>
#include <optional>
#include <parley/base/error.hpp>
#include <string>
#include <type_traits>
#include <vector>

using namespace faults_test;

namespace {

const std::string refusal = as_line(full);

/// Refused: the whole notice, nothing else, then the end (no reset).
void check_refused(const guest& one) {
    CHECK(one.heard == refusal);
    CHECK(one.ended);
}

std::vector<guest*> invite(party& guests, std::size_t count) {
    std::vector<guest*> all;
    for (std::size_t i = 0; i != count; ++i) all.push_back(&guests.invite());
    return all;
}

/// Waits until each of them was asked for its name or refused, and splits them.
struct sorted {
    std::vector<guest*> inside{}, refused{};

    sorted(party& guests, const std::vector<guest*>& all) {
        REQUIRE(guests.until([&] {
            return std::all_of(all.begin(), all.end(), [](guest* one) { return one->over() || one->has_heard(prompt); });
        }));
        for (guest* one : all) (one->over() ? refused : inside).push_back(one);
        for (const guest* one : refused) check_refused(*one);
    }
};

/// Two of those inside talk.
void check_talk(party& guests, guest& one, guest& other) {
    one.heard.clear();
    other.heard.clear();
    one.say("hello\n");
    CHECK(guests.until([&] { return other.has_heard(one.name + ": hello\n") && one.has_heard(": hello\n"); }));
    CHECK(other.count(one.name + ": hello") == 1);
}

/// UndefinedBehaviorSanitizer opens a pipe to look whether an object may be read, and reports it when it cannot: without
/// descriptors nothing but false alarms. The preset "asan" has it on, "tsan" has not.
#if defined(PARLEY_UNDER_ASAN)
constexpr bool descriptors_needed_to_check = true;
#else
constexpr bool descriptors_needed_to_check = false;
#endif

void name(party& guests, guest& one, const std::string& wanted) {
    party::give_name(one, wanted);
    REQUIRE(guests.until([&] { return one.has_heard(welcome); }));
}

/// How many descriptors a client takes: its socket and, where it has a thread, its doorbell, which is one where the
/// system has eventfd(2), else the two of a pipe.
template <class P>
std::size_t taken_by_one() {
    if (!std::is_same_v<P, parley::thread_per_client>) return 1;
    const parley::net::native::bell doorbell = parley::net::native::open_bell();
    const std::size_t taken = doorbell.read_end == doorbell.write_end ? 2 : 3;
    parley::net::native::close(doorbell);
    return taken;
}

}  // namespace

TEST_CASE_TEMPLATE("row 15: more clients than the option allows", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home({.client_limit = 5});
    auto& guests = home.open().party;
    const auto all = invite(guests, 12);
    const sorted found(guests, all);
    REQUIRE(found.inside.size() == 5);
    CHECK(home.server.statistics().clients == 5);
    CHECK(home.server.statistics().refused == 7);
    name(guests, *found.inside[0], "ann");
    name(guests, *found.inside[4], "bob");
    check_talk(guests, *found.inside[0], *found.inside[4]);
    // As soon as one has left there is room for one.
    found.inside[1]->reset();
    CHECK(home.forgets_all_but(4));
    guest& carl = guests.join("carl");
    check_talk(guests, carl, *found.inside[0]);
    guest& late = guests.invite();
    CHECK(guests.until([&] { return late.over(); }));
    check_refused(late);
}

TEST_CASE_TEMPLATE("row 15: who is refused may have said something already", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    house<P> home({.client_limit = 1});
    auto& guests = home.open().party;
    guests.join("ann");
    guest& eve = guests.invite();
    SUBCASE("a name") { eve.say("eve\nhello\n"); }
    SUBCASE("a lot") { eve.say(std::string(200'000, 'x')); }
    SUBCASE("all it has to say") {
        eve.say("eve\nhello\n");
        eve.end_input();
    }
    CHECK(guests.until([&] { return eve.over(); }));
    CHECK(eve.heard == refusal);
    CHECK(home.server.statistics().clients == 1);
}

TEST_CASE("row 15: one_at_a_time lets the others wait instead") {
    house<parley::one_at_a_time> home({.client_limit = 1});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest& bob = guests.invite();
    for (int i = 0; i != 20; ++i) {
        ann.say(std::to_string(i) + "\n");
        REQUIRE(guests.until([&] { return ann.has_heard("ann: " + std::to_string(i) + "\n"); }));
    }
    CHECK(bob.heard == "");
    CHECK_FALSE(bob.over());
    ann.say("/quit\n");
    CHECK(guests.until([&] { return ann.over(); }));
    ann.close();
    CHECK(guests.until([&] { return bob.has_heard(prompt); }));
}

TEST_CASE("row 15: eleven hundred clients are more than select() can watch") {
    constexpr std::size_t count = many(1100, 100);
    // Under ThreadSanitizer descriptors that mean nothing take the place of most clients.
    constexpr std::size_t wasted = count == 1100 ? 0 : FD_SETSIZE - 170;  // the guests take a hundred, too
    REQUIRE(may_open(3000));
    std::vector<parley::net::socket> nothing;
    for (std::size_t i = 0; i != wasted; ++i) nothing.emplace_back(parley::net::native::open_spare());
    house<parley::select_loop>* home = nullptr;
    std::optional<house<parley::select_loop>> here;
    std::optional<server_program> program;
    std::optional<party> there;
    if (wasted == 0) {  // in a process of its own, where the only descriptors are the clients'
        program.emplace("select_loop", std::vector<std::string>{});
        there.emplace(program->port);
    } else {
        here.emplace();
        home = &here->open();
    }
    party& guests = there ? *there : home->party;
    guest& ann = guests.join("ann");
    const auto all = invite(guests, count - 1);
    const sorted found(guests, all);
    CHECK(found.refused.size() > 10);
    REQUIRE(found.inside.size() > 10);
    if (program) CHECK(found.inside.size() > FD_SETSIZE - 20);
    name(guests, *found.inside.back(), "bob");
    check_talk(guests, ann, *found.inside.back());

    // One leaves, one comes.
    found.inside.front()->reset();
    guest* late = nullptr;
    CHECK(guests.until([&] {
        if (late == nullptr || late->over()) late = &guests.invite();
        return guests.until([&] { return late->over() || late->has_heard(prompt); }) && !late->over();
    }));
    check_talk(guests, *found.inside.back(), ann);
    if (program) CHECK(program->end(guests) == 0);
}

TEST_CASE("row 15: a program with many descriptors of its own: select_loop refuses, and says so before it begins") {
    REQUIRE(may_open(2000));
    std::vector<parley::net::socket> wasted;
    const auto waste_below = [&](int most) {
        while (wasted.empty() || wasted.back().native_handle() < most) wasted.emplace_back(parley::net::native::open_spare());
    };
    SUBCASE("no client fits") {
        house<parley::select_loop> home;
        waste_below(FD_SETSIZE);
        auto& guests = home.open().party;
        guest& ann = guests.invite();
        CHECK(guests.until([&] { return ann.over(); }));
        check_refused(ann);
        CHECK(home.server.statistics().clients == 0);
        CHECK(home.close() < seconds(10));
    }
    SUBCASE("the listener does not fit") {
        waste_below(FD_SETSIZE);
        parley::server<parley::select_loop> server({.port = 0});
        CHECK_THROWS_AS(server.run(), parley::setup_error);
    }
}

TEST_CASE_TEMPLATE("row 15: eleven hundred clients are no problem for the others", P, parley::thread_per_client,
                   EVENT_LOOPS) {
    constexpr std::size_t count = many(1100, 100);
    REQUIRE(may_open(count + 200));
    server_program program(policy_name<P>, {});
    party guests(program.port);
    guest& ann = guests.join("ann");
    const auto all = invite(guests, count - 1);
    const sorted found(guests, all);
    CHECK(found.refused.empty());
    name(guests, *all.back(), "bob");
    check_talk(guests, ann, *all.back());
    CHECK(program.end(guests) == 0);
}

TEST_CASE_TEMPLATE("row 16: no descriptor is left (ulimit -n 64)", P, PARLEY_MODELS) {
    if (!two_at_once<P>()) return;
    if (descriptors_needed_to_check) return;
    server_program program(policy_name<P>, {"--login-limit", "1"}, 64);
    party guests(program.port);
    guest& ann = guests.join("ann");
    guest& bob = guests.join("bob");
    std::vector<guest*> named;
    bool is_full = false;
    while (!is_full) {
        REQUIRE(named.size() < 64);
        guest& one = guests.invite();
        party::give_name(one, "g" + std::to_string(named.size()));
        REQUIRE(guests.until([&] { return one.over() || one.has_heard(welcome); }));
        is_full = one.over();
        if (is_full)
            CHECK(one.heard == refusal);
        else
            named.push_back(&one);
    }
    CHECK(named.size() > 40 / taken_by_one<P>());
    named.back()->reset();
    named.pop_back();

    // Full again, with one who picks no name: its time is up in a second, which measures a while.
    guest* nameless = nullptr;
    REQUIRE(guests.until([&] {
        if (nameless != nullptr && nameless->over()) nameless->close();
        if (nameless == nullptr || nameless->over()) nameless = &guests.invite();
        return nameless->has_heard(prompt);
    }, seconds(20)));
    const auto begin = clock::now();
    const auto used_before = program.processor_time();
    std::vector<guest*> knocking = invite(guests, 3);
    std::size_t refused = 0;
    REQUIRE(guests.until([&] {
        for (guest*& one : knocking) {
            if (!one->over() || refused >= 20) continue;
            check_refused(*one);
            ++refused;
            one->close();
            one = &guests.invite();
        }
        return nameless->over();
    }));
    const auto used = program.processor_time() - used_before;
    const auto lasted = clock::now() - begin;
    CHECK(refused >= 3);
    CHECK(lasted >= milliseconds(400));
    CHECK(used * 100 / lasted <= (sanitizer ? 25 : 5));  // percent

    check_talk(guests, ann, bob);

    // Somebody has left: there is room again within a second.
    nameless->close();
    for (guest* one : knocking) one->reset();
    named.back()->reset();
    const auto freed = clock::now();
    guest* late = nullptr;
    CHECK(guests.until([&] {
        if (late != nullptr && late->over()) late->close();
        if (late == nullptr || late->over()) late = &guests.invite();
        return late->has_heard(prompt);
    }, seconds(20)));
    CHECK(clock::now() - freed < seconds(5));  // a second on a machine that has nothing else to do
    CHECK(program.end(guests) == 0);
}

TEST_CASE_TEMPLATE("row 16: not even a descriptor for the first", P, PARLEY_MODELS) {
    if (descriptors_needed_to_check) return;
    server_program program(policy_name<P>, {});
    party guests(program.port);
    guest& first = guests.arrive();
    const std::size_t with_one = program.descriptors();
    if (with_one == 0) return;  // a system that does not say
    first.reset();
    const std::size_t before = with_one - taken_by_one<P>();
    REQUIRE(guests.until([&] { return program.descriptors() == before; }));
    REQUIRE(program.limit_descriptors(before));
    const auto begin = clock::now();
    const auto used_before = program.processor_time();
    for (int i = 0; i != 5; ++i) {
        guest& one = guests.invite();
        REQUIRE(guests.until([&] { return one.over(); }));
        check_refused(one);
    }
    const auto used = program.processor_time() - used_before;
    CHECK(used < milliseconds(20) + (clock::now() - begin) / (sanitizer ? 4 : 20));
    CHECK(guests.until([&] { return program.descriptors() == before; }));  // the spare one comes back after the refusal
    REQUIRE(program.limit_descriptors(1000));
    guest& ann = guests.join("ann");
    ann.say("hello\n");
    CHECK(guests.until([&] { return ann.has_heard("ann: hello\n"); }));
    CHECK(program.end(guests) == 0);
}

TEST_CASE_TEMPLATE("row 16: not even the spare descriptor", P, PARLEY_MODELS) {
    if (descriptors_needed_to_check) return;
    server_program program(policy_name<P>, {"--login-limit", "1"});
    party guests(program.port);
    guest& ann = guests.join("ann");
    if (!program.limit_descriptors(3)) return;  // lower than those it has
    guest& waiting = guests.invite();       // nobody can accept it, nor tell it anything
    const auto begin = clock::now();
    const auto used_before = program.processor_time();
    for (int i = 0; i != 8; ++i) {
        ann.say(std::to_string(i) + "\n");
        REQUIRE(guests.until([&] { return ann.has_heard("ann: " + std::to_string(i) + "\n"); }));
        const auto later = clock::now() + milliseconds(50);  // a while with one who waits at the door
        REQUIRE(guests.until([&] { return clock::now() >= later; }));
    }
    const auto used = program.processor_time() - used_before;
    CHECK(used < milliseconds(20) + (clock::now() - begin) / (sanitizer ? 4 : 20));
    CHECK(waiting.heard == "");
    REQUIRE(program.limit_descriptors(1000));
    if (!P::serves_together) ann.close();
    CHECK(guests.until([&] { return waiting.has_heard(prompt); }, seconds(10)));
    CHECK(program.end(guests) == 0);
}
