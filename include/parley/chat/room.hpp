#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A room: some members who hear what is said in it. Telling is a loop over pointers to one shared text.
/// Refuses to know sockets, threads and what a text means. Read next: `chat/history.hpp`; `chat/speech.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/base/text.hpp>
#include <parley/chat/history.hpp>
#include <parley/chat/nickname.hpp>
#include <parley/chat/wording.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::chat {

template <class Member>
class room;

/// Where a member sits, kept by the member: so that leaving a room of thousands is one step.
/// @snippet examples/rooms.cpp member
template <class Member>
struct seat {
    room<Member>* where = nullptr;  ///< nullptr: nowhere
    std::size_t number = 0;         ///< index among the members there
};

/// Members, in no order, and what was said to them last. `Member` has `tell(const shared_text&) noexcept`, which never
/// waits, `nickname()` and a public `seat<Member> place`. Does not own its members: they leave before they end. Not
/// thread-safe: the lobby's mutex guards every room.
/// @snippet examples/rooms.cpp room
template <class Member>
class room {
public:
    /// @param history_lines what it remembers for those who come later.
    room(std::string name, std::size_t history_lines) : name_(std::move(name)), history_(history_lines) {}

    /// Makes sure that the next `enter()` needs no memory: whoever moves house must not end up between two.
    void expect_one() {
        if (members_.size() == members_.capacity()) members_.reserve(2 * members_.size() + 1);
    }

    /// Somebody who is in no room sits down here. Throws `std::bad_alloc`, not after `expect_one()`. Constant time.
    void enter(Member& member) {
        who_ = nullptr;
        members_.push_back(&member);
        member.place = {this, members_.size() - 1};
    }

    /// Somebody who is here leaves. Constant time: the last one takes the seat.
    void leave(Member& member) noexcept {
        who_ = nullptr;
        members_[member.place.number] = members_.back();
        members_.back()->place.number = member.place.number;
        members_.pop_back();
        member.place = {};
    }

    /// Everybody here is told, the speaker too: a pointer to the text for each. Linear in the members, not in the text.
    void tell(const shared_text& text) noexcept {
        for (Member* member : members_) member->tell(text);
    }

    /// The same, for what is worth remembering: speech and actions.
    void say(const shared_text& text) {
        history_.remember(text);
        tell(text);
    }

    /// The answer to `/who`: made once until somebody comes, goes or is renamed, or asking would be a way to flood.
    /// Made, it costs constant time; making it sorts the members' names.
    const shared_text& who() {
        if (who_ == nullptr) who_ = share(wording::notice(wording::who_is_in(name_, names())));
        return who_;
    }

    /// Somebody here has another name now.
    void forget_names() noexcept { who_ = nullptr; }

    const std::string& name() const noexcept { return name_; }                 ///< with its `#`
    const std::vector<Member*>& members() const noexcept { return members_; }  ///< valid until somebody comes or goes
    history& past() noexcept { return history_; }                              ///< what `say()` has told

private:
    /// "ann, bob", in alphabetical order.
    std::string names() const {
        std::vector<std::string_view> sorted;
        for (const Member* one : members_) sorted.push_back(one->nickname());
        std::sort(sorted.begin(), sorted.end(), name_order{});
        std::string list;
        for (const std::string_view one : sorted) list.append(list.empty() ? "" : ", ").append(one);
        return list;
    }

    std::string name_;
    std::vector<Member*> members_;
    history history_;
    shared_text who_;
};

}  // namespace parley::chat
