#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One client as a policy sees it: a socket, the session that it speaks to, and how far their farewell has come.
/// The steps are here, each of them once and without waiting; *when* they are taken is what makes a policy.
/// Refuses to know what is said. Read next: `concurrency/entrance.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <parley/base/clock.hpp>
#include <parley/base/waker.hpp>
#include <parley/concurrency/told_list.hpp>
#include <parley/net/address.hpp>
#include <parley/net/listener.hpp>
#include <parley/observe/span.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley {

/// The most bytes that one turn reads from one client, so that a flooder gets no more than a turn.
inline constexpr std::size_t read_limit = 16 * 1024;

/// @{ After the last words were sent: how much is read and thrown away, and, when the server stops, how long,
/// before the socket is closed. Unread input would turn the close into a reset (RFC 2525 section 2.17).
inline constexpr std::size_t linger_byte_limit = std::size_t{1} << 20;
inline constexpr milliseconds stop_linger_limit{250};
/// @}

/// Until when a server that stops, and has to be done by `over`, listens to somebody who was told the last words.
inline time_point last_linger(time_point now, time_point over) noexcept {
    return std::min(over, now + stop_linger_limit);
}

/// Where a turn of writing notes what it shows to the kernel. Whoever writes has one and lends it to each client:
/// clearing a new one for each costs as much as looking into the outbox.
using scratch = std::array<std::string_view, net::native::most_views>;

/// How a turn of writing ended.
enum class spoken {
    all,      ///< nothing is pending
    blocked,  ///< the kernel has no room: wait for writability
    more,     ///< enough for one turn, and more is pending
    broken    ///< the connection is lost
};

/// A client under a policy. `App` is the application (`concurrency/policy.hpp`), `Mutex` the policy's.
///
/// How a client goes away; the words are explained in `docs/glossary.md`:
///
///     talking --session ends--> finished --all sent: conclude()--> lingering --they hang up, or time ends--> gone
///        lose() goes straight to the end, from anywhere: the connection is broken, or time is up
///
/// Promise to the session: `end_of_input()` is called before the peer is let go, so that it has left its room
/// while it was whole. `wake()`, `due()` and `finished()` are for any thread; one thread at a time is in
/// `speak()`; all the rest belongs to the thread that serves this client.
/// @snippet examples/steps.cpp peer
template <class Socket, class App, class Mutex>
class peer : public waker, public std::enable_shared_from_this<peer<Socket, App, Mutex>> {
public:
    /// What the application opens.
    using session_type = decltype(std::declval<App&>().open(std::declval<waker&>(), std::declval<net::address>()));

    /// Opens the session: the constructor is the opening. Meanwhile nobody owns this peer and a wake is lost, so a
    /// policy lets every newcomer speak once by itself. When opening throws, the socket is still its giver's.
    peer(Socket&& socket, const net::address& from, App& app, told_list<peer, Mutex>& told)
        : told_(told), session_(app.open(*this, from)) {
        socket_ = std::move(socket);
    }
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;
    virtual ~peer() = default;

    /// The session has something to send, or is due: list this peer until the policy comes by.
    void wake() noexcept final { told_.add(this->weak_from_this().lock()); }

    /// Reads once, and says how many bytes. What comes goes to the session or, after the last words, nowhere.
    std::size_t hear(std::span<char> buffer) noexcept {
        const net::io_result result = socket_.receive(buffer);
        if (result.status == net::io_status::would_block) return 0;
        if (result.status == net::io_status::exhausted && ++deaf_turns_ < shortage_limit) return 0;
        if (result.status != net::io_status::ok) {
            end_input(result.status);
        } else {
            deaf_turns_ = 0;
            const observe::span<App> span(observe::activity::decoding);
            if (lingering_)
                lingered_ += result.count;
            else
                session_.receive({buffer.data(), result.count});
        }
        look_after_the_end();
        return result.count;
    }

    /// Writes what is pending until nothing is, the kernel is full, or it has been a fair turn.
    spoken speak(scratch& views) noexcept {
        for (int round = 0; round != writes_limit; ++round) {
            const std::span<const std::string_view> texts = session_.pending(views);
            if (texts.empty()) return spoken::all;
            const net::io_result result = socket_.send(texts);
            session_.sent(result.count);
            if (result.status == net::io_status::would_block) return spoken::blocked;
            if (result.status == net::io_status::exhausted && ++mute_turns_ < shortage_limit) return spoken::blocked;
            if (result.status != net::io_status::ok) return spoken::broken;
            mute_turns_ = 0;
        }
        return spoken::more;
    }

    /// Speaks, and does what follows from it: a lost connection is ended; somebody who is finished and was told
    /// everything is listened to, in case they still talk, until `linger_until`.
    spoken speak_on(scratch& views, time_point linger_until) noexcept {
        const bool ended = finished();  // asked first: who finishes meanwhile has last words that were not spoken
        const spoken how = speak(views);
        if (how == spoken::broken) lose();
        if (how == spoken::all && ended) conclude(linger_until);
        return how;
    }

    /// Ends it here and now, whatever was left to say; the session is told, once. What happens twice is the same.
    void lose() noexcept { end_input(net::io_status::failed); }

    /// There is no way to serve this client after all: tells it so, and closes its connection.
    void refuse(App& app) noexcept {
        app.refused();  // first: who has been told so is counted
        net::turn_away(std::exchange(socket_, Socket{}), app.refusal());
        lose();
    }

    /// All was said (`finished()` and nothing pending): half-close, and listen until the peer has hung up too, or
    /// the time is over. Again: with less time.
    void conclude(time_point linger_until) noexcept {
        if (!std::exchange(lingering_, true)) socket_.shutdown_send();
        linger_until_ = std::min(linger_until_, linger_until);
    }

    /// Gives the session its own turn when its deadline has come. One that was finished is over by then.
    void give_turn(time_point now) noexcept {
        const bool ended = session_.finished();  // asked first: the deadline of who finishes meanwhile is another one
        if (lingering_ || session_.deadline() > now) return;
        if (ended) return lose();
        session_.expire(now);
        look_after_the_end();
    }

    /// Is there somebody to be heard?
    bool wants_input() const noexcept { return !input_ended_ && (lingering_ || !session_.finished()); }

    /// Nothing more will be heard or said: let go of it.
    bool gone(time_point now) const noexcept {
        return lost_ || (lingering_ && (input_ended_ || lingered_ > linger_byte_limit || now >= linger_until_));
    }

    /// When `give_turn()` or `gone()` has to be called at the latest.
    time_point deadline() const noexcept { return lingering_ ? linger_until_ : session_.deadline(); }

    /// When the session wants `give_turn()`. Unlike `deadline()`, from any thread.
    time_point due() const noexcept { return session_.deadline(); }
    /// Nothing more will be queued. From any thread.
    bool finished() const noexcept { return session_.finished(); }
    bool lingering() const noexcept { return lingering_; }                   ///< all was said: see `conclude()`
    auto native_handle() const noexcept { return socket_.native_handle(); }  ///< for a poller

    told_link<peer, Mutex> told_place{};  ///< the told list's

private:
    /// Tells the session once that it will hear no more.
    void end_input(net::io_status how) noexcept {
        if (how != net::io_status::closed) lost_ = true;
        if (!std::exchange(input_ended_, true)) session_.end_of_input();
    }

    /// A session that ends in its own turn need not wake anybody: its last words are said all the same.
    void look_after_the_end() noexcept {
        if (!lingering_ && finished()) wake();
    }

    static constexpr int writes_limit = 16;     // of one turn: others want to be written to as well
    static constexpr int shortage_limit = 100;  // of such turns before the connection is given up

    Socket socket_;
    told_list<peer, Mutex>& told_;
    time_point linger_until_ = never;
    std::size_t lingered_ = 0;
    int deaf_turns_ = 0;  // in a row in which the machine had no memory for hear() ...
    int mute_turns_ = 0;  // ... and for speak(), which another thread may be in
    bool input_ended_ = false;
    bool lingering_ = false;
    bool lost_ = false;
    session_type session_;  // last: when it is opened, all the rest is there
};

}  // namespace parley
