#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A client of a server that nothing is known about: what it is going to say, and which markers it has heard, checked
/// as they come: whole, once, in their sender's order. Refuses to know other clients, and waiting. Read next: `scene.hpp`.

#include "markers.hpp"
#include "symptoms.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <parley/testing/connection.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace probe {

/// A guest is used by one thread.
class guest {
public:
    guest(std::string called, std::string nick, parley::net::socket connected)
        : name(std::move(called)), nickname(std::move(nick)), link_(std::move(connected)) {}

    const std::string name;
    std::string nickname;

    bool reads = true;       ///< false: it has stopped reading
    bool strict = true;      ///< false: it may miss lines
    bool stays = true;       ///< false: the server may hang up on it
    std::size_t said = 0;    ///< the number of its last marker
    std::size_t lines = 0;   ///< markers that it has heard
    std::size_t bytes = 0;   ///< that it has heard
    bool heard_escape = false;
    std::string last_line{};  ///< that it has heard; a long one not whole

    /// To be sent when there is room.
    void say(std::string_view more) { outgoing_ += more; }
    std::size_t unsaid() const noexcept { return outgoing_.size() - sent_; }

    bool over() const noexcept { return hung_up_ || link_.over(); }
    bool was_reset() const noexcept { return link_.was_reset(); }
    parley::net::native::handle handle() const noexcept { return link_.native_handle(); }

    /// How far it has heard `who`; 0: never.
    std::size_t has_heard(const guest& who) const { return has_heard(who.name); }
    std::size_t has_heard(std::string_view who) const {
        const auto found = last_.find(who);
        return found == last_.end() ? 0 : found->second;
    }
    /// The line in which it heard `who` last, as far as the marker.
    std::string prefix_of(const guest& who) const {
        const auto found = prefixes_.find(who.name);
        return found == prefixes_.end() ? std::string() : found->second;
    }

    /// What came after the last line: a question, if the server asks one.
    std::string_view unfinished() const noexcept { return link_.heard; }
    void take_unfinished() {
        bytes += link_.heard.size();
        link_.heard.clear();
        looked_ = 0;
    }

    /// Sends what there is room for.
    void send_some() {
        std::string_view rest = std::string_view(outgoing_).substr(sent_);
        const bool taken = link_.send_some(rest, false, parley::at_once);
        sent_ = outgoing_.size() - (taken ? rest.size() : 0);  // else nobody is there: what is unread may still come
        if (sent_ == outgoing_.size()) outgoing_.clear(), sent_ = 0;
    }

    /// Reads what is there, and looks at each line. Throws `broken`.
    void hear(const markers& ours) {
        link_.read(parley::at_once);
        std::string& heard = link_.heard;
        std::size_t begin = 0;
        for (std::size_t end; (end = heard.find('\n', std::max(begin, looked_))) != heard.npos; begin = end + 1)
            look_at(std::string_view(heard).substr(begin, end - begin), ours);
        heard.erase(0, begin);
        looked_ = heard.size();
    }

    void half_close() noexcept { link_.shutdown_send(); }
    void hang_up() noexcept { hung_up_ = true, link_.close(); }
    void reset() noexcept { hung_up_ = true, link_.reset(); }

private:
    void look_at(std::string_view line, const markers& ours) {
        bytes += line.size() + 1;
        looked_ = 0;
        heard_escape = heard_escape || line.find('\x1b') != line.npos;
        last_line.assign(line.substr(0, 200));
        const sighting seen = ours.look_at(line);
        if (seen.what == sighting::kind::other) return;
        if (seen.what == sighting::kind::torn) throw broken(symptom::torn, "whole lines");
        if (seen.what == sighting::kind::glued) throw broken(symptom::glued, "one text in each line");
        ++lines;
        std::size_t& last = last_[seen.who];
        if (last != 0 && seen.number <= last) throw broken(symptom::doubled, "each line once, in its sender's order");
        if (strict && last != 0 && seen.number != last + 1) throw broken(symptom::lost, "every line");
        last = seen.number;
        prefixes_[seen.who].assign(line.substr(0, line.find("<<probe ")));
    }

    parley::testing::connection link_;
    std::string outgoing_{};
    std::size_t sent_ = 0;    // so many bytes of outgoing_
    std::size_t looked_ = 0;  // there is no end of a line in so many bytes
    bool hung_up_ = false;
    std::map<std::string, std::size_t, std::less<>> last_{};
    std::map<std::string, std::string, std::less<>> prefixes_{};
};

}  // namespace probe
