#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The same evening over socket pairs, under a real model: what the machine does in between is up to the machine, so
/// only what must hold in every order is asked for. Input: a script (`fuzz/script.hpp`) whose fourth option is the
/// model; faults and room have no meaning here. Read next: `fuzz/replay_test.cpp`.

#include <cstddef>
#include <list>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "every_policy.hpp"
#include "fuzz/ear.hpp"
#include "fuzz/gossip.hpp"
#include "fuzz/input.hpp"
#include "fuzz/script.hpp"

namespace fuzz {

/// A client with a real descriptor.
struct guest_with_socket {
    guest_with_socket(parley::net::socket connected, gossip& shared, std::size_t number)
        : socket(std::move(connected)), hears(shared, number) {}

    void listen() {
        char buffer[4096];
        while (open) {
            const auto got = socket.receive(buffer);
            if (got.status == parley::net::io_status::would_block) return;
            if (got.status == parley::net::io_status::ok) {
                hears.hear({buffer, got.count});
                continue;
            }
            lost = got.status != parley::net::io_status::closed;
            hang_up();
        }
    }

    void say(std::string_view bytes) {
        if (!open || said_all) return;
        const auto sent = socket.send({&bytes, 1});
        demand(sent.count == bytes.size() || sent.status == parley::net::io_status::failed,
               "a script is more than a kernel takes");
    }

    void hang_up() {
        open = false;
        socket = parley::net::socket();
    }

    bool present() const { return open && !said_all; }

    parley::net::socket socket;
    ear hears;
    bool open = true;
    bool said_all = false;
    bool lost = false;     // with an error
    bool hung_up = false;  // by itself: what was on its way is not missed
    int token = 0;
};

template <class Policy>
class evening_with_sockets {
public:
    evening_with_sockets(const std::vector<step>& steps, std::size_t most)
        : steps_(steps), most_(most), server_(options_of(steps)) {}

    void serve() {
        server_.start();
        for (const step& now : steps_) act(now);
        if (!stopped_) hear_each_other();
        server_.stop();
        wait("the server to close", [&] { return all([](const auto& one) { return !one.open; }); });
        server_.wait();
        std::size_t number = 0;
        for (const guest_with_socket& one : guests_) {
            if (!one.lost && !one.hung_up) one.hears.end();
            if (!one.lost && !one.hung_up && !one.hears.was_cut()) gossip_.check_names(number);
            ++number;
        }
        demand(server_.statistics().clients == 0, "a client is left");
    }

private:
    void act(const step& now) {
        if (now.what == 'c') return come();
        if (now.what == 'n') return static_cast<void>(server_.say(now.text));
        if (now.what == 'q') return server_.stop(), static_cast<void>(stopped_ = true);
        if (now.what == 'w') return look(parley::later(parley::clock::now(), parley::milliseconds(1)));
        if (now.whom >= guests_.size()) return;
        guest_with_socket& one = *std::next(guests_.begin(), static_cast<std::ptrdiff_t>(now.whom));
        switch (now.what) {
            case 's': one.say(gossip_.worded(now.whom, now.text) + '\n'); break;
            case 'p': one.say(gossip_.worded(now.whom, now.text)); break;
            case 'r': one.listen(); break;
            case 'h':
                if (one.open) one.socket.shutdown_send(), one.said_all = true;
                break;
            case 'x':
            case 'z': one.hung_up |= one.open, one.hang_up(); break;
            case 'k':
                if (!one.hears.name().empty()) server_.close(one.hears.name(), now.text);
                break;
            default: break;
        }
    }

    void come() {
        if (guests_.size() == most_) return;
        try {
            guests_.emplace_back(server_.listener().connect(), gossip_, guests_.size());
        } catch (const parley::setup_error&) {
            demand(stopped_, "nobody listens");
        }
    }

    /// Everybody gets a name, if they have none, and says something, twice: once their first line has come back, all that
    /// they said before was understood, and everybody is where they will be. The second is heard by all who are there.
    void hear_each_other() {
        for (const bool first : {true, false}) {
            std::size_t number = 0;
            for (guest_with_socket& one : guests_) {
                if (one.present()) {
                    one.token = gossip_.issue(number);
                    one.say((first ? "\n" + gossip::name_in_the_end(number) + "\n" : "") + "<" +
                            std::to_string(one.token) + ">\n");
                }
                ++number;
            }
            wait("everybody to hear themselves",
                 [&] { return all([](const auto& one) { return !one.present() || one.hears.has_heard(one.token); }); });
        }
        wait("everybody to hear everybody", [&] {
            return all([&](const auto& one) {
                return all([&](const auto& other) {
                    return !one.present() || !other.present() || one.hears.room() != other.hears.room() ||
                           one.hears.has_heard(other.token);
                });
            });
        });
    }

    template <class Holds>
    bool all(Holds holds) const {
        for (const guest_with_socket& one : guests_)
            if (!holds(one)) return false;
        return true;
    }

    template <class Holds>
    void wait(const char* for_what, Holds holds) {
        const auto deadline = parley::later(parley::clock::now(), parley::milliseconds(30'000));
        while (!holds()) {
            demand(parley::clock::now() < deadline, std::string("waited in vain for ") + for_what);
            look(deadline);
        }
    }

    /// Everybody listens once somebody has something to hear.
    void look(parley::time_point deadline) {
        std::vector<parley::net::native::poll_entry> entries;
        for (const guest_with_socket& one : guests_)
            if (one.open) entries.push_back({one.socket.native_handle(), POLLIN, 0});
        parley::net::native::wait(entries, deadline);
        for (guest_with_socket& one : guests_) one.listen();
    }

    const std::vector<step>& steps_;
    const std::size_t most_;
    parley::server<Policy, parley::net::in_process> server_;
    gossip gossip_{};
    std::list<guest_with_socket> guests_{};
    bool stopped_ = false;
};

template <class Policy>
void serve_with_sockets(const std::vector<step>& steps) {
    evening_with_sockets<Policy>(steps, Policy::serves_together ? most_clients : 1).serve();
}

/// Under the policy of that number.
template <class... Policies>
void serve_under(std::size_t chosen, const std::vector<step>& steps) {
    std::size_t number = 0;
    ((number++ == chosen ? serve_with_sockets<Policies>(steps) : void()), ...);
}

inline constexpr std::size_t policies = []<class... Policies>(std::tuple<Policies...>*) {
    return sizeof...(Policies);
}(static_cast<std::tuple<EVERY_POLICY>*>(nullptr));

inline void sockets(std::string_view input) {
    const std::vector<step> steps = steps_of(input);
    const bool chosen = !steps.empty() && steps.front().what == 'o' && steps.front().text.size() > 3;
    serve_under<EVERY_POLICY>(chosen ? static_cast<unsigned char>(steps.front().text[3]) % policies : 1, steps);
}

}  // namespace fuzz
