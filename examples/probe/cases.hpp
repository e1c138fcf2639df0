#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is tried with lines and with one client: bytes in all sizes, and ways to leave. Each case is a function that
/// throws `broken` when the server does not do what is expected. Read next: `cases_together.hpp`.

#include "scene.hpp"

#include <algorithm>
#include <parley/net/native.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace probe {

/// With a small one little is taken before the window is closed: what is sent to this guest has to wait in the server.
inline void receive_buffer(const guest& one, int bytes) {
    parley::net::native::set_option(one.handle(), SOL_SOCKET, SO_RCVBUF, bytes);
}

/// Somebody who comes now is served. Who is refused politely tries again: others may be on their way out.
inline guest& serves_a_newcomer(scene& here) {
    for (const parley::time_point deadline = here.limit();;) {
        try {
            guest& ned = here.enter_first("ned");
            here.says(ned);
            here.is_heard(ned);
            return ned;
        } catch (const broken& found) {
            if (found.what_is_wrong != symptom::cut_off || parley::clock::now() >= deadline) throw;
            for (guest& one : here.guests())
                if (one.over()) one.stays = false;
        }
    }
}

/// Somebody else, if the server serves two at once; else null.
inline guest* enter_another(scene& here) {
    try {
        return &here.enter_two().second;
    } catch (const broken& found) {
        if (found.what_is_wrong != symptom::not_served) throw;
        here.guests().back().hang_up();
        here.guests().back().stays = false;
        return nullptr;
    }
}

inline void dribble(scene& here) {
    guest& ann = here.enter_first();
    here.does("ann", "says 3 lines, one byte in each segment");
    for (int line = 0; line != 3; ++line)
        for (const char byte : here.ours.text("ann", ++ann.said) + '\n') {
            ann.say({&byte, 1});
            here.await([&] { return ann.unsaid() == 0; }, symptom::frozen, "the server takes one byte after the other");
            here.pause(parley::milliseconds(2));
        }
    here.is_heard(ann);
}

inline void coalesce(scene& here) {
    guest& ann = here.enter_first();
    here.does("ann", "says 200 lines in one segment, half of them with CRLF");
    std::string all;
    for (int line = 0; line != 200; ++line)
        all += here.ours.text("ann", ++ann.said) + (line % 2 == 0 ? "\n" : "\r\n");
    ann.say(all);
    here.is_heard(ann);
}

inline void half_close(scene& here) {
    guest& ann = here.enter_first();
    const auto all = here.audience(ann);
    const bool hears_herself = ann.has_heard(ann) != 0;
    here.does("ann", "says 50 lines and half-closes: \"I shall say no more\"");
    for (int line = 0; line != 50; ++line) here.says(ann);
    here.await([&] { return ann.unsaid() == 0; }, symptom::frozen, "the server takes 50 lines");
    ann.half_close();
    ann.stays = false;
    const std::string wanted = "everybody who hears ann hears all that she said before she half-closed, she too";
    const auto ends_too_early = [&] { return hears_herself && ann.over() && ann.has_heard(ann) != ann.said; };
    here.await([&] { return scene::heard_by_all(ann, all) == ann.said || ends_too_early(); }, symptom::lost, wanted);
    if (ends_too_early()) throw broken(symptom::lost, wanted);
    here.await([&] { return ann.over(); }, symptom::stays_open, "then the server hangs up on ann");
    if (ann.was_reset()) throw broken(symptom::cut_off, "the server hangs up on ann with a FIN, and not with a reset");
}

inline void long_line(scene& here) {
    constexpr std::size_t size = std::size_t{2} << 20;
    guest* const bob = enter_another(here);
    guest& ann = here.guests().front();
    ann.strict = ann.stays = false;  // whoever does that may be hung up on
    here.does("ann", "says a line of 2 MiB, and then a short one");
    ann.say(here.ours.text("long", 1, size) + '\n');
    here.says(ann);
    const auto heard = [&](std::string_view who, std::size_t number) {
        return std::any_of(here.guests().begin(), here.guests().end(),
                           [&](const guest& one) { return one.has_heard(who) == number; });
    };
    here.await([&] { return heard("long", 1) || heard("ann", ann.said) || ann.over(); }, symptom::frozen,
               "the line after it is heard, or ann is hung up on");
    if (heard("long", 1)) throw broken(symptom::no_limit, "nobody is told a line of 2 MiB: there is a limit");
    if (bob == nullptr) {
        ann.hang_up();  // or nobody else is served
    } else {
        here.says(*bob);
        here.is_heard(*bob);
    }
    serves_a_newcomer(here);
}

inline void garbage(scene& here) {
    guest& ann = here.enter_first();
    here.does("ann", "says every byte there is, escape sequences, broken UTF-8 and telnet commands");
    std::string all;
    for (int byte = 1; byte != 256; ++byte) all += static_cast<char>(byte);
    using namespace std::string_view_literals;
    all += "\n\x1b[2J\x1b]0;title\a\n"sv;
    all += "\xc0\x80\xed\xa0\x80\xf0\x9f\xff\n"sv;
    all += "\xff\xfb\x01\xff\xfd\x06\n\r\r\n\0a\0\n\n"sv;
    ann.say(all);
    here.says(ann);
    here.is_heard(ann);
    for (const guest& one : here.guests())
        if (one.heard_escape) throw broken(symptom::escapes, "no escape sequence reaches anybody's terminal");
}

/// 300 who come at once, and go with a reset, or stay for a while.
inline void connect_storm(scene& here) {
    constexpr int many = 300;
    guest& ann = here.enter_first();
    std::vector<parley::net::socket> crowd;
    const auto crowd_connects = [&] {
        for (int i = 0; i != many; ++i) crowd.push_back(here.connected());
    };
    here.does("a crowd of 300", "connects and resets at once");
    crowd_connects();
    for (parley::net::socket& one : crowd) parley::testing::connection(std::move(one)).reset();
    crowd.clear();
    here.says(ann);
    here.is_heard(ann);
    here.does("a crowd of 300", "connects and stays");
    crowd_connects();
    here.is_served_or_refused("kit");  // those who came before kit have been looked at
    here.says(ann);
    here.is_heard(ann);
    here.does("everybody", "hangs up");
    crowd.clear();
    for (guest& one : here.guests()) {
        one.hang_up();
        one.stays = false;
    }
    serves_a_newcomer(here);
}

}  // namespace probe
