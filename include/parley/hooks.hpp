#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What an embedding program may watch and answer: messages, comings and goings, errors, commands of its own.
/// Refuses to know how the chat works. Read next: `notices.hpp`.

#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace parley {

/// Somebody with a nickname, as a hook sees them. To be used during the hook only; its address is the same in all hooks
/// about one client, and tells clients apart whatever they are called, until `leave` has been called.
/// @snippet examples/hooks.cpp hooks
class member {
public:
    /// What they are called at this moment: `/nick` may change it between two hooks.
    virtual const std::string& nickname() const noexcept = 0;
    /// The room they are in, "#lobby" for example; nothing once they have left.
    virtual std::string_view room() const noexcept = 0;
    /// Tells them, and nobody else, `-- text`.
    virtual void reply(std::string_view text) = 0;
    /// Tells everybody in their room `-- text`.
    virtual void tell_room(std::string_view text) = 0;
    /// Ends their connection; they and their room are told the reason.
    virtual void close(std::string_view reason) = 0;

protected:
    member() = default;
    member(const member&) = delete;
    member& operator=(const member&) = delete;
    ~member() = default;
};

/// Called on the thread of the client concerned, with no lock held: a hook may call the server, and a slow one holds
/// up that client (and, in a loop, everybody). One that throws ends that client's session; `error` is told.
/// @snippet examples/hooks.cpp hooks
struct hooks {
    /// Plain speech, already told to the room; not `/me` and not `/msg`.
    std::function<void(member&, std::string_view text)> message;
    /// Somebody has got a nickname.
    std::function<void(member&)> join;
    /// Somebody has left; only their nickname still says something.
    std::function<void(member&)> leave;
    /// A hook threw, or memory ran out.
    std::function<void(std::exception_ptr)> error;

    /// A command that the embedding program adds.
    /// @snippet session/hooks_test.cpp command
    struct command {
        std::string help;  ///< its line in `/help`: "/roll SIDES: throw a die"
        std::function<void(member&, std::string_view argument)> run;  ///< gets what follows it
    };
    std::map<std::string, command, std::less<>> commands;  ///< by name, without the slash
};

}  // namespace parley
