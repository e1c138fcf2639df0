#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A chat without sockets and threads: the application, and clients that do what a policy does with their sessions.

#include <array>
#include <base/fake_waker.hpp>
#include <cstddef>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/base/options.hpp>
#include <parley/net/address.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>

struct chat : parley::chat_application<parley::null_mutex, parley::observe::none> {
    explicit chat(const parley::options& wanted) : chat_application(wanted, {}) {}
};

inline const std::string prompt = "Pick a nickname: ";

/// One client of a chat and its session. `App` outlives it.
template <class App>
struct client_of {
    App& app;
    fake_waker waker{};
    typename App::session_type session;

    explicit client_of(App& to) : app(to), session(app.open(waker, parley::net::address())) {}
    client_of(App& to, std::string_view nickname) : client_of(to) {
        says(nickname);
        says("\n");
        hears();
    }
    client_of(const client_of&) = delete;
    client_of& operator=(const client_of&) = delete;
    ~client_of() { session.end_of_input(); }

    client_of& says(std::string_view bytes) {
        session.receive(bytes);
        return *this;
    }

    /// One send, of which the kernel takes `most` bytes at most.
    std::string takes(std::size_t most) {
        std::array<std::string_view, 64> room;
        std::string taken;
        for (const std::string_view text : session.pending(room)) taken += text;
        if (taken.size() > most) taken.resize(most);
        session.sent(taken.size());
        return taken;
    }

    /// Everything that waits.
    std::string hears() {
        std::string all;
        for (std::string some = takes(all.max_size()); !some.empty(); some = takes(all.max_size())) all += some;
        return all;
    }

    /// Its turn, when it asked for one.
    void turn(parley::time_point now = parley::clock::now()) {
        if (session.deadline() <= now) session.expire(now);
    }

    /// Would a policy close the connection now?
    bool gone() const noexcept { return session.finished(); }
};

using client = client_of<chat>;

/// Nobody is interested in what these have heard so far.
template <class... Clients>
void hush(Clients&... all) {
    (all.hears(), ...);
}
