#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A loop as one writes it in a first afternoon, and the mistakes that one makes in it. Time limits are left out.

#include <array>
#include <cstddef>
#include <memory>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/peer.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/concurrency/pollers/interest.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/testing/scripted_poller.hpp>
#include <stdexcept>
#include <string>
#include <vector>

enum class mistake {
    none,
    erases_while_iterating,  ///< who is gone is taken off the list while places in it are still to be visited
    forgets_the_blocked      ///< who has room again is not written to until somebody tells them more
};

template <mistake Made>
class careless_loop {
public:
    using mutex_type = parley::null_mutex;
    static constexpr bool serves_together = true;

    template <class Listener, class App>
    void run(Listener& listener, App& app) {
        crowd<Listener, App> everybody{*this, listener, app};
        everybody.begin();
        while (!everybody.stopping || !everybody.clients.empty()) everybody.take_turn();
    }
    void stop() noexcept {
        stop_asked_ = true;
        doorbell_.ring();
    }
    void notify() noexcept { doorbell_.ring(); }
    std::size_t threads() const noexcept { return 1; }

private:
    template <class Listener, class App>
    struct crowd {
        using peer = parley::peer<typename Listener::socket_type, App, parley::null_mutex>;
        struct client : peer {
            using peer::peer;
            parley::interest note{};
            bool blocked = false;
            bool inside = true;
        };

        void begin() {
            bell.descriptor = policy.doorbell_.native_handle();
            door.descriptor = listener.native_handle();
            bell.input = door.input = true;
            poller.watch(bell);
            poller.watch(door);
        }

        void take_turn() {
            std::vector<std::size_t> readable;  // places in `clients`
            bool rung = false, knocked = false;
            const int ready = poller.wait(parley::never);
            for (int i = 0; i != ready; ++i) {
                const parley::readiness one = poller.ready(i);
                if (one.whom == &bell) rung = true;
                if (one.whom == &door) knocked = true;
                for (std::size_t place = 0; place != clients.size(); ++place) {
                    if (clients[place].get() != one.whom) continue;
                    if (one.readable) readable.push_back(place);
                    if (one.writable && clients[place]->blocked) unblock(*clients[place]);
                }
            }
            for (const std::size_t place : readable) hear(place);
            if (rung) answer_doorbell();
            write_and_let_go();
            if (knocked && !stopping) accept();
        }

        void hear(std::size_t place) {
            if (place >= clients.size())
                throw std::out_of_range("client " + std::to_string(place) + " of " + std::to_string(clients.size()));
            clients[place]->hear(buffer);
            if (Made == mistake::erases_while_iterating && clients[place]->gone(parley::at_once)) let_go(place);
        }

        void unblock(client& one) {
            one.blocked = false;
            if (Made != mistake::forgets_the_blocked) one.wake();
            watch(one);
        }

        void write_and_let_go() {
            for (bool news = true; news;) {
                told.visit_all([this](peer& one) { write(static_cast<client&>(one)); });
                news = false;
                for (std::size_t place = clients.size(); place-- != 0;) {
                    if (!clients[place]->gone(parley::at_once)) continue;
                    let_go(place);
                    news = true;
                }
            }
        }

        void write(client& one) {
            if (!one.inside) return;
            if (!one.blocked) one.blocked = one.speak_on(views, parley::never) == parley::spoken::blocked;
            one.give_turn(parley::clock::now());
            watch(one);
        }

        void watch(client& one) {
            one.note.descriptor = one.native_handle();
            one.note.whom = &one;
            one.note.input = one.wants_input();
            one.note.output = one.blocked;
            poller.watch(one.note);
        }

        void let_go(std::size_t place) {
            const std::shared_ptr<client> gone = clients[place];
            gone->lose();
            gone->inside = false;
            poller.forget(gone->note);
            clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(place));
        }

        void accept() {
            for (;;) {
                auto [status, socket, from] = listener.accept();
                if (status != parley::net::io_status::ok) break;
                clients.push_back(std::make_shared<client>(std::move(socket), from, app, told));
                clients.back()->wake();
            }
            write_and_let_go();
        }

        void answer_doorbell() {
            policy.doorbell_.silence();
            app.attend();
            if (!policy.stop_asked_ || stopping) return;
            stopping = true;
            poller.forget(door);
            listener.close();
            app.closing();
            for (const auto& one : clients) one->wake();
        }

        careless_loop& policy;
        Listener& listener;
        App& app;
        parley::testing::scripted_poller poller{};
        parley::interest bell{parley::net::native::no_handle, &bell}, door{parley::net::native::no_handle, &door};
        parley::told_list<peer, parley::null_mutex> told{};
        std::vector<std::shared_ptr<client>> clients{};
        std::array<char, 1024> buffer{};
        parley::scratch views{};
        bool stopping = false;
    };

    parley::net::doorbell doorbell_{};
    bool stop_asked_ = false;
};
