// SPDX-License-Identifier: MIT

#include "doctored_server.hpp"
#include "every_policy.hpp"
#include "sanitizers.hpp"

#include <array>
#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <parley/bench/measure.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>
#include <string_view>

using bench_test::doctored_server;
using bench_test::fault;
using parley::milliseconds;
using parley::bench::conditions;
using parley::bench::contestant;
using parley::bench::crowd;
using parley::bench::guest;
using parley::bench::ledger;
using parley::bench::load;
using parley::bench::load_kind;
using parley::bench::not_applicable;
using parley::bench::part;
using parley::bench::performance;
using parley::bench::processors;
using parley::bench::sample;
using parley::bench::server_door;
using parley::bench::server_process;
using parley::bench::stalled;
using parley::bench::talk;
using parley::bench::until;
using parley::bench::void_run;

namespace {

constexpr milliseconds patience{60'000};

/// Few messages; whoever is slow has all the time.
//! [conditions]
conditions small(std::uint64_t messages) {
    conditions given;
    given.messages = messages;
    given.patience = patience;
    given.own_processor = false;
    given.fill = 1 << 16;
    return given;
}
//! [conditions]

contestant served_by(const std::string& policy) {
    return {policy, "", {PARLEY_CHAT_SERVER, "--quiet", "--port", "0", "--policy", policy}};
}

/// The models' own server knows /nap and /calls.
contestant model(const std::string& policy) {
    return {policy, "", {PARLEY_CHAT_COMPARE, "--serve", policy}, {PARLEY_CHAT_COMPARE, "--serve", policy, "--count"}};
}

sample measured(const contestant& who, const load& given, const conditions& wanted) {
    return measure(who, given, 1, wanted, {});
}

/// Whether every client heard every message, once, and all of it was timed.
void check_complete(const sample& run, std::uint64_t messages, std::size_t listeners) {
    CHECK(run.broken == "");
    CHECK(run.messages == messages);
    CHECK(run.deliveries == messages * listeners);
    CHECK(run.delivery_latency.count() == run.deliveries);
    CHECK(run.last_receiver.count() == run.messages);
    CHECK(run.delivery_latency.max() == run.last_receiver.max());
    CHECK(run.seconds > 0);
}

/// Why a run against a doctored server is void.
std::string verdict_on(fault what, milliseconds wait = patience) {
    const doctored_server server(what, 1003);
    conditions wanted = small(1000);
    wanted.patience = wait;
    return measured({"doctored", "", server.command()}, {"fan-out", 5, 8}, wanted).broken;
}

const std::string worked_for_nothing =
    "the server has used no processor time that could be measured; who does its work?";

bool begins_with(const std::string& text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

}  // namespace

TEST_CASE("measure: a closed loop, under every model") {
    for (const std::string& policy : every_policy::names<POLICIES_THAT_SERVE_TOGETHER>()) {
        CAPTURE(policy);
        const load given{"fan-out", 10, 7, 0};
        const sample run = measured(served_by(policy), given, small(200));
        check_complete(run, 200, 10);
        CHECK(run.contestant == policy);
        CHECK(run.given == given);
        CHECK(run.round == 1);
        // ThreadSanitizer has a thread of its own in a program with several.
        const std::size_t threads = policy != "thread_per_client" ? 1 : sanitizers::thread_sanitizer ? 12 : 11;
        if (run.cost.threads != 0) CHECK(run.cost.threads == threads);
    }
}

TEST_CASE("measure: a load of one's own") {
    //! [load_kind]
    const load_kind two_talk{"two talk", [](performance& run) {
                                 run.guests.invite(run.result.given.clients);
                                 run.begin_talk(run.result.given.clients, 2);
                                 run.measure([&](const until& end) { run.talking->keep_in_flight(2, end); });
                             }};
    const contestant who = served_by("poll_loop");
    const sample run = measure(who.command, {who.name, {"two talk", 6}}, small(50), {}, two_talk.perform);
    CHECK(run.broken == "");
    CHECK(run.messages == 50);
    CHECK(run.deliveries == 50 * 6);
    //! [load_kind]
}

TEST_CASE("guest: connects, and says as much as the kernel takes") {
    const doctored_server server(fault::none, 0);
    //! [guest]
    const server_door door(server.address());  // looked up once, however many come
    guest ann{door.connect(parley::later(parley::clock::now(), patience))};
    ann.outgoing = "ann\n";
    while (!ann.outgoing.empty() && ann.send()) {}  // a crowd waits until there is room, instead
    //! [guest]
    while (ann.unfinished.find("You are now connected!\n") == std::string::npos) {
        parley::net::native::poll_entry readable{ann.socket.native_handle(), POLLIN, 0};
        parley::net::native::wait({&readable, 1}, parley::never);
        std::array<char, 100> buffer;
        const parley::net::io_result got = ann.socket.receive(buffer);
        REQUIRE(got.status == parley::net::io_status::ok);
        ann.unfinished.append(buffer.data(), got.count);
    }
}

TEST_CASE("crowd: all are let in, and what one says the others hear") {
    const doctored_server server(fault::none, 0);
    //! [crowd]
    crowd guests(server.address(), patience);
    guests.invite(3);  // c0, c1 and c2 are welcomed, and idle
    CHECK(guests.welcome_times().count() == 3);
    guests.give_part(2, 3, part::reader);
    guests.say(0, "hello\n");
    while (guests.heard_by(2).find("c0: hello\n") == std::string::npos) guests.take_turn(parley::never);
    //! [crowd]
    CHECK(guests.size() == 3);
}

TEST_CASE("talk: so many messages, and each is heard by everybody") {
    const doctored_server server(fault::none, 0);
    //! [talk]
    crowd guests(server.address(), patience);
    ledger book(3, 1, 32);  // three listen, and one of them speaks, in lines of 32 bytes
    guests.invite(3);
    guests.check_with(book);
    guests.give_part(0, 3, part::listener);
    talk talking(guests, book, patience, false);
    talking.keep_in_flight(4, until{parley::never, 20});  // four at a time, until 20 were said
    talking.drain();                                      // what is still in flight
    CHECK(book.deliveries() == 20 * 3);
    //! [talk]
    CHECK(book.everything_heard());
}

TEST_CASE("talk: who hears nothing for too long is stalled") {
    const doctored_server server(fault::drop_for_good, 1);  // it lets everybody in, and tells nobody anything
    crowd guests(server.address(), patience);
    ledger book(1, 1, 32);
    guests.invite(1);
    guests.check_with(book);
    guests.give_part(0, 1, part::listener);
    //! [stalled]
    talk talking(guests, book, milliseconds(200), false);
    const auto say_one = [&] {
        talking.keep_in_flight(1, until{parley::never, 1});
        talking.drain();
    };
    CHECK_THROWS_WITH_AS(say_one(), "lost: c0 has not heard message 0 of c0, and nobody has heard anything for 200 ms",
                         stalled);
    //! [stalled]
}

TEST_CASE("measure: one client, one message in flight; and more in flight than messages") {
    check_complete(measured(served_by("poll_loop"), {"fan-out", 1, 1, 0}, small(20)), 20, 1);
    check_complete(measured(served_by("poll_loop"), {"fan-out", 3, 1000, 0}, small(20)), 20, 3);
}

TEST_CASE("measure: lines of other sizes") {
    for (const std::size_t bytes : {16u, 200u, 4000u}) {
        conditions wanted = small(50);
        wanted.line_bytes = bytes;
        check_complete(measured(served_by("poll_loop"), {"fan-out", 4, 4, 0}, wanted), 50, 4);
    }
}

TEST_CASE("measure: a server that logs to stdout is not held up") {
    const parley::testing::temporary_folder folder;
    const std::string told = folder.file("told");
    server_process server({"sh", "-c", "echo 127.0.0.1:1; head -c 1000000 /dev/zero; touch " + told +
                                                          "; exec sleep 600"});
    sample run;
    const conditions given = small(1);
    performance stage(server, given, run);
    while (!std::filesystem::exists(told)) stage.guests.take_turn(parley::at_once);
}

TEST_CASE("measure: a fixed rate") {
    check_complete(measured(served_by("poll_loop"), {"fixed rate", 10, 0, 2000}, small(100)), 100, 10);
}

TEST_CASE("measure: for some time instead of some messages") {
    conditions wanted = small(0);
    wanted.measured = milliseconds(20);
    const sample run = measured(served_by("poll_loop"), {"fan-out", 2, 2, 0}, wanted);
    CHECK(run.broken == "");
    CHECK(run.seconds >= 0.02);
    CHECK(run.deliveries == 2 * run.messages);
    CHECK(run.messages > 0);
}

TEST_CASE("measure: idle clients hear nothing of the talk in another room") {
    const sample run = measured(served_by("poll_loop"), {"idle", 30, 0, 0}, small(100));
    check_complete(run, 100, 10);
    if (run.cost.threads != 0) CHECK(run.cost.resident_bytes >= run.cost.resident_bytes_before);
    check_complete(measured(served_by("poll_loop"), {"idle", 0, 0, 0}, small(100)), 100, 10);
}

TEST_CASE("measure: a join storm") {
    const sample run = measured(served_by("poll_loop"), {"join storm", 40, 0, 0}, small(1));
    CHECK(run.broken == "");
    CHECK(run.messages == 40);
    CHECK(run.deliveries == 40);
    CHECK(run.delivery_latency.count() == 40);
}

TEST_CASE("measure: a stopped reader hears nothing, the others everything") {
    check_complete(measured(served_by("poll_loop"), {"stopped reader", 6, 0, 2000}, small(50)), 50, 5);
}

TEST_CASE("measure: a server that waits for the reader who has stopped is left out") {
    const doctored_server server(fault::none, 0);  // which waits whenever the kernel has no room
    conditions wanted = small(50);
    wanted.fill = conditions{}.fill;
    wanted.patience = milliseconds(2'000);
    CHECK_THROWS_WITH_AS(measured({"waiting", "", server.command()}, {"stopped reader", 4, 0, 1000}, wanted),
                         "everybody waits for the one who has stopped reading", parley::bench::held_up);
}

TEST_CASE("measure: a server that delivers nothing any more is not excused by the reader who has stopped") {
    const doctored_server server(fault::drop_for_good, 10);
    conditions wanted = small(50);
    wanted.patience = milliseconds(1'000);
    const std::string broken = measured({"mute", "", server.command()}, {"stopped reader", 4, 0, 1000}, wanted).broken;
    CHECK_MESSAGE(begins_with(broken, "lost: c"), broken);
    CHECK_MESSAGE(broken.find("nor after the one who had stopped reading went on") != broken.npos, broken);
}

TEST_CASE("measure: a server that disconnects the reader who has stopped is left out") {
    contestant strict = served_by("poll_loop");
    strict.command.insert(strict.command.end(), {"--outbox-limit", "65536"});
    conditions wanted = small(50);
    wanted.fill = std::size_t{16} << 20;
    CHECK_THROWS_WITH_AS(measured(strict, {"stopped reader", 4, 0, 1000}, wanted),
                         "it disconnects who has stopped reading", not_applicable);
}

TEST_CASE("measure: a slow handler holds up who shares its thread") {
    const load given{"slow handler", 3, 0, 1000};
    const sample loop = measured(model("poll_loop"), given, small(100));
    check_complete(loop, 100, 2);
    CHECK(loop.delivery_latency.max() > 10'000'000);  // a nap is 50 ms
    check_complete(measured(model("thread_per_client"), given, small(100)), 100, 2);
}

TEST_CASE("measure: what a server cannot do is no fault") {
    CHECK_THROWS_AS(measured(served_by("poll_loop"), {"slow handler", 3, 0, 1000}, small(10)), not_applicable);
    //! [not_applicable]
    contestant little = served_by("poll_loop");
    little.command.insert(little.command.end(), {"--client-limit", "3"});
    CHECK_THROWS_WITH_AS(measured(little, {"fan-out", 4, 1, 0}, small(10)),
                         "it refuses c3: `-- The server is full; please try again later.`", not_applicable);
    //! [not_applicable]
}

TEST_CASE("measure: the calls of the socket layer are counted") {
    //! [call_count]
    const sample run = count_calls(model("poll_loop"), {"fan-out", 10, 1, 0}, small(0), {}, 50);
    CHECK(run.broken == "");
    CHECK(run.calls.deliveries == 500);  // of 50 messages
    CHECK(run.calls.send >= 500);   // one message in flight: nothing can be joined
    CHECK(run.calls.send <= 510);   // and one more for each answer
    CHECK(run.calls.receive >= 50);
    CHECK(run.calls.accept == 0);  // everybody had come before
    //! [call_count]
}

TEST_CASE("measure: the calls are counted on the server's processor") {
    const processors apart = processors::apart();
    if (apart.server.empty()) return;  // there is one only, or the system does not say
    const contestant who{"who", "", {}, {"sh", "-c", "grep Cpus_allowed_list /proc/self/status | tr -dc 0-9,- >&2"}};
    CHECK(count_calls(who, {"fan-out", 2, 1, 0}, small(0), apart, 10).broken ==
          "sh has ended without printing an address; it said: " + std::to_string(apart.server.front()));
}

TEST_CASE("measure: an answer to /calls that cannot be understood is no count") {
    using parley::bench::loads::detail::read_calls;
    const parley::bench::call_count made = read_calls("-- calls: 1 22 333\n");
    CHECK((made.accept == 1 && made.receive == 22 && made.send == 333));
    for (const std::string answer : {"", "-- calls", "-- calls:\n", "-- calls: 1 2\n", "-- calls: 1 2 x\n",
                                     "-- calls: 1 2 3", "-- calls: 1 2 3 4\n", "-- Unknown command /calls: 1 2 3\n"}) {
        CAPTURE(answer);
        CHECK_THROWS_AS(read_calls(answer), void_run);
    }
}

TEST_CASE("measure: a server that delivers as it should, doctored or not") {
    const doctored_server server(fault::none, 0);
    sample run = measured({"honest", "", server.command()}, {"fan-out", 5, 8}, small(1000));
    if (run.broken == worked_for_nothing) run.broken.clear();  // it works in this process
    check_complete(run, 1000, 5);
}

TEST_CASE("measure: whose work another program does costs nothing, and that is no number") {
    const server_process asleep({"sh", "-c", "echo 127.0.0.1:1; exec sleep 600"});
    if (asleep.usage().processor_seconds <= 0) return;  // the system does not say
    //! [void_run]
    sample run;
    run.deliveries = 6;  // by a server that has used no processor time
    CHECK_THROWS_WITH_AS(expect_its_own_work(asleep, run), worked_for_nothing.c_str(), void_run);
    run.cost.cpu_seconds = 1e-6;
    CHECK_NOTHROW(expect_its_own_work(asleep, run));
    //! [void_run]
    run.cost.cpu_seconds = 0;
    run.deliveries = 0;
    CHECK_NOTHROW(expect_its_own_work(asleep, run));
}

TEST_CASE("measure: a command that starts another program is not measured") {
    if (measured(served_by("poll_loop"), {"idle", 1}, small(1)).cost.threads == 0) return;  // the system does not say
    contestant wrapped = served_by("poll_loop");
    wrapped.command = {"sh", "-c", "\"$0\" \"$@\" & wait", PARLEY_CHAT_SERVER, "--quiet", "--port", "0"};
    for (const load& given : {load{"fan-out", 2, 1}, load{"join storm", 3}, load{"idle", 3}})
        CHECK(measured(wrapped, given, small(3)).broken ==
              "its command starts another program, whose time would not be counted; use exec");
}

TEST_CASE("measure: the last message of all, heard again") {
    const doctored_server server(fault::twice_later, 5 * (100 + 1000));  // those of the warm-up, and the others
    conditions wanted = small(1000);
    wanted.afterwards = milliseconds(60'000);
    const sample run = measured({"doctored", "", server.command()}, {"fan-out", 5, 8}, wanted);
    CHECK_MESSAGE(begins_with(run.broken, "twice: c"), run.broken);
}

TEST_CASE("measure: after Ctrl+C nothing is anybody's fault") {
    parley::bench::detail::ctrl_c = true;
    CHECK_THROWS_AS(measured({"nobody", "", {"/nowhere"}}, {"fan-out", 2, 1, 0}, small(1)), parley::bench::interrupted);
    parley::bench::detail::ctrl_c = false;
}

TEST_CASE("measure: a doctored server is refused, in the right words") {
    const std::string drop = verdict_on(fault::drop);
    CHECK_MESSAGE(begins_with(drop, "lost: c"), drop);
    CHECK_MESSAGE(drop.find("came instead") != drop.npos, drop);
    const std::string silent = verdict_on(fault::drop_for_good, milliseconds(2'000));
    CHECK_MESSAGE(begins_with(silent, "lost: c"), silent);
    CHECK_MESSAGE(silent.find("nobody has heard anything for 2000 ms") != silent.npos, silent);
    const std::string twice = verdict_on(fault::twice);
    CHECK_MESSAGE(begins_with(twice, "twice: c"), twice);
    const std::string swap = verdict_on(fault::swap);
    CHECK_MESSAGE(begins_with(swap, "out of order: c"), swap);
    for (const fault what : {fault::tear, fault::change}) {
        const std::string torn = verdict_on(what);
        CHECK_MESSAGE(begins_with(torn, "torn: c"), torn);
    }
    const std::string foreign = verdict_on(fault::notice);
    CHECK_MESSAGE(begins_with(foreign, "foreign: c"), foreign);
    CHECK_MESSAGE(foreign.find("`-- Half past nine!`") != foreign.npos, foreign);
    const std::string gone = verdict_on(fault::hang_up);
    CHECK_MESSAGE(begins_with(gone, "the server has disconnected c"), gone);
}

TEST_CASE("measure: why there is no server") {
    CHECK(measured({"nobody", "", {"/nowhere"}}, {"fan-out", 2, 1, 0}, small(1)).broken ==
          "start /nowhere: No such file or directory");
    const contestant brief{"brief", "", {"sh", "-c", "echo 127.0.0.1:1; exit 7"}};
    const sample run = measured(brief, {"fan-out", 2, 1, 0}, small(1));
    CHECK_MESSAGE(begins_with(run.broken, "connect to 127.0.0.1:1: Connection refused"), run.broken);
    CHECK_MESSAGE(run.broken.find("ulimit") == run.broken.npos, run.broken);
    conditions hurried = small(1);
    hurried.patience = milliseconds(100);
    CHECK(measured({"mute", "", {"sleep", "600"}}, {"fan-out", 2, 1, 0}, hurried).broken ==
          "sleep has printed no address");
}
