// SPDX-License-Identifier: MIT

#include <chat/fake_member.hpp>
#include <doctest/doctest.h>
#include <memory>
#include <mutex>
#include <parley/base/null_mutex.hpp>
#include <parley/chat/lobby.hpp>
#include <string>
#include <vector>

using parley::share;
using lobby = parley::chat::lobby<fake_member, parley::null_mutex>;

TEST_CASE("a lobby begins with one room, empty") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    CHECK(chat.first_room().name() == "#lobby");
    CHECK(chat.list_rooms() == "#lobby (0)");
    CHECK(chat.doorway().members().empty());
}

TEST_CASE("a name is claimed once, whatever its case, until it is released") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann"), other("other");
    CHECK(chat.find("ann") == nullptr);
    CHECK(chat.claim("ann", ann));
    CHECK_FALSE(chat.claim("ann", other));
    CHECK_FALSE(chat.claim("ANN", other));
    CHECK(chat.find("ann") == &ann);
    CHECK(chat.find("aNn") == &ann);
    chat.release("Ann");
    CHECK(chat.find("ann") == nullptr);
    CHECK(chat.claim("ANN", other));
    CHECK(chat.find("ann") == &other);
}

TEST_CASE("releasing a name that nobody has changes nothing") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann");
    CHECK(chat.claim("ann", ann));
    chat.release("bob");
    CHECK(chat.find("ann") == &ann);
}

TEST_CASE("a room is made when it is asked for, and there is one of each name, whatever its case") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    auto& tea = chat.open_room("#tea");
    CHECK(tea.name() == "#tea");
    CHECK(&chat.open_room("#TEA") == &tea);
    CHECK(&chat.open_room("#coffee") != &tea);
    CHECK(&chat.open_room("#lobby") == &chat.first_room());
    CHECK(&chat.open_room("#Lobby") == &chat.first_room());
}

TEST_CASE("a room ends with its last member") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann"), bob("bob");
    auto& tea = chat.open_room("#tea");
    tea.enter(ann);
    tea.enter(bob);
    CHECK(chat.leave_room(ann) == &tea);
    CHECK(chat.list_rooms() == "#lobby (0), #tea (1)");
    CHECK(chat.leave_room(bob) == nullptr);
    CHECK(chat.list_rooms() == "#lobby (0)");
    CHECK(bob.place.where == nullptr);
}

TEST_CASE("who is in no room cannot leave one") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann");
    CHECK(chat.leave_room(ann) == nullptr);
}

TEST_CASE("who departs is out of the room, the name is free, and those left behind are told; once") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann"), bob("bob");
    CHECK(chat.claim("ann", ann));
    chat.first_room().enter(ann);
    chat.first_room().enter(bob);
    CHECK(chat.depart(ann, "ann", share("gone\n")));
    CHECK(ann.place.where == nullptr);
    CHECK(ann.heard.empty());
    CHECK(bob.heard == "gone\n");
    CHECK(chat.claim("ann", bob));
    CHECK_FALSE(chat.depart(ann, "ann", share("again\n")));
    CHECK(chat.find("ann") == &bob);
    CHECK(bob.heard == "gone\n");
}

TEST_CASE("who departs without a name or a notice departs all the same") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member visitor(""), other(""), ann("ann");
    chat.doorway().enter(visitor);
    chat.doorway().enter(other);
    CHECK(chat.depart(visitor, "", nullptr));
    CHECK(other.heard.empty());
    CHECK(chat.doorway().members().size() == 1);
    CHECK(chat.claim("ann", ann));
    chat.open_room("#tea").enter(ann);
    CHECK(chat.depart(ann, "ann", share("gone\n")));
    CHECK(chat.list_rooms() == "#lobby (0)");
    CHECK(chat.find("ann") == nullptr);
}

TEST_CASE("the first room and the doorway outlast their last member") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann");
    chat.first_room().enter(ann);
    CHECK(chat.leave_room(ann) == &chat.first_room());
    chat.doorway().enter(ann);
    CHECK(chat.leave_room(ann) == &chat.doorway());
    CHECK(chat.list_rooms() == "#lobby (0)");
}

TEST_CASE("the doorway is no room that is listed") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann");
    chat.doorway().enter(ann);
    CHECK(chat.list_rooms() == "#lobby (0)");
    chat.leave_room(ann);
}

TEST_CASE("rooms are listed with the lobby first, then in alphabetical order whatever their case") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    std::vector<std::string> names{"#zebra", "#Bar", "#apple", "#lobby", "#apple"};
    std::vector<std::unique_ptr<fake_member>> members;
    for (const std::string& name : names) {
        members.push_back(std::make_unique<fake_member>(name));
        chat.open_room(name).enter(*members.back());
    }
    CHECK(chat.list_rooms() == "#lobby (1), #apple (2), #Bar (1), #zebra (1)");
}

TEST_CASE("a room that ended has forgotten what was said in it; the lobby has not") {
    lobby chat(5);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann");
    chat.open_room("#tea").enter(ann);
    ann.place.where->say(share("1\n"));
    CHECK(*chat.open_room("#tea").past().replay() == "1\n");
    chat.leave_room(ann);
    CHECK(chat.open_room("#tea").past().replay()->empty());
    chat.first_room().enter(ann);
    chat.first_room().say(share("2\n"));
    chat.leave_room(ann);
    CHECK(*chat.first_room().past().replay() == "2\n");
}

TEST_CASE("everybody in every room is told, but nobody in the doorway") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann"), bob("bob"), new_one("");
    chat.first_room().enter(ann);
    chat.open_room("#tea").enter(bob);
    chat.doorway().enter(new_one);
    chat.tell_everybody(share("tea!\n"));
    CHECK(ann.heard == "tea!\n");
    CHECK(bob.heard == "tea!\n");
    CHECK(new_one.heard.empty());
}

TEST_CASE("everybody who is connected is visited once, in the doorway too") {
    lobby chat(0);
    const std::lock_guard lock(chat.mutex);
    fake_member ann("ann"), bob("bob"), new_one("");
    chat.first_room().enter(ann);
    chat.open_room("#tea").enter(bob);
    chat.doorway().enter(new_one);
    chat.for_everybody([](fake_member& one) { one.tell(share("x")); });
    CHECK(ann.heard == "x");
    CHECK(bob.heard == "x");
    CHECK(new_one.heard == "x");
}
