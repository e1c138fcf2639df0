#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Connections that are nothing but two strings: no descriptor, no kernel, one thread. What a kernel decides by itself
/// (how much room there is, which call fails) is set here by the test, so that a schedule can be played again.
/// Refuses to know what the server makes of it. Read next: `testing/in_memory.hpp`, the server's side.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <parley/net/native.hpp>
#include <string>
#include <vector>

namespace parley::testing {

/// A connection as its client and the kernel see it. The client's half is the test's to change.
/// @snippet testing/scripted_poller_test.cpp in_memory
struct in_memory_connection {
    // The client's.
    std::string said{};     ///< by the client, and not read by the server yet
    std::string heard{};    ///< by the client's machine: the server has sent it
    std::size_t taken = 0;  ///< bytes of `heard` that the client has read, which makes room
    bool said_all = false;  ///< the client has half-closed: no more will be said
    bool hung_up = false;   ///< the client has closed: what the server sends fails
    bool reset = false;     ///< the connection is lost: all calls of the server fail
    std::size_t room = std::numeric_limits<std::size_t>::max();  ///< bytes that may wait for the client to read them

    // The kernel's.
    std::optional<int> receive_fails{};  ///< an error for the next call of the server, which then does nothing. Once.
    std::optional<int> send_fails{};     ///< the same when it sends

    // The server's: what it has done.
    bool told_all = false;       ///< it has half-closed, or closed
    bool closed = false;         ///< it has closed ...
    bool closed_unread = false;  ///< ... while something said was unread: a real kernel makes a reset of that

    net::native::handle number = net::native::no_handle;  ///< as the server knows it, from being accepted on

    /// Bytes that the server can send before it would block.
    std::size_t free_room() const noexcept { return room - std::min(room, heard.size() - taken); }
    /// What a poller would say of the server's end: a call would not block. @{
    bool readable() const noexcept { return !said.empty() || said_all || hung_up || reset; }
    bool writable() const noexcept { return free_room() != 0 || hung_up || reset; }
    /// @}
};

/// All connections of one server. Shared by the test and the transport, on one thread. Looking a number up takes as
/// long as there are connections that were open at once.
/// @snippet testing/scripted_poller_test.cpp in_memory
class in_memory_network {
public:
    /// A new connection; it waits to be accepted, and what is said meanwhile is kept. `nullptr`: nobody listens.
    std::shared_ptr<in_memory_connection> connect() {
        if (!listening) return nullptr;
        return waiting.emplace_back(std::make_shared<in_memory_connection>());
    }

    /// Gives an accepted connection a number: the lowest that is free, as POSIX has it.
    void admit(const std::shared_ptr<in_memory_connection>& accepted) {
        auto slot = std::find_if(open_.begin(), open_.end(), [](const auto& one) { return one->closed; });
        if (slot == open_.end()) slot = open_.insert(slot, accepted);
        *slot = accepted;
        accepted->number = listener_number + 1 + static_cast<net::native::handle>(slot - open_.begin());
    }

    /// Is that number the listener's, or an open connection's? (A doorbell's is neither: it is a real descriptor.)
    bool knows(net::native::handle number) const noexcept {
        return number == listener_number || find(number) != nullptr;
    }
    /// What a poller would say of that number; false of one that is not known. @{
    bool readable(net::native::handle number) const noexcept {
        const in_memory_connection* const one = find(number);
        return one == nullptr ? number == listener_number && (!waiting.empty() || accept_fails) : one->readable();
    }
    bool writable(net::native::handle number) const noexcept {
        const in_memory_connection* const one = find(number);
        return one != nullptr && one->writable();
    }
    /// @}

    /// Beyond all real descriptors.
    static constexpr net::native::handle listener_number = 1 << 24;

    std::deque<std::shared_ptr<in_memory_connection>> waiting{};  ///< to be accepted
    std::optional<int> accept_fails{};                            ///< the error of the next accept(). Once.
    bool listening = false;                                       ///< set by the listener

private:
    const in_memory_connection* find(net::native::handle number) const noexcept {
        for (const auto& one : open_)
            if (one->number == number && !one->closed) return one.get();
        return nullptr;
    }

    std::vector<std::shared_ptr<in_memory_connection>> open_{};  // a closed one's place is taken by the next
};

}  // namespace parley::testing
