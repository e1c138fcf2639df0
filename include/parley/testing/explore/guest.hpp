#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A client of a loop that is explored: what it will do, one thing after the other, whenever it is its turn.
/// Refuses to know when that is.

#include <cerrno>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <parley/testing/in_memory_network.hpp>
#include <parley/testing/story.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::testing::explore {

/// A client of a scene: first the test says what it will do, then the scene lets it do one thing after the other. What
/// adds a thing to do gives the guest itself.
/// @snippet examples/tools/explore_a_loop.cpp scene
class guest {
public:
    /// `network` has to outlive it.
    guest(std::string name, in_memory_network& network) : name_(std::move(name)), network_(network) {}

    // What it will do. One who is not let in does nothing.

    /// First; everything else needs a connection.
    guest& connects() {
        return will("connects", [this] { end_ = network_.connect(); });
    }
    /// One line, its end is added; or bytes as they are. They come at once: the loop is not told of a part. @{
    guest& says(std::string_view line) { return says_bytes(std::string(line) + "\n"); }
    guest& says_bytes(std::string bytes) {
        return will("says " + escaped(bytes), [this, bytes] { end_->said += bytes; });
    }
    /// @}
    /// Goes on when this was heard, at any time.
    guest& waits_for(std::string text) {
        acts_.push_back({"has heard " + escaped(text), [] {}, [this, text] { return heard(text) != 0; }});
        return *this;
    }
    /// Has room for so many bytes from now on; the rest waits until it reads.
    guest& has_room_for(std::size_t bytes) {
        return will("has room for " + std::to_string(bytes) + " bytes", [this, bytes] {
            end_->taken = end_->heard.size();
            end_->room = bytes;
        });
    }
    /// All that has come, once: makes room for as much again.
    guest& reads() {
        return will("reads", [this] { end_->taken = end_->heard.size(); });
    }
    /// Says no more, and goes on listening.
    guest& half_closes() {
        return will("has no more to say", [this] { end_->said_all = true; });
    }
    /// Closes: what the server sends from then on fails.
    guest& hangs_up() {
        return will("hangs up", [this] { end_->hung_up = true; });
    }
    /// The connection is reset: every call of the server on it fails.
    guest& is_lost() {
        return will("is lost", [this] { end_->reset = true; });
    }
    /// Its machine vanishes: nothing comes from it any more, and only who sends finds out.
    guest& vanishes() {
        return will("vanishes", [this] { end_->send_fails = ETIMEDOUT; });
    }

    // What has come of it.

    const std::string& name() const noexcept { return name_; }  ///< for stories
    /// False before it has connected, and when nobody listened.
    bool connected() const noexcept { return end_ != nullptr; }
    /// Everything that was sent to it.
    std::string_view heard() const noexcept { return end_ == nullptr ? std::string_view{} : end_->heard; }
    /// How often it has heard this.
    std::size_t heard(std::string_view text) const {
        std::size_t times = 0;
        for (auto at = heard().find(text); at != std::string_view::npos; at = heard().find(text, at + 1)) ++times;
        return times;
    }

    // What the scene asks.

    bool done() const noexcept { return acts_.empty(); }  ///< it has done all it will do
    /// Something can be done now: the next thing, or reading and hanging up where the server waits for that.
    bool can_act() const { return can_go_on() || has_to_help(); }
    const std::string& next_act() const noexcept { return acts_.front().told; }  ///< for stories; not when done()
    /// Does it, and says what it was.
    std::string act() {
        if (!can_go_on()) help();
        const act_to_come now = std::move(acts_.front());
        acts_.pop_front();
        now.happen();
        if (!connected()) acts_.clear();  // nobody listens any more
        return now.told;
    }
    /// Whether that is its connection, as the server knows it now.
    bool has_number(net::native::handle number) const noexcept {
        return connected() && !end_->closed && end_->number == number;
    }
private:
    struct act_to_come {
        std::string told;
        std::function<void()> happen;
        std::function<bool()> possible;
    };

    bool can_go_on() const { return !done() && acts_.front().possible(); }
    /// It waits or has done everything, but the server cannot go on: there is no room, or it waits for the end.
    bool has_to_help() const noexcept {
        if (!connected() || end_->hung_up || end_->reset) return false;
        return end_->free_room() == 0 || (done() && end_->told_all);
    }
    void help() {
        if (end_->free_room() == 0)
            acts_.push_front({"reads", [this] { end_->taken = end_->heard.size(); }, {}});
        else
            hangs_up();
    }

    guest& will(std::string told, std::function<void()> happen) {
        acts_.push_back({std::move(told), std::move(happen), [] { return true; }});
        return *this;
    }

    const std::string name_;
    in_memory_network& network_;
    std::shared_ptr<in_memory_connection> end_{};
    std::deque<act_to_come> acts_{};
};

}  // namespace parley::testing::explore
