#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Sessions without a policy: whatever is done to them in whatever order, each says whole lines to the right people,
/// wakes its policy when there is something to send, keeps in place what it has shown, and is silent once it has
/// finished and all was taken. Input: a script (`fuzz/script.hpp`) in which `m0 5` takes 5 bytes, `g0` asks for what is
/// pending without taking it yet, `f0` lets a deadline come. Read next: `targets/server.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/observe/none.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/ear.hpp"
#include "fuzz/gossip.hpp"
#include "fuzz/input.hpp"
#include "fuzz/script.hpp"

namespace fuzz {

using chat_without_policy = parley::chat_application<parley::null_mutex, parley::observe::none>;

/// A session and what its policy would know of it.
struct seat final : parley::waker {
    seat(chat_without_policy& app, gossip& shared, std::size_t number)
        : hears(shared, number), session(std::make_unique<chat_without_policy::session_type>(app, *this)) {}

    void wake() noexcept override { woken = true; }

    /// Asks what is to be sent, unless that was asked and nothing has been taken since.
    void look() {
        if (session == nullptr || looking) return;
        shown_texts = session->pending(views);
        copied.clear();
        for (const std::string_view text : shown_texts) copied += text;
        demand(!silent || copied.empty(), "something is pending after the end: " + shown(copied));
        demand(copied.empty() || woken || wanting, "something is pending, and nobody was woken: " + shown(copied));
        silent = session->finished() && copied.empty();
        woken = false;
        looking = true;
    }

    /// Takes at most so many bytes of what is pending, and says whether anything is left.
    bool take(std::size_t most) {
        look();
        if (session == nullptr) return false;
        looking = false;
        std::string now;
        for (const std::string_view text : shown_texts) now += text;
        demand(now == copied, "what was shown has changed: " + shown(copied));
        const std::size_t count = std::min(most, now.size());
        hears.hear(std::string_view(now).substr(0, count));
        if (!now.empty()) session->sent(count);  // nothing was offered: then nothing is sent
        wanting = count < now.size() || shown_texts.size() == views.size();
        return count != 0;
    }

    void take_all() {
        while (take(std::size_t{1} << 30)) {}
    }

    void end() {
        if (session != nullptr) session->end_of_input();
    }

    ear hears;
    std::array<std::string_view, 4> views{};
    std::span<const std::string_view> shown_texts{};
    std::string copied{};
    bool woken = true;     // its policy lets every newcomer speak once by itself
    bool looking = false;  // between pending() and sent()
    bool wanting = false;  // not all was taken: its policy knows that there is more
    bool silent = false;
    std::unique_ptr<chat_without_policy::session_type> session;  // last: it wakes while it is made
};

class table {
public:
    explicit table(std::string_view script) : steps_(steps_of(script)), app_(options_of(steps_), {}) {}

    void play() {
        for (const step& now : steps_) act(now);
        for (const step end : {step{'w'}, step{'q'}, step{'w'}}) act(end);
        for (seat& one : seats_) demand(one.session == nullptr || one.session->finished(), "closing, and not finished");
        for (seat& one : seats_) {
            if (one.session == nullptr) continue;  // its connection was cut, maybe in the middle of a line
            one.end();
            one.take_all();
            one.hears.end();
        }
        seats_.clear();
        const std::lock_guard lock(app_.lobby.mutex);
        demand(app_.counted.clients() == 0 && app_.lobby.list_rooms() == "#lobby (0)", "somebody is left");
    }

private:
    void act(const step& now) {
        const auto clock_now = parley::clock::now();
        if (now.what == 'c' && seats_.size() < most_clients) seats_.emplace_back(app_, gossip_, seats_.size());
        if (now.what == 'n') app_.say(now.text), app_.attend();
        if (now.what == 'q') app_.closing();
        if (now.what == 'w') return give_turns(clock_now);
        if (now.whom >= seats_.size()) return;
        seat& one = *std::next(seats_.begin(), static_cast<std::ptrdiff_t>(now.whom));
        if (one.session == nullptr) return;
        switch (now.what) {
            case 's': receive(one, gossip_.worded(now.whom, now.text) + '\n'); break;
            case 'p': receive(one, gossip_.worded(now.whom, now.text)); break;
            case 'r': one.take_all(); break;
            case 'm': one.take(now.number()); break;
            case 'g': one.look(); break;
            case 'h': one.end(); break;
            case 'f': one.session->expire(clock_now); break;
            case 'k': app_.close(one.hears.name(), now.text), app_.attend(); break;
            case 'x':
            case 'z': one.end(), one.session.reset(); break;
            default: break;
        }
    }

    /// A policy hears nobody who has finished.
    static void receive(seat& one, const std::string& bytes) {
        if (!one.session->finished()) one.session->receive(bytes);
    }

    /// Everybody who is due has their turn, then everybody takes what is pending; until that makes no news.
    void give_turns(parley::time_point now) {
        for (int round = 0; round != 3; ++round)
            for (seat& one : seats_) {
                if (one.session != nullptr && !one.session->finished() && one.session->deadline() <= now)
                    one.session->expire(now);
                one.take_all();
            }
    }

    std::vector<step> steps_;
    chat_without_policy app_;
    gossip gossip_{};
    std::list<seat> seats_{};
};

inline void session(std::string_view input) { table(input).play(); }

}  // namespace fuzz
