// SPDX-License-Identifier: MIT

/// @file
/// Row 27 of the fault table: joins, floods, stalls, resets, half-closes, changes of name and room, as fast as they go,
/// against chat_server, while two witnesses talk and miss nothing. The server's memory, descriptors and threads are
/// looked at once a second: their level stays, and when all have gone descriptors and threads are what they were before.
///
/// PARLEY_SOAK_SECONDS: how long, for each model (6). PARLEY_SOAK_FOLDER: there each model's samples are left as CSV,
/// and soak.svg, drawn of all that lie there. `tests/soak.sh` sets both.

#include "faults/server_program.hpp"
#include "faults/trouble.hpp"
#include "sanitizers.hpp"
#include "soak/picture.hpp"
#include "soak/samples.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace faults_test;
using namespace soak_test;

namespace {

// How far the level may rise from the first half to the second. Memory: what the allocator does not give back at once.
// Descriptors and threads: how many happen to be connected.
constexpr double memory_allowance = 2048;  // KiB
constexpr double client_allowance = 8;

constexpr std::size_t crowd_size = 40;

std::string setting(const char* name, const char* otherwise) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : otherwise;
}

/// Says a numbered line whenever its last one came back, and knows what it ought to hear.
class witnesses {
public:
    witnesses(party& guests, std::size_t count) {
        for (std::size_t i = 0; i != count; ++i) {
            guest& one = guests.join("w" + std::to_string(i));
            one.heard.clear();
            all_.push_back(&one);
        }
        heard_.resize(count);
        for (std::size_t i = 0; i != count; ++i)
            all_[i]->on_line = [this, i](std::string_view line) {
                if (line.size() < 3 || line[0] != 'w' || line[2] != ':') return;
                if (line != expected(heard_[i]) && wrong.empty()) wrong = line;
                ++heard_[i];
            };
    }
    void say_next() { all_[said_ % all_.size()]->say("round " + std::to_string(said_) + "\n"), ++said_; }
    bool have_heard() const {
        return std::all_of(heard_.begin(), heard_.end(), [this](std::size_t one) { return one >= said_; });
    }
    std::size_t said() const { return said_; }
    std::string wrong{};

private:
    std::string expected(std::size_t number) const {
        std::string line = all_[number % all_.size()]->name;
        return line.append(": round ").append(std::to_string(number));
    }
    std::vector<guest*> all_{};
    std::vector<std::size_t> heard_{};
    std::size_t said_ = 0;
};

sample look_at(const server_program& program, clock::time_point begin) {
    const std::chrono::duration<double> passed = clock::now() - begin;
    return {passed.count(), static_cast<double>(program.memory()) / 1024, static_cast<double>(program.descriptors()),
            static_cast<double>(program.threads())};
}

struct soak {
    samples seen{};
    std::array<std::size_t, deeds> done{};
    std::size_t talked = 0;

    std::size_t count(deed one) const { return done[static_cast<std::size_t>(one)]; }

    void run(const server_program& program, party& guests, std::size_t talkers, clock::duration length) {
        witnesses talk(guests, talkers);
        std::mt19937 random(27);
        std::deque<trouble> crowd;
        for (std::size_t i = 0; i != crowd_size; ++i) crowd.emplace_back(program.port, random, i);
        const auto begin = clock::now();
        auto next_look = begin + seconds(1);
        while (clock::now() - begin < length) {
            for (int k = 0; k != 8; ++k) ++done[static_cast<std::size_t>(crowd[random() % crowd.size()].step())];
            if (talkers != 0) talk.say_next();
            REQUIRE(guests.until([&] {
                for (trouble& one : crowd) one.move();
                return talk.have_heard();
            }));
            if (talkers == 0) guests.turn();  // nobody to wait for but the crowd
            if (clock::now() < next_look) continue;
            next_look += seconds(1);
            seen.push_back(look_at(program, begin));
        }
        talked = talk.said();
        CHECK(talk.wrong == "");
    }

    void report(std::string_view model, const halves& memory) const {
        std::printf("%.*s: %zu s; %zu came, %zu floods, %zu stalls, %zu changes of room, %zu of name, %zu half-closes, %zu resets, "
                    "%zu /quit; %zu lines of the witnesses; memory %.0f KiB, then %.0f KiB\n",
                    static_cast<int>(model.size()), model.data(), seen.size(), count(deed::come), count(deed::flood),
                    count(deed::stall), count(deed::change_room), count(deed::rename), count(deed::half_close),
                    count(deed::reset), count(deed::quit), talked, memory.first, memory.second);
        std::fflush(stdout);
    }
};

}  // namespace

TEST_CASE_TEMPLATE("row 27: a soak leaves memory, descriptors and threads where they were", P, PARLEY_MODELS) {
    const std::string model(policy_name<P>);
    if (const std::string only = setting("PARLEY_SOAK_MODEL", model.c_str()); only != model) return;
    server_program program(model, {"--login-limit", "0.3", "--farewell-limit", "0.2", "--outbox-limit", "524288", "--history", "20"});
    party guests(program.port);
    const std::size_t idle_threads = program.threads() + (sanitizers::thread_sanitizer ? 1 : 0);  // it has one of its own
    guest& first = guests.join("first");  // by then the server has all that it needs itself
    sample before = look_at(program, clock::now());
    if (before.descriptors == 0) return;  // a system that does not say
    const double without_it = before.descriptors - (std::is_same_v<P, parley::thread_per_client> ? 2 : 1);
    first.reset();
    REQUIRE(guests.until([&] {
        before = look_at(program, clock::now());
        return before.descriptors <= without_it && before.threads <= static_cast<double>(idle_threads);
    }));

    soak one;
    one.run(program, guests, P::serves_together ? 2 : 0, seconds(std::stoi(setting("PARLEY_SOAK_SECONDS", "6"))));
    const halves memory(one.seen, &sample::memory);
    one.report(model, memory);
    if (const std::string folder = setting("PARLEY_SOAK_FOLDER", ""); !folder.empty()) {
        write_csv(folder + "/" + model + ".csv", one.seen);
        draw_picture(folder);
    }
    if (!sanitizer) CHECK(memory.growth() <= memory_allowance);  // a sanitizer keeps what was freed
    CHECK(halves(one.seen, &sample::descriptors).growth() <= client_allowance);
    CHECK(halves(one.seen, &sample::threads).growth() <= client_allowance);

    guests.guests.clear();
    sample after;
    CHECK(guests.until([&] {
        after = look_at(program, clock::now());
        return after.descriptors <= before.descriptors && after.threads <= before.threads;
    }));
    CAPTURE(before.descriptors);
    CAPTURE(after.descriptors);
    CHECK(after.threads == before.threads);
    guest& last = guests.join("last");  // and it still serves
    last.say("hello\n");
    CHECK(guests.until([&] { return last.has_heard("last: hello\n"); }));
    CHECK(program.end(guests) == 0);
}
