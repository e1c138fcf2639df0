#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Fan-out with a server that counts its calls of the socket layer. Counting costs time, so nothing is timed.
/// Read next: `bench/serve.hpp`.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <parley/bench/loads/fan_out.hpp>
#include <parley/bench/loads/idle.hpp>
#include <parley/bench/performance.hpp>
#include <string>
#include <string_view>

namespace parley::bench::loads {

namespace detail {

/// One more guest, in a room of its own, asks how many calls were made so far.
inline call_count ask_for_calls(performance& run, std::size_t who) {
    std::string& heard = run.guests.heard_by(who);
    run.guests.give_part(who, who + 1, part::reader);
    heard.clear();
    run.guests.say(who, "/calls\n");
    const time_point deadline = later(clock::now(), run.given.patience);
    while (!heard.ends_with('\n') && clock::now() < deadline) run.guests.take_turn(deadline);
    call_count made;
    const char* const end = heard.data() + heard.size();
    const char* at = std::find<const char*>(heard.data(), end, ':');  // "-- calls: 1 2 3"
    for (std::uint64_t* one : {&made.accept, &made.receive, &made.send})
        if (end - at > 2) at = std::from_chars(at + 1 + (*at == ':'), end, *one).ptr;
    return made;
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
    run.result.calls = {after.accept - before.accept, after.receive - before.receive, after.send - before.send, 0,
                        run.result.deliveries};
}

}  // namespace parley::bench::loads
