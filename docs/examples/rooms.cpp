// SPDX-License-Identifier: MIT

// Names, rooms and what was said in them, without sockets and threads.

#include <cstdio>
#include <mutex>
#include <parley/base/null_mutex.hpp>
#include <parley/chat/lobby.hpp>
#include <parley/chat/speech.hpp>
#include <string>
namespace chat = parley::chat;

//! [member]
struct guest {  // what a room needs of a member
    std::string name, heard{};
    chat::seat<guest> place{};

    const std::string& nickname() const noexcept { return name; }
    void tell(const parley::shared_text& text) noexcept { heard += *text; }
};
//! [member]

int main() {
    //! [lobby]
    guest ann{"ann"}, bob{"bob"};
    chat::lobby<guest, parley::null_mutex> lobby(2);  // each room remembers two lines
    const std::lock_guard lock(lobby.mutex);
    lobby.claim("ann", ann);
    std::printf("is ANN free? %s\n", lobby.claim("ANN", bob) ? "yes" : "no");
    lobby.claim("bob", bob);
    lobby.first_room().enter(ann);
    lobby.open_room("#tea").enter(bob);
    std::printf("%s\n", lobby.list_rooms().c_str());
    //! [lobby]
    //! [history]
    chat::speech said;
    for (const std::string_view line : {"one", "two", "three"}) {
        said.begin_line(ann.nickname(), line.size(), [line](std::string& out) { out += line; });
        said.end_line();
    }
    ann.place.where->say(said.take());  // one text, which the room remembers
    std::printf("%s", ann.place.where->past().replay()->c_str());
    //! [history]

    //! [room]
    lobby.leave_room(bob);  // and #tea ends with its last member
    lobby.first_room().enter(bob);
    lobby.first_room().tell(parley::share("-- here we are\n"));
    std::printf("%s%s", bob.heard.c_str(), lobby.first_room().who()->c_str());
    //! [room]

    // Prints:
    // is ANN free? no
    // #lobby (1), #tea (1)
    // ann: two
    // ann: three
    // -- here we are
    // -- In #lobby: ann, bob.
}
