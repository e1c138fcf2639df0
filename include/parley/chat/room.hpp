#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A room: some members who hear what is said in it. Telling is a loop over pointers to one shared text.
/// Refuses to know sockets, threads and what a text means. Read next: `chat/lobby.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/base/text.hpp>
#include <parley/chat/history.hpp>
#include <parley/chat/nickname.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::chat {

template <class Member>
class room;

/// Where a member sits, kept by the member: so that leaving a room of thousands is one step.
template <class Member>
struct seat {
    room<Member>* where = nullptr;
    std::size_t number = 0;
};

/// `Member` has `tell(const shared_text&) noexcept`, which never waits, and a public `seat<Member> place`.
/// Not thread-safe: the lobby's mutex guards every room. Does not own its members: they leave before they end.
template <class Member>
class room {
public:
    room(std::string name, std::size_t history_lines) : name_(std::move(name)), history_(history_lines) {}

    /// Makes sure that the next `enter()` needs no memory: whoever moves house must not end up between two.
    void expect_one() {
        if (members_.size() == members_.capacity()) members_.reserve(2 * members_.size() + 1);
    }

    void enter(Member& member) {
        members_.push_back(&member);
        member.place = {this, members_.size() - 1};
    }

    void leave(Member& member) noexcept {
        members_[member.place.number] = members_.back();
        members_.back()->place.number = member.place.number;
        members_.pop_back();
        member.place = {};
    }

    /// Everybody here is told, the speaker too.
    void tell(const shared_text& text) noexcept {
        for (Member* member : members_) member->tell(text);
    }

    /// The same, for what is worth remembering: speech and actions.
    void say(const shared_text& text) {
        history_.remember(text);
        tell(text);
    }

    const std::string& name() const noexcept { return name_; }
    const std::vector<Member*>& members() const noexcept { return members_; }
    const history& past() const noexcept { return history_; }

private:
    std::string name_;
    std::vector<Member*> members_;
    history history_;
};

/// "ann, bob": who is in a room, in alphabetical order.
template <class Member>
std::string names_in(const room<Member>& place) {
    std::vector<std::string_view> names;
    for (const Member* one : place.members()) names.push_back(one->nickname());
    std::sort(names.begin(), names.end(), name_order{});
    std::string list;
    for (const std::string_view name : names) list.append(list.empty() ? "" : ", ").append(name);
    return list;
}

}  // namespace parley::chat
