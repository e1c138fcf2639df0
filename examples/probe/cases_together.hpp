#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is tried with several clients: who hears whom, and what one of them can do to the others. Each case is a
/// function that throws `broken` when the server does not do what is expected. Read next: `run.hpp`.

#include "cases.hpp"

namespace probe {

inline void two_clients(scene& here) { here.enter_two(); }

/// Lines of two who are always half-way through one: the end of a line comes with the beginning of the next, and when
/// it is heard, the server has read that, too.
inline void broadcast(scene& here) {
    constexpr int lines = 20;
    std::pair<guest&, guest&> two = [&]() -> std::pair<guest&, guest&> {
        try {
            return here.enter_two();
        } catch (const broken& found) {
            if (found.what_is_wrong != symptom::not_served) throw;
            throw not_applicable("a second client is not served: see two-clients");
        }
    }();
    if (!scene::hear_each_other(two.first, two.second)) throw broken(symptom::unheard, "what ann says bob hears");
    here.does("ann and bob", "say 20 lines each, in turns: the end of a line with the beginning of the next");
    std::string begun[2];  // what is left of the line that each is half-way through
    for (int line = 0; line <= lines; ++line)
        for (guest* const one : {&two.first, &two.second}) {
            std::string& rest = begun[one == &two.second];
            if (line != 0) ++one->said;
            const std::string next = line == lines ? "" : here.ours.text(one->name, one->said + 1) + '\n';
            one->say(rest + next.substr(0, next.size() / 2));
            here.is_heard(*one);
            rest = next.substr(next.size() / 2);
        }
}

/// Ann and bob say 12 MB, in turns, while cat does not read.
inline void freeze(scene& here) {
    constexpr std::size_t lines = 13'400, size = 900, turn = 670;
    const auto two = here.enter_two_who_talk();
    guest &ann = two.first, &bob = two.second;  // clang 14 captures no structured bindings
    guest& cat = here.enter("cat");
    receive_buffer(cat, 1 << 16);
    cat.reads = cat.strict = cat.stays = false;
    here.does("cat", "stops reading, with a receive buffer of 64 KiB");
    here.does("ann and bob", "say 12 MB, and read");
    for (std::size_t said = 0; said < lines; said += 2 * turn)
        for (guest* const one : {&ann, &bob}) here.talks(*one, turn, size, symptom::frozen);
    const std::size_t before = cat.lines;
    here.does("cat", "reads again");
    receive_buffer(cat, 1 << 20);
    cat.reads = true;
    here.says(ann);
    here.is_heard(ann, symptom::frozen);
    here.await([&] { return cat.over() || cat.has_heard(ann) == ann.said; }, symptom::frozen,
               "cat, who reads again, hears what is said now, or is hung up on");
    if (cat.lines - before >= lines)
        throw broken(symptom::hoards, "what waits for cat has a limit; but all of the 12 MB was kept for her");
}

/// Says much, reads nothing, and dies when the server takes no more: what it has read it will answer to nobody.
inline void talker_dies(scene& here, guest& talker) {
    here.does(talker.name, "says much, reads nothing, and dies: a reset");
    receive_buffer(talker, 1 << 16);
    talker.reads = talker.strict = talker.stays = false;
    for (int line = 0; line != 40'000; ++line) here.says(talker, 200);
    for (bool more = true; more && talker.unsaid() != 0;) {
        const std::size_t rest = talker.unsaid();
        here.turn(parley::later(parley::clock::now(), parley::milliseconds(300)));
        more = talker.unsaid() != rest;
    }
    talker.reset();
}

/// Somebody dies with much to hear, and then in the middle of a broadcast.
inline void reset(scene& here) {
    talker_dies(here, here.enter_first());
    guest& ned = serves_a_newcomer(here);
    if (here.audience(ned).empty()) return;
    try {
        here.enter("tom");
    } catch (const broken& found) {
        if (found.what_is_wrong == symptom::not_served) return;  // nobody to die in the middle of a broadcast
        throw;
    }
    guest& tom = here.guests().back();
    receive_buffer(tom, 1 << 16);
    tom.reads = tom.strict = tom.stays = false;
    here.does("ned", "says 40 lines; in the middle of them tom, who reads nothing, dies: a reset");
    for (int line = 0; line != 20; ++line) here.says(ned, 900);
    here.turn(here.limit());
    tom.reset();
    here.talks(ned, 20, 900, symptom::lost);
    serves_a_newcomer(here);
}

/// One talks without end; meanwhile another is heard again and again. Whoever floods may be slowed down or sent away.
inline void flood(scene& here) {
    constexpr std::size_t lines = 20'000, size = 200, window = 96 * 1024 / size, rounds = 20;
    guest* const bob = enter_another(here);
    if (bob == nullptr) throw not_applicable("a second client is not served: see two-clients");
    guest& ann = here.guests().front();
    const auto all = here.audience(ann), bobs = here.audience(*bob);
    for (guest& one : here.guests()) one.strict = false;
    ann.stays = false;
    here.does("ann", "says 20,000 lines of 200 bytes, as fast as they are heard");
    here.does("bob", "says a line whenever his last was heard");
    const std::size_t first = ann.said, bobs_first = bob->said;
    std::size_t heard = first;
    const auto flooded = [&] { return heard - first >= lines || ann.over(); };
    while (!flooded() || bob->said - bobs_first < rounds) {
        here.says(*bob);
        here.await(
            [&] {
                heard = scene::heard_by_all(ann, all);
                while (!ann.over() && ann.said - heard < window) here.says(ann, size);
                return scene::heard_by_all(*bob, bobs) == bob->said || ann.over();
            },
            symptom::starves, "bob is heard while ann floods", false);
    }
}

/// 16 who claim one nickname at once.
inline void dup_nick(scene& here) {
    const auto two = here.enter_two_who_talk();
    guest &ann = two.first, &bob = two.second;  // clang 14 captures no structured bindings
    if (!here.asks_for_nicknames()) throw not_applicable("this server asks for no nickname");
    if (bob.prefix_of(ann).find(ann.nickname) == std::string::npos)
        throw not_applicable("this server does not say who speaks");
    const std::string same = "same" + here.ours.run();
    std::vector<guest*> twins;
    for (int i = 1; i <= 16; ++i) twins.push_back(&here.connect("twin" + std::to_string(i)));
    const auto all = [&](auto condition) { return std::all_of(twins.begin(), twins.end(), condition); };
    for (guest* const one : twins) one->stays = false;
    here.await([&] { return all([](const guest* one) { return one->over() || !one->unfinished().empty(); }); },
               symptom::not_served, "16 more are asked for a nickname");
    here.does("all 16", "answer at once: " + same);
    for (guest* const one : twins) {
        one->take_unfinished();
        one->bytes = 0;
        one->say(same + '\n');
    }
    const auto answered = [](const guest* one) { return one->over() || one->bytes != 0 || !one->unfinished().empty(); };
    here.await([&] { return all(answered); }, symptom::not_served, "each of them is let in, asked again or refused");
    here.knock([&] { return all([&](const guest* one) { return one->over() || here.inside(*one); }); }, here.limit());
    here.says(ann);
    here.is_heard(ann);  // and so is what the sixteen said before
    const auto same_name = [&](const guest* one) {
        return (ann.prefix_of(*one) + bob.prefix_of(*one)).find(same) != std::string::npos;
    };
    const auto count = std::count_if(twins.begin(), twins.end(), same_name);
    if (count > 1)
        throw broken(symptom::twins, "one of them is let in as " + same + "; but " + std::to_string(count) + " are");
}

}  // namespace probe
