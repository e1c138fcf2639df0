#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A whole server in memory, under `event_loop`, in whatever order things happen: the script says who is found ready in
/// which turn, how much room there is, which call fails. In the end everybody must be served: nobody is forgotten,
/// nothing lost, nothing spins. Input: a script (`fuzz/script.hpp`). Read next: `targets/sockets.hpp`.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <parley/concurrency/event_loop.hpp>
#include <parley/server.hpp>
#include <parley/testing/in_memory.hpp>
#include <parley/testing/scripted_poller.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/ear.hpp"
#include "fuzz/gossip.hpp"
#include "fuzz/input.hpp"
#include "fuzz/script.hpp"

namespace fuzz {

/// A client in memory: it hears what its machine has, and remembers what was done to it.
struct guest_in_memory {
    guest_in_memory(std::shared_ptr<parley::testing::in_memory_connection> connected, gossip& shared,
                    std::size_t number)
        : line(std::move(connected)), hears(shared, number) {}

    void listen() {
        hears.hear(std::string_view(line->heard).substr(listened));
        listened = line->heard.size();
    }

    /// Can it expect to be heard and answered?
    bool present() const { return unharmed() && !line->told_all && !line->said_all; }
    /// Did its connection live as long as both sides wanted?
    bool unharmed() const { return !broken && !gave_up && !line->reset; }

    std::shared_ptr<parley::testing::in_memory_connection> line;
    ear hears;
    std::size_t listened = 0;
    bool gave_up = false;   // it hung up before it was told all
    bool broken = false;    // a call failed in a way that does not pass
    bool deafened = false;  // reading from it failed once
    int token = 0;          // in the end: what it says, and everybody in its room has to hear
};

class evening_in_memory final : public parley::testing::poller_script {
public:
    explicit evening_in_memory(std::string_view script)
        : steps_(steps_of(script)), server_(options_of(steps_), parley::testing::in_memory(network_)) {}

    void serve() {
        const parley::testing::scripted_poller::follow following(*this);
        server_.run();
        for (std::size_t i = 0; i != guests_.size(); ++i) {
            guest_in_memory& one = guests_[i];
            one.listen();
            demand(one.line->closed, "a connection is left open");
            if (!one.unharmed()) continue;
            // Who is refused is told so and read from once, and nothing is waited for: what fails then stays undone.
            const bool refused = refusal.starts_with(one.line->heard);
            if (!refused) one.hears.end();
            if (!one.hears.was_cut()) gossip_.check_names(i);
            const bool excused = refused && one.deafened;
            demand(!one.line->closed_unread || excused, "closed with something unread: the last words may be lost");
        }
        demand(server_.statistics().clients == 0, "a client is left");
    }

    /// The loop would sleep.
    void wait(std::span<parley::interest* const> watched, parley::time_point,
              std::vector<parley::readiness>& answers) override {
        for (guest_in_memory& one : guests_) one.listen();
        demand(++turns_ < 20 * most_steps, "it spins, or does not end");
        while (next_ != steps_.size()) {
            const step& now = steps_[next_++];
            if (now.what == 'w') return find_some(watched, now.number(), answers);
            act(now);
        }
        find_all(watched, answers);
        if (answers.empty()) go_to_the_end();
    }

private:
    void act(const step& now) {
        if (now.what == 'c') return come();
        if (now.what == 'n') return static_cast<void>(server_.say(now.text));
        if (now.what == 'q') return server_.stop();
        if (now.what == 'a' && !network_->waiting.empty()) network_->accept_fails = now.error();
        if (now.whom >= guests_.size()) return;
        guest_in_memory& one = guests_[now.whom];
        auto& line = *one.line;
        const bool talks = !line.said_all && !line.hung_up && !line.reset;
        switch (now.what) {
            case 's':
                if (talks) line.said += gossip_.worded(now.whom, now.text) + '\n';
                break;
            case 'p':
                if (talks) line.said += gossip_.worded(now.whom, now.text);
                break;
            case 'r': line.taken = line.heard.size(); break;
            case 'm': line.room = now.number(); break;
            case 'h': line.said_all = true; break;
            case 'x': line.hung_up = one.gave_up = true; break;
            case 'z': line.reset = true; break;
            case 'k':
                if (!one.hears.name().empty()) server_.close(one.hears.name(), now.text);
                break;
            case 'f':
                one.deafened = true;
                fail(one, line.receive_fails, now.error());
                break;
            case 'g': fail(one, line.send_fails, now.error()); break;
            default: break;
        }
    }

    void come() {
        if (guests_.size() == most_clients) return;
        if (auto line = network_->connect()) guests_.emplace_back(std::move(line), gossip_, guests_.size());
    }

    static void fail(guest_in_memory& one, std::optional<int>& call, int error) {
        call = error;
        if (parley::net::native::classify(error).status == parley::net::io_status::failed) one.broken = true;
    }

    void find_all(std::span<parley::interest* const> watched, std::vector<parley::readiness>& answers) const {
        for (const parley::interest* one : watched)
            if (const auto found = parley::testing::ready(*network_, *one)) answers.push_back(*found);
    }

    /// Some of those who are ready, maybe in another order, maybe somebody who is not: a kernel may be wrong (select(2)).
    void find_some(std::span<parley::interest* const> watched, std::size_t which,
                   std::vector<parley::readiness>& answers) const {
        find_all(watched, answers);
        std::size_t bit = 0;
        std::erase_if(answers, [&](const auto&) { return (which >> (bit++ % 5) & 1) == 0; });
        if ((which & 32) != 0) std::reverse(answers.begin(), answers.end());
        if ((which & 64) != 0 && !watched.empty() && answers.empty())
            answers.push_back({watched.back()->whom, watched.back()->input, watched.back()->output});
    }

    /// Nothing happens any more. Everybody who is there gets a name, if they have none; then each says something.
    void go_to_the_end() {
        for (guest_in_memory& one : guests_) {
            one.line->receive_fails = one.line->send_fails = std::nullopt;
            one.line->taken = one.line->heard.size();
            one.line->room = std::size_t{1} << 30;
            if (one.line->told_all) one.line->hung_up = true;
        }
        switch (stage_++) {
            case 0: return;  // what waited for room comes
            case 1:
                for (std::size_t i = 0; i != guests_.size(); ++i)
                    if (guests_[i].present()) guests_[i].line->said += "\n" + gossip::name_in_the_end(i) + "\n";
                return;
            case 2:
                for (std::size_t i = 0; i != guests_.size(); ++i)
                    if (guests_[i].present())
                        guests_[i].line->said += "<" + std::to_string(guests_[i].token = gossip_.issue(i)) + ">\n";
                return;
            case 3: check_that_all_heard_all(); return server_.stop();
            default: demand(stage_ < 20, "the server does not end");
        }
    }

    void check_that_all_heard_all() const {
        for (const guest_in_memory& one : guests_)
            for (const guest_in_memory& other : guests_) {
                if (one.token == 0 || other.token == 0 || one.hears.room() != other.hears.room()) continue;
                demand(one.hears.has_heard(other.token),
                       one.hears.name() + " has not heard what " + other.hears.name() + " said last");
            }
    }

    static constexpr std::string_view refusal = "-- The server is full; please try again later.\n";

    std::vector<step> steps_;
    std::shared_ptr<parley::testing::in_memory_network> network_ =
        std::make_shared<parley::testing::in_memory_network>();
    parley::server<parley::event_loop<parley::testing::scripted_poller>, parley::testing::in_memory> server_;
    gossip gossip_{};
    std::vector<guest_in_memory> guests_{};
    std::size_t next_ = 0, turns_ = 0, stage_ = 0;
};

inline void server(std::string_view input) { evening_in_memory(input).serve(); }

}  // namespace fuzz
