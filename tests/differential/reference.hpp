#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What everybody has to hear, by the simplest server there is: no sockets, no threads, one step after another.
/// Every policy has to come to the same bytes. Read next: `differential/policies_test.cpp`.

#include <array>
#include <cstddef>
#include <list>
#include <memory>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/observe/none.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/transcript.hpp"

namespace differential_test {

class reference {
public:
    explicit reference(const parley::options& limits) : app_(limits, {}) {}

    /// True when somebody heard something of it.
    bool apply(const move& made) {
        using kind = move::kind;
        if (made.what == kind::connect) seats_.emplace_back().open(app_);
        if (made.what == kind::say) app_.say(made.bytes), app_.attend();
        if (made.what == kind::close) app_.close(made.bytes, "as planned"), app_.attend();
        if (made.what == kind::send || made.what == kind::half_close || made.what == kind::hang_up) {
            seat& one = at(made.who);
            if (one.session == nullptr) return false;
            if (made.what == kind::send && !one.session->finished()) one.session->receive(made.bytes);
            if (made.what != kind::send) one.session->end_of_input();
            if (made.what == kind::hang_up) one.session.reset();
        }
        return settle();
    }

    void stop() {
        app_.closing();
        settle();
    }

    /// What client `who` has heard so far.
    const std::string& heard(std::size_t who) { return at(who).heard; }
    /// Has the server hung up on it, or it on the server?
    bool over(std::size_t who) { return at(who).session == nullptr; }
    std::size_t connected() const noexcept { return app_.counted.clients(); }

private:
    using application = parley::chat_application<parley::null_mutex, parley::observe::none>;

    struct seat final : parley::waker {
        void wake() noexcept override {}
        void open(application& app) { session = std::make_unique<application::session_type>(app, *this); }

        /// Has its turn if it is due, hears all there is, and goes when it has finished. True when there was any of that.
        bool attend() {
            if (session == nullptr) return false;
            if (!session->finished() && session->deadline() == parley::at_once) session->expire(parley::clock::now());
            std::array<std::string_view, 8> views;
            std::size_t count = 0;
            for (const std::string_view text : session->pending(views)) {
                heard += text;
                count += text.size();
            }
            if (count != 0) session->sent(count);
            if (count == 0 && session->finished()) return session->end_of_input(), session.reset(), true;
            return count != 0;
        }

        std::string heard{};
        std::unique_ptr<application::session_type> session{};
    };

    seat& at(std::size_t who) { return *std::next(seats_.begin(), static_cast<std::ptrdiff_t>(who)); }

    bool settle() {
        bool any = false;
        for (bool news = true; news; any |= news) {
            news = false;
            for (seat& one : seats_) news |= one.attend();
        }
        return any;
    }

    application app_;
    std::list<seat> seats_{};
};

}  // namespace differential_test
