#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Guests by the thousand, moved by the one thread of the test: poll(2) over those who want something. Nothing here
/// sleeps: a test waits for what it expects, with a limit that is only reached when something is broken.
/// Read next: `models.hpp`.

#include "guest.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <doctest/doctest.h>
#include <parley/chat/wording.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace faults_test {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Generous: it is only reached when something is broken.
inline constexpr seconds patience{60};

class party {
public:
    explicit party(std::uint16_t port) : port_(port) {}

    /// A guest that begins to connect.
    guest& invite(manners wanted = {}) { return guests.emplace_back(port_, wanted); }

    /// A guest that is asked for its name.
    guest& arrive(manners wanted = {}) {
        guest& one = invite(wanted);
        REQUIRE(until([&] { return one.has_heard(prompt); }));
        return one;
    }

    /// A guest that is in the chat. Who was too slow for a short login limit, on a busy machine, comes again.
    guest& join(std::string_view name, manners wanted = {}) {
        for (const auto deadline = clock::now() + patience;;) {
            guest& one = arrive(wanted);
            give_name(one, name);
            REQUIRE(until([&] { return one.over() || one.has_heard(welcome); }));
            if (one.has_heard(welcome)) return one;
            REQUIRE(one.has_heard(parley::chat::wording::login_over));
            REQUIRE(clock::now() < deadline);
            one.close();
        }
    }

    /// The same, and `witness` has heard of it.
    guest& join_before(guest& witness, std::string_view name, manners wanted = {}) {
        guest& one = join(name, wanted);
        REQUIRE(until([&] { return witness.has_heard(joined(name) + "\n"); }));
        return one;
    }

    /// So many guests called PREFIX0, PREFIX1, ..., all at once.
    std::vector<guest*> join_all(std::size_t count, const std::string& prefix, manners wanted = {}) {
        std::vector<guest*> all;
        for (std::size_t i = 0; i != count; ++i) {
            all.push_back(&invite(wanted));
            give_name(*all.back(), prefix + std::to_string(i));
        }
        std::size_t inside = 0;
        REQUIRE(until([&] {
            while (inside != count && all[inside]->has_heard(welcome)) ++inside;
            return inside == count;
        }));
        return all;
    }

    static void give_name(guest& one, std::string_view name) {
        one.name = name;
        one.say(one.name + "\n");
    }

    /// Moves bytes until the condition holds; false when that takes too long.
    template <class Condition>
    bool until(Condition&& holds, milliseconds limit = patience) {
        const auto deadline = clock::now() + limit;
        while (!holds()) {
            if (clock::now() >= deadline) return holds();
            turn();
        }
        return true;
    }

    /// One round: everybody who can says and reads something. Waits a little when nobody can.
    void turn() {
        asked_.clear();
        entries_.clear();
        for (guest& one : guests) {
            if (one.unsent() != 0) one.speak();
            if (const short wishes = one.wishes(); wishes != 0) {
                entries_.push_back({one.descriptor(), wishes, 0});
                asked_.push_back(&one);
            }
        }
        // A short wait, since a condition may be about something else than what guests hear.
        if (parley::net::native::wait(entries_, parley::later(parley::clock::now(), parley::milliseconds(1))) <= 0) return;
        for (std::size_t i = 0; i != entries_.size(); ++i) {
            if ((entries_[i].revents & ~POLLIN) != 0) asked_[i]->speak();
            if ((entries_[i].revents & ~POLLOUT) != 0 && asked_[i]->reading) asked_[i]->listen();
        }
    }

    std::deque<guest> guests{};

private:
    std::uint16_t port_;
    std::vector<parley::net::native::poll_entry> entries_{};
    std::vector<guest*> asked_{};
};

}  // namespace faults_test
