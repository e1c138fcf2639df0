#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A chat in few lines: the first thing that somebody says is their name, `/quit` leaves. One mistake can be made in it:
/// the notice that somebody has left is tied to the wrong event.

#include <cstddef>
#include <parley/base/clock.hpp>
#include <parley/base/waker.hpp>
#include <parley/net/address.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>

struct careless_chat {
    class session;

    session open(parley::waker& woken, const parley::net::address&);
    bool full() const noexcept { return false; }
    std::string_view refusal() const noexcept { return {}; }
    void refused() noexcept {}
    void attend() noexcept {}
    parley::time_point closing() noexcept;

    bool leaves_twice = false;
    std::set<session*> inside{};
};

class careless_chat::session {
public:
    session(careless_chat& chat, parley::waker& woken) : chat_(chat), waker_(woken) {}
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    void receive(std::string_view bytes) noexcept {
        unfinished_ += bytes;
        for (auto end = unfinished_.find('\n'); end != unfinished_.npos; end = unfinished_.find('\n')) {
            const std::string line = unfinished_.substr(0, end);
            unfinished_.erase(0, end + 1);
            if (!finished_) understand(line);
        }
    }
    /// The mistake: who has quit has left, whether the farewell was sent or not.
    void end_of_input() noexcept {
        if (chat_.leaves_twice ? !farewell_sent_ : !left_) leave();
        finish();
    }
    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        if (queued_.empty()) return {};
        views[0] = queued_;
        return views.first(1);
    }
    void sent(std::size_t count) noexcept {
        queued_.erase(0, count);
        if (finished_ && queued_.empty()) farewell_sent_ = true;
    }
    bool finished() const noexcept { return finished_; }
    parley::time_point deadline() const noexcept { return parley::never; }
    void expire(parley::time_point) noexcept {}

    void tell(std::string_view text) {
        if (finished_) return;
        queued_ += text;
        waker_.wake();
    }
    void finish() {
        finished_ = true;
        waker_.wake();
    }

private:
    void understand(const std::string& line) {
        if (name_.empty()) {
            name_ = line;
            chat_.inside.insert(this);
        } else if (line == "/quit") {
            leave();
            tell("bye\n");
            finish();
        } else {
            tell_everybody(name_ + ": " + line + "\n");
        }
    }
    void leave() {
        left_ = true;
        chat_.inside.erase(this);
        if (!name_.empty()) tell_everybody("'" + name_ + "' has left\n");
    }
    void tell_everybody(const std::string& text) {
        for (session* const one : chat_.inside) one->tell(text);
    }

    careless_chat& chat_;
    parley::waker& waker_;
    std::string name_{}, unfinished_{}, queued_{};
    bool left_ = false, farewell_sent_ = false, finished_ = false;
};

inline careless_chat::session careless_chat::open(parley::waker& woken, const parley::net::address&) {
    return {*this, woken};
}
inline parley::time_point careless_chat::closing() noexcept {
    for (session* const one : inside) {
        one->tell("closing\n");
        one->finish();
    }
    return parley::never;
}
