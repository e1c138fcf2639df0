#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who is called what, and which rooms there are: everything that members share, behind one mutex.
/// Refuses to know sockets, lines and commands. Read next: `chat/nickname.hpp`; `chat/room.hpp`.

#include <cstddef>
#include <map>
#include <parley/base/guarded_by.hpp>
#include <parley/chat/nickname.hpp>
#include <parley/chat/room.hpp>
#include <string>
#include <string_view>
#include <utility>

/// Names, rooms and what is said there. Knows no socket and no thread.
namespace parley::chat {

/// The room in which everybody begins, and to which `/leave` returns.
inline constexpr std::string_view lobby_name = "#lobby";

/// Names and rooms. Every member function wants `mutex` held by its caller, since what is asked and what is done
/// about it belong together: looking whether a name is free and taking it are one step, or two people get it.
/// Order of locks: this mutex, then a member's own.
/// @snippet examples/rooms.cpp lobby
template <class Member, class Mutex>
class lobby {
public:
    using room_type = room<Member>;  ///< ended by the lobby, with its last member

    /// @param history_lines what each room remembers.
    explicit lobby(std::size_t history_lines) : history_lines_(history_lines), first_room_(&open_room(lobby_name)) {}

    Mutex mutex;  ///< locked by whoever calls what follows, for as long as what it got is looked at

    /// False when somebody has that name already.
    bool claim(std::string_view name, Member& member) PARLEY_REQUIRES(mutex) {
        return names_.try_emplace(std::string(name), &member).second;
    }

    /// The name is free again; it may have been already.
    void release(std::string_view name) noexcept PARLEY_REQUIRES(mutex) {
        if (const auto found = names_.find(name); found != names_.end()) names_.erase(found);
    }

    /// Who is called so, whatever the case of its letters; nullptr: nobody. Logarithmic, as all that looks up a name.
    Member* find(std::string_view name) const PARLEY_REQUIRES(mutex) {
        const auto found = names_.find(name);
        return found == names_.end() ? nullptr : found->second;
    }

    /// The room where those are who have not chosen a name: nothing is said there, but closing is announced.
    room_type& doorway() noexcept PARLEY_REQUIRES(mutex) { return doorway_; }
    /// `#lobby`.
    room_type& first_room() noexcept PARLEY_REQUIRES(mutex) { return *first_room_; }

    /// The room of that name, made when there is none. It ends with its last member.
    room_type& open_room(std::string_view name) PARLEY_REQUIRES(mutex) {
        return rooms_.try_emplace(std::string(name), std::string(name), history_lines_).first->second;
    }

    /// Takes a member out of the room it is in, if any. That room, or nullptr when it has ended.
    room_type* leave_room(Member& member) noexcept PARLEY_REQUIRES(mutex) {
        room_type* const left = member.place.where;
        if (left == nullptr) return nullptr;
        left->leave(member);
        return left == &doorway_ || !end_if_empty(*left) ? left : nullptr;
    }

    /// A room ends with its last member, the lobby never. True when this one has.
    bool end_if_empty(room_type& one) noexcept PARLEY_REQUIRES(mutex) {
        if (!one.members().empty() || &one == first_room_) return false;
        rooms_.erase(rooms_.find(one.name()));
        return true;
    }

    /// Out of the room, the name free again, and those who stay are told. False when it was out already.
    bool depart(Member& member, std::string_view name, const shared_text& notice) noexcept PARLEY_REQUIRES(mutex) {
        if (member.place.where == nullptr) return false;
        room_type* const left = leave_room(member);
        if (!name.empty()) release(name);
        if (left != nullptr && notice != nullptr) left->tell(notice);
        return true;
    }

    /// "#lobby (2), #tea (1)": the lobby, then the others in alphabetical order.
    std::string list_rooms() const PARLEY_REQUIRES(mutex) {
        const auto entry = [](const room_type& one) {
            return one.name() + " (" + std::to_string(one.members().size()) + ")";
        };
        std::string list = entry(*first_room_);
        for (const auto& [name, one] : rooms_)
            if (&one != first_room_) list += ", " + entry(one);
        return list;
    }

    /// Calls `visit(member)` for everybody who is connected, in the doorway too.
    template <class Visit>
    void for_everybody(Visit&& visit) const PARLEY_REQUIRES(mutex) {
        for (Member* one : doorway_.members()) visit(*one);
        for (const auto& [name, one] : rooms_)
            for (Member* inside : one.members()) visit(*inside);
    }

    /// Everybody in every room. Those in the doorway are nowhere yet.
    void tell_everybody(const shared_text& text) noexcept PARLEY_REQUIRES(mutex) {
        for (auto& [name, one] : rooms_) one.tell(text);
    }

private:
    std::size_t history_lines_;
    room_type doorway_ PARLEY_GUARDED_BY(mutex){"", 0};
    std::map<std::string, room_type, name_order> rooms_ PARLEY_GUARDED_BY(mutex);
    room_type* first_room_ PARLEY_GUARDED_BY(mutex);  // in rooms_, always
    std::map<std::string, Member*, name_order> names_ PARLEY_GUARDED_BY(mutex);
};

}  // namespace parley::chat
