#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What every one-thread loop does with its clients once it knows who is ready: hear those who speak, write to
/// those who were told, close those who are gone. Refuses to know how readiness is asked for.
/// Read next: `concurrency/select_loop.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/peer.hpp>
#include <parley/concurrency/told_list.hpp>
#include <utility>
#include <vector>

namespace parley {

/// The most bytes that one turn of a loop reads from all clients together, as long as each gets `least_share`.
inline constexpr std::size_t turn_limit = 16 * read_limit;
inline constexpr std::size_t least_share = 1024;  ///< bytes of one client in one turn

/// Deadlines are kept to this precision: looking for those that are due costs a walk over everybody.
inline constexpr milliseconds deadline_precision{50};

/// A client of a loop. `Note` is what the loop remembers of what it asked the kernel, if anything.
/// @include cookbook/own_policy.cpp
template <class Listener, class App, class Note>
struct loop_client final : peer<typename Listener::socket_type, App, null_mutex> {
    using peer<typename Listener::socket_type, App, null_mutex>::peer;

    bool blocked = false;    ///< the kernel had no room, or there was more than a turn's worth: ask for writability
    bool inside = false;     ///< it is in the crowd's `clients()` ...
    std::size_t number = 0;  ///< ... at this index
    Note note{};             ///< the watcher's own business
};

/// Everybody who is connected. `Watcher` says what can be waited for beside others (`fits(handle, count)`), is told
/// whose wishes may have changed (`changed(client&)`) and who is let go of (`left(client&)`), and names its `note`.
/// @include cookbook/own_policy.cpp
template <class Listener, class App, class Watcher>
class loop_crowd {
public:
    using client = loop_client<Listener, App, typename Watcher::note>;  ///< shared with whoever visits it

    /// All three live longer than this.
    loop_crowd(Listener& listener, App& app, Watcher watcher)
        : listener_(listener), app_(app), door_(listener, app), watcher_(std::move(watcher)) {}

    const std::vector<std::shared_ptr<client>>& clients() const noexcept { return clients_; }  ///< in no order

    /// Is it worth waiting for the listener at this instant? A pause that ends between this question and the next would
    /// be slept through, so both are asked with one look at the clock.
    bool accepting(time_point now) const noexcept { return !stopping_ && door_.open(now); }

    /// When the wait that begins at this instant has to end, whatever happens.
    time_point next_deadline(time_point now) const noexcept {
        return std::min({over_, next_due_, stopping_ ? never : door_.reopens(now)});
    }

    /// The listener cannot be waited for at the moment.
    void pause_accepting(time_point now) noexcept { door_.pause(now); }

    /// A wait has ended and `ready` descriptors have news.
    void begin_turn(int ready) noexcept {
        now_ = clock::now();
        share_ = std::clamp(turn_limit / static_cast<std::size_t>(std::max(ready, 1)), least_share, read_limit);
    }

    /// It can be read from: it gets a fair share of this turn. What changes thereby is settle()'s business.
    void hear(client& speaker) noexcept {
        if (!speaker.wants_input()) return;
        ++speakers_;
        speaker.hear({buffer_.data(), share_});
        if (speaker.gone(now_) || !speaker.wants_input() || speaker.deadline() < next_due_) speaker.wake();
    }

    /// Ask once more who speaks, before anything is written? What they say goes with the same writes. It pays where
    /// several spoke in the turn before, and where a good part of all was told: asking may cost as much as everybody.
    bool worth_another_look() noexcept { return several_spoke_ && told_.size() > clients_.size() / 4; }

    /// It can be written to again.
    void unblock(client& reader) noexcept {
        reader.blocked = false;
        reader.wake();
    }

    /// Writes to everybody who was told something and closes who is gone, until that makes no news.
    void settle() {
        several_spoke_ = std::exchange(speakers_, 0) > 1;
        if (now_ >= next_due_) find_due();
        while (!told_.empty())
            told_.visit_all([this](auto& told) { visit(static_cast<client&>(told)); });  // every peer here is a client
    }

    /// Lets new clients in; they are greeted at once.
    void accept() {
        door_.admit(now_, accept_limit, [this](auto&& socket, const net::address& from) {
            if (!Watcher::fits(socket.native_handle(), clients_.size())) return false;
            // First, so that nothing can fail once the socket has gone into the client.
            if (clients_.size() == clients_.capacity()) clients_.reserve(2 * clients_.size() + 8);
            const auto newcomer = std::make_shared<client>(std::move(socket), from, app_, told_);
            if (watch(*newcomer))
                enter(newcomer);
            else
                newcomer->refuse(app_);  // the door cannot: the socket is the newcomer's by now
            return true;
        });
        settle();
    }

    /// Nobody is let in or heard from now on. What is due to be said is said, until the application's deadline.
    void begin_stopping() {
        stopping_ = true;
        listener_.close();
        over_ = app_.closing();
        for (const auto& one : clients_) {
            if (one->lingering()) one->conclude(last_linger(now_, over_));
            one->wake();
        }
    }

    bool stopping() const noexcept { return stopping_; }  ///< from `begin_stopping()` on
    bool goes_on() const noexcept { return !stopping_ || (!clients_.empty() && now_ < over_); }  ///< one more turn?

    /// The connections that are left when time is up are cut; their sessions are told.
    ~loop_crowd() {
        for (const auto& one : clients_) one->lose();
    }

private:
    void enter(const std::shared_ptr<client>& newcomer) noexcept {  // there is room in the list
        newcomer->number = clients_.size();
        newcomer->inside = true;
        clients_.push_back(newcomer);
        newcomer->wake();
    }

    /// False when the kernel has no memory to watch it: this client's bad luck, nobody else's.
    bool watch(client& watched) noexcept {
        try {
            watcher_.changed(watched);
            return true;
        } catch (...) {
            return false;
        }
    }

    void visit(client& told) {
        if (!told.inside) return;
        if (!told.blocked && !told.lingering()) speak(told);
        told.give_turn(now_);  // after speaking, which may have shown that it does not keep up
        if (told.gone(now_)) return let_go(told);
        next_due_ = std::min(next_due_, std::max(told.deadline(), now_ + deadline_precision));
        if (!watch(told)) let_go(told);
    }

    void speak(client& told) noexcept {
        const spoken how = told.speak_on(views_, stopping_ ? last_linger(now_, over_) : told.deadline());
        told.blocked = how == spoken::blocked || how == spoken::more;
    }

    void let_go(client& gone) {
        gone.lose();
        gone.inside = false;
        watcher_.left(gone);
        clients_[gone.number].swap(clients_.back());
        clients_[gone.number]->number = gone.number;
        clients_.pop_back();  // whoever visits it keeps it alive until the visit is over
    }

    void find_due() noexcept {
        next_due_ = never;
        for (const auto& one : clients_) {
            if (one->deadline() <= now_) one->wake();
            next_due_ = std::min(next_due_, std::max(one->deadline(), now_ + deadline_precision));
        }
    }

    Listener& listener_;
    App& app_;
    entrance<Listener, App> door_;
    Watcher watcher_;
    told_list<peer<typename Listener::socket_type, App, null_mutex>, null_mutex> told_;
    std::vector<std::shared_ptr<client>> clients_;
    std::array<char, read_limit> buffer_;
    scratch views_;
    std::size_t share_ = read_limit;  // bytes that each may say in this turn
    std::size_t speakers_ = 0;        // heard in this turn
    bool several_spoke_ = false;      // in the turn before
    time_point now_ = clock::now();
    time_point next_due_ = never;
    time_point over_ = never;  // when stopping: everybody has to be gone by then
    bool stopping_ = false;
};

}  // namespace parley
