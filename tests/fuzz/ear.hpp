#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What one client hears, judged line by line: whole lines, each one that the server could say to somebody in that
/// place, and none that belongs to another room. Shares no code with what it judges.
/// Read next: `fuzz/gossip.hpp`, what the ears of several clients have in common.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/gossip.hpp"
#include "fuzz/input.hpp"
#include "protocol/harmless.hpp"

namespace fuzz {

/// Of one client. Bytes come in as they come; nothing is ever forgotten but the lines themselves.
class ear {
public:
    ear(gossip& shared, std::size_t number) : gossip_(shared), number_(number) {}

    void hear(std::string_view bytes) {
        rest_ += bytes;
        for (;;) {
            if (skip(prompt)) {
                demand(name_.empty(), "asked for a name, and has one");
            } else if (!skip(wont_timing_mark)) {
                const std::size_t end = rest_.find('\n');
                if (end == rest_.npos) return;
                const std::string line = rest_.substr(0, end);
                rest_.erase(0, end + 1);
                judge(line);
            }
        }
    }

    /// The connection is over, and nothing was lost: then the last line is a whole one.
    void end() const { demand(rest_.empty(), "half a line: " + shown(rest_)); }

    const std::string& name() const noexcept { return name_; }
    const std::string& room() const noexcept { return room_; }
    bool has_heard(int token) const { return heard_.count(token) != 0; }  ///< in this room, since it came there
    bool was_cut() const noexcept { return cut_; }                        ///< it read too slowly, and has not heard all

private:
    static constexpr std::string_view prompt = "Pick a nickname: ";
    static constexpr std::string_view wont_timing_mark = "\xFF\xFC\x06";

    bool skip(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.erase(0, text.size());
        return true;
    }

    void judge(const std::string& line) {
        line_ = line;
        require(harmless(line), "does harm");
        cut_ = cut_ || line == "-- You are reading too slowly; goodbye.";
        if (line.starts_with("-- ")) return;  // the server's own; whatever a client wrote, it stands behind the mark
        if (line == "You are now connected!") return require(!name_.empty() && !std::exchange(welcome_, true), "again");
        if (line.starts_with("'")) return judge_notice();
        require(welcome_, "is said to somebody who is not in");
        if (line.starts_with("[from ")) return gossip_.whispered(token_in(line), number_, false);
        if (line.starts_with("[to ")) return gossip_.whispered(token_in(line), number_, true);
        const bool action = line.starts_with("* ");
        const std::size_t begin = action ? 2 : 0, end = line.find(action ? " " : ": ", begin);
        require(end != line.npos, "is nothing that is ever said");
        judge_speech(line.substr(begin, end - begin));
    }

    /// "'ann' has ...": somebody comes, goes, or has another name.
    void judge_notice() {
        const std::size_t end = line_.find('\'', 1);
        require(end != line_.npos && end > 1, "is nothing that is ever said");
        const std::string who = line_.substr(1, end - 1);
        const std::string_view what = std::string_view(line_).substr(end + 1);
        if (what == " has just connected to the chat room!") return comes(who, "#lobby", name_.empty());
        require(welcome_, "is said to somebody who is not in");
        if (what.starts_with(" has come to ")) return comes(who, room_in(what, " has come to "), who == name_);
        require(gone_.count(who) == 0, "concerns somebody who is not here any more");
        if (what.starts_with(" is now known as '") && what.ends_with("'.")) {
            const std::string after(what.substr(18, what.size() - 20));
            if (who == name_) gossip_.named(number_, name_ = after);
            gone_.insert(who);
            gone_.erase(after);
            return;
        }
        require(who != name_, "is said to the one who has gone");
        const bool left = what == " has left the chat room!" ||
                          (what.starts_with(" has left the chat room! (") && what.ends_with(")"));
        require(left || !room_in(what, " has gone to ").empty(), "is nothing that is ever said");
        gone_.insert(who);
    }

    std::string room_in(std::string_view what, std::string_view verb) const {
        const bool good = what.starts_with(verb) && what.substr(verb.size()).starts_with('#') && what.ends_with('.');
        require(good, "is nothing that is ever said");
        return std::string(what.substr(verb.size(), what.size() - verb.size() - 1));
    }

    void comes(const std::string& who, const std::string& where, bool myself) {
        if (myself) {
            if (name_.empty()) gossip_.named(number_, name_ = who);
            room_ = where;
            heard_.clear();
            gone_.clear();
            serials_.clear();
            last_ = 0;
        }
        require(where == room_, "is about another room");
        gone_.erase(who);
    }

    void judge_speech(const std::string& who) {
        require(gone_.count(who) == 0, "is said by somebody who is not here any more");
        const int token = token_in(line_);
        if (token == 0) return;
        gossip_.said(token, line_, who, room_, last_);
        require(heard_.insert(token).second, "is said twice");
        int& before = serials_[gossip_.speaker(token)];
        require(before < token, "comes after what its speaker said later");
        before = last_ = token;
    }

    void require(bool holds, const char* what) const {
        if (!holds)
            demand(false, "to client " + std::to_string(number_) + " '" + name_ + "' in " + room_ + ": \"" +
                              shown(line_) + "\" " + what);
    }

    gossip& gossip_;
    const std::size_t number_;
    std::string rest_{};  // a line that has begun
    std::string line_{};  // that is being judged
    std::string name_{}, room_{};
    bool welcome_ = false, cut_ = false;
    // Since it came into this room:
    std::set<int> heard_{};                 // tokens
    std::set<std::string> gone_{};          // who has gone and not come back
    std::map<std::size_t, int> serials_{};  // the last token of each speaker
    int last_ = 0;
};

}  // namespace fuzz
