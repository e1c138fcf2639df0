#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Fan-out with a server that counts its calls of the socket layer. Counting costs time, so nothing is timed.
/// Read next: `bench/serve.hpp`.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <parley/bench/breach.hpp>
#include <parley/bench/loads/fan_out.hpp>
#include <parley/bench/loads/idle.hpp>
#include <parley/bench/performance.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace parley::bench::loads {

namespace detail {

/// "-- calls: 1 2 3": accept, receive, send. Throws `void_run` when that is not what it says.
inline call_count read_calls(std::string_view answer) {
    constexpr std::string_view begin = "-- calls:";
    call_count made;
    const char* at = answer.data() + std::min(begin.size(), answer.size());
    const char* const end = answer.data() + answer.size();
    bool good = answer.starts_with(begin);
    for (std::uint64_t* const one : {&made.accept, &made.receive, &made.send}) {
        good = good && at != end && *at++ == ' ';
        const auto [behind, error] = std::from_chars(at, end, *one);
        good = good && error == std::errc();
        at = behind;
    }
    if (!good || at == end || *at != '\n') throw void_run("it does not tell its calls, but " + breach::quoted(answer));
    return made;
}

/// One more guest, in a room of its own, asks how many calls were made so far.
inline call_count ask_for_calls(performance& run, std::size_t who) {
    std::string& heard = run.guests.heard_by(who);
    run.guests.give_part(who, who + 1, part::reader);
    heard.clear();
    run.guests.say(who, "/calls\n");
    const time_point deadline = later(clock::now(), run.given.patience);
    while (!heard.ends_with('\n') && clock::now() < deadline) run.guests.take_turn(deadline);
    return read_calls(heard);
}

}  // namespace detail

/// Fills `sample::calls` only.
inline void counted_fan_out(performance& run) {
    const load& wanted = run.result.given;
    const std::size_t counter = wanted.clients;
    run.guests.invite(wanted.clients + 1);
    if (!change_room(run, counter)) throw not_applicable("it has no rooms");
    run.begin_talk(wanted.clients, std::min({wanted.in_flight, most_talkers, wanted.clients}));
    call_count before;
    const auto talk_and_count = [&](const until& end) {
        before = detail::ask_for_calls(run, counter);
        run.talking->keep_in_flight(wanted.in_flight, end);
    };
    run.measure(talk_and_count);
    const call_count after = detail::ask_for_calls(run, counter);
    run.result.calls = {after.accept - before.accept, after.receive - before.receive, after.send - before.send,
                        run.result.deliveries};
}

}  // namespace parley::bench::loads
