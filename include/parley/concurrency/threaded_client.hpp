#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A client with a thread of its own, and the pen: the right to write to it, which passes from thread to thread
/// without anybody waiting. Refuses to know who else is connected. Read next: `concurrency/read_buffer.hpp`.

#include <algorithm>
#include <array>
#include <list>
#include <memory>
#include <parley/concurrency/peer.hpp>
#include <parley/net/native.hpp>
#include <parley/observe/span.hpp>
#include <utility>

namespace parley {

/// Made before the rest of the client, so that a missing descriptor is noticed while its socket can still be told.
/// @snippet examples/threads.cpp pen
template <class Threading>
struct doorbell_owner {
    typename Threading::doorbell doorbell;  ///< any thread rings, its owner's silences
};

/// A client with its thread, and the pen. `requests_` counts who wanted to write since the pen was taken; zero means it
/// lies there. Who raises it from zero holds the pen, and puts it down by setting it to zero, which fails while new
/// requests have come. So two threads never write to one socket at once, nobody waits for the other, and no request is
/// overlooked. When the kernel is full, or the requests do not end, the pen is *handed* to the client's own thread,
/// still held: nobody else tries in vain meanwhile, and no speaker is held in another's traffic.
/// @snippet examples/threads.cpp pen
template <class Socket, class App, class Threading>
class threaded_client final : public doorbell_owner<Threading>, public peer<Socket, App, typename Threading::mutex> {
    using mutex_type = typename Threading::mutex;
    using base = peer<Socket, App, mutex_type>;
    template <class Value>
    using atomic = typename Threading::template atomic<Value>;

public:
    /// As `peer`; throws `setup_error` besides when there is no descriptor for the doorbell.
    threaded_client(Socket&& socket, const net::address& from, App& app, told_list<base, mutex_type>& told)
        : base(std::move(socket), from, app, told) {}

    /// Writes what is pending, or leaves it to whoever is writing already. Any thread; never waits.
    void deliver(scratch& views) noexcept {
        if (requests_.fetch_add(1) != 0) {
            if (sleeps_too_long()) doorbell.ring();  // it may be blocked, and only its own thread may drop it
            return;
        }
        // `seen`: the requests that the next look at the outbox will cover. The exchange puts the pen down (0) when
        // nobody asked since; else it fails, writes the new number into `seen`, and we look once more.
        unsigned seen = 1;
        for (int round = 0; round != handover_limit; ++round) {
            const spoken how = this->speak(views);
            if (how == spoken::broken) broken_.store(true);
            if (how != spoken::all) break;
            if (requests_.compare_exchange_strong(seen, 0)) {
                if (this->finished() || sleeps_too_long()) doorbell.ring();  // its own thread closes, or sleeps less
                return;
            }
        }
        handed_.store(true);
        doorbell.ring();
    }

    /// The own thread's part of writing: goes on where others were blocked, and says the last words.
    void say_rest(scratch& views, time_point linger_until) noexcept {
        if (broken_.load()) return this->lose();
        if (this->lingering()) return this->conclude(linger_until);
        if (handed_.exchange(false)) mine_ = true;
        if (!mine_ && this->finished()) mine_ = requests_.fetch_add(1) == 0;
        if (!mine_ || (blocked_ && !writable_)) return;
        unsigned seen = requests_.load();
        const spoken how = this->speak_on(views, linger_until);
        blocked_ = how == spoken::blocked;
        if (how != spoken::all || this->lingering()) return;  // after the last words the pen is kept: nobody needs it
        mine_ = !requests_.compare_exchange_strong(seen, 0);
    }

    /// Waits for the peer, for room in the kernel if it is ours to write, and for the doorbell. True when there is
    /// something to hear. Own thread.
    bool wait(time_point over) noexcept {
        const int events = (this->wants_input() ? POLLIN : 0) | (mine_ && blocked_ ? POLLOUT : 0);
        std::array<net::native::poll_entry, 2> entries{{{this->native_handle(), static_cast<short>(events), 0},
                                                        {doorbell.native_handle(), POLLIN, 0}}};
        // Told to others first, then asked again: who sets an earlier deadline finds that out, or this does.
        const time_point wanted = this->deadline();
        sleeps_until_.store(wanted);
        const time_point until = std::min({wanted, this->deadline(), over});
        const bool more_to_say = mine_ && !blocked_ && !this->lingering();
        const observe::span<App> span(observe::activity::waiting);
        Threading::wait(entries, more_to_say ? at_once : until);
        if (net::native::readable(entries[1].revents)) doorbell.silence();
        if ((events & POLLIN) == 0 && net::native::readable(entries[0].revents)) this->lose();  // told unasked
        writable_ = net::native::writable(entries[0].revents);
        return net::native::readable(entries[0].revents) && this->wants_input();
    }

    using doorbell_owner<Threading>::doorbell;                             ///< any thread rings, its own one silences
    typename Threading::thread thread;                                     ///< started and joined by the crowd
    typename std::list<std::shared_ptr<threaded_client>>::iterator place;  ///< in the crowd's list

private:
    /// Its session wants a turn before its own thread wakes up. Any thread.
    bool sleeps_too_long() const noexcept { return this->due() < sleeps_until_.load(); }

    static constexpr int handover_limit = 4;  // looks at the outbox, before its owner has to go on

    atomic<unsigned> requests_{0};
    atomic<bool> handed_{false};
    atomic<bool> broken_{false};
    atomic<time_point> sleeps_until_{at_once};  // the deadline that its own thread knows
    // The own thread's:
    bool mine_ = false;      // it holds the pen
    bool blocked_ = false;   // the kernel was full when it last wrote
    bool writable_ = false;  // poll() says that there is room again
};

}  // namespace parley
