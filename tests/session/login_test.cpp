// SPDX-License-Identifier: MIT

#include <deque>
#include <doctest/doctest.h>
#include <mutex>
#include <session/conversation.hpp>
#include <string>
#include <string_view>

namespace {

const std::string refused =
    "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.\n" + prompt;
const std::string taken = "-- That nickname is taken.\n" + prompt;

}  // namespace

TEST_CASE("who connects is asked for a nickname, and nobody else hears of it") {
    chat app({});
    client ann(app, "ann");
    client visitor(app);
    CHECK(visitor.hears() == "Pick a nickname: ");
    CHECK(ann.hears().empty());
    CHECK_FALSE(visitor.gone());
}

TEST_CASE("a nickname is accepted: everybody is told, the newcomer too, who then is welcomed") {
    chat app({});
    client ann(app);
    ann.hears();
    ann.says("ann\n");
    CHECK(ann.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n");
    client bob(app);
    bob.says("bob\r\n");
    CHECK(bob.hears() == prompt + "'bob' has just connected to the chat room!\nYou are now connected!\n");
    CHECK(ann.hears() == "'bob' has just connected to the chat room!\n");
}

TEST_CASE("who has a name is in the lobby, and not in the doorway any more") {
    chat app({});
    client ann(app);
    const auto at_the_door = [&] {
        const std::lock_guard lock(app.lobby.mutex);
        return app.lobby.doorway().members().size();
    };
    CHECK(at_the_door() == 1);
    CHECK(ann.session.room().empty());
    ann.says("ann\n");
    CHECK(at_the_door() == 0);
    CHECK(ann.session.room() == "#lobby");
}

TEST_CASE("a name that is taken is refused, but for case too, and asked for again") {
    chat app({});
    client ann(app, "ann"), other(app);
    hush(other);
    for (const std::string_view name : {"ann", "ANN", "Ann"}) {
        other.says(name).says("\n");
        CHECK(other.hears() == taken);
    }
    CHECK(ann.hears().empty());
    other.says("bob\n");
    CHECK(other.hears() == "'bob' has just connected to the chat room!\nYou are now connected!\n");
}

TEST_CASE("a bad name is refused with the reason, and asked for again") {
    chat app({});
    client ann(app, "ann"), visitor(app);
    hush(visitor);
    const std::string too_long_a_name(33, 'x');
    for (const std::string_view name :
         {std::string_view(""), std::string_view("a b"), std::string_view(" ann"), std::string_view("ann "),
          std::string_view("-- ann"), std::string_view("'ann'"), std::string_view("*"), std::string_view("[from"),
          std::string_view("_x"), std::string_view(".x"), std::string_view("hello, world!"), std::string_view("/who"),
          std::string_view("/nick x"), std::string_view("//x"), std::string_view("\xE2\x80\xAE" "nna"),
          std::string_view("a\xE2\x80\x8B" "nn"), std::string_view(too_long_a_name)}) {
        CAPTURE(name);
        visitor.says(name).says("\n");
        CHECK(visitor.hears() == refused);
    }
    CHECK(ann.hears().empty());
    CHECK_FALSE(visitor.gone());
}

TEST_CASE("a name with control characters is refused, not repaired") {
    chat app({});
    client visitor(app);
    hush(visitor);
    for (const std::string_view name : {"an\tn", "\x1B[31mann", "ann\a", "an\bn", "ann\x7F", "an\xC2\x85n"}) {
        CAPTURE(name);
        visitor.says(name).says("\n");
        CHECK(visitor.hears() == refused);
    }
}

TEST_CASE("line noise and telnet negotiation are no part of a name") {
    chat app({});
    client ann(app);
    hush(ann);
    ann.says("\xFF\xFB\x1F\xFF\xFD\x03" "an\rn").says(std::string_view("\0\r\n", 3));
    CHECK(ann.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n");
}

TEST_CASE("a name may have 32 characters of any script") {
    chat app({});
    std::string name;
    for (int i = 0; i != 32; ++i) name += "\xC3\xA9";
    client one(app);
    hush(one);
    one.says(name + "\n");
    CHECK(one.hears() == "'" + name + "' has just connected to the chat room!\nYou are now connected!\n");
    CHECK(one.session.nickname() == name);
}

TEST_CASE("/help works before a name is chosen, and asks again") {
    chat app({});
    client visitor(app);
    hush(visitor);
    visitor.says("/help\n");
    const std::string heard = visitor.hears();
    CHECK(heard.substr(0, 7) == "-- /me ");
    CHECK(heard.substr(heard.size() - prompt.size() - 1) == "\n" + prompt);
    CHECK_FALSE(visitor.gone());
}

TEST_CASE("/quit works before a name is chosen, and nobody hears of it") {
    chat app({});
    client ann(app, "ann"), visitor(app);
    hush(visitor);
    visitor.says("/quit\nbob\n");
    CHECK(visitor.gone());
    CHECK(visitor.hears().empty());
    CHECK(ann.hears().empty());
}

TEST_CASE("who leaves without a name is not announced") {
    chat app({});
    client ann(app, "ann");
    {
        client visitor(app);
        visitor.session.end_of_input();
        CHECK(visitor.gone());
    }
    CHECK(ann.hears().empty());
}

TEST_CASE("who has no name yet hears nothing that is said") {
    chat app({});
    client ann(app, "ann"), visitor(app);
    hush(visitor);
    ann.says("hello\n/me waves\n");
    CHECK(visitor.hears().empty());
    ann.says("/who\n");
    CHECK(ann.hears() == "ann: hello\n* ann waves\n-- In #lobby: ann.\n");
}

TEST_CASE("a name and the first words may come in one read") {
    chat app({});
    client bob(app, "bob"), ann(app);
    ann.says("ann\nhello\nbye\n/quit\n");
    CHECK(bob.hears() ==
          "'ann' has just connected to the chat room!\nann: hello\nann: bye\n'ann' has left the chat room!\n");
}

TEST_CASE("a name is free again as soon as its owner has left, though the connection lasts") {
    chat app({});
    client ann(app, "ann"), other(app);
    hush(other);
    ann.says("/quit\n");
    CHECK(ann.gone());
    other.says("ann\n");
    CHECK(other.hears() == "'ann' has just connected to the chat room!\nYou are now connected!\n");
    ann.session.end_of_input();
    CHECK(other.hears().empty());
    other.says("/who\n");
    CHECK(other.hears() == "-- In #lobby: ann.\n");
}

TEST_CASE("of fifty who claim one name exactly one gets it") {
    chat app({});
    std::deque<client> all;
    for (int i = 0; i != 50; ++i) all.emplace_back(app).hears();
    int accepted = 0, refusals = 0;
    for (client& one : all) one.says("ann\n");
    for (client& one : all) {
        const std::string heard = one.hears();
        accepted += heard == "'ann' has just connected to the chat room!\nYou are now connected!\n";
        refusals += heard == taken;
    }
    CHECK(accepted == 1);
    CHECK(refusals == 49);
}
