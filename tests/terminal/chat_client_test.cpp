// SPDX-License-Identifier: MIT

/// @file
/// `chat_client` from outside: in a terminal, between pipes, with a server that the test plays.

#include "child.hpp"
#include "screen_model.hpp"
#include "scripted_server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <initializer_list>
#include <parley/version.hpp>
#include <string>
#include <vector>

namespace {

using namespace terminal_test;
using texts = std::vector<std::string>;

constexpr streams in_terminal{true, true};
constexpr streams in_pipes{false, false};

std::string program() {
    const char* path = std::getenv("PARLEY_CHAT_CLIENT");
#if defined(PARLEY_CHAT_CLIENT)
    if (path == nullptr) path = PARLEY_CHAT_CLIENT;
#endif
    REQUIRE_MESSAGE(path != nullptr, "set PARLEY_CHAT_CLIENT to the path of chat_client");
    return path;
}

/// A client that has connected to a server of ours.
struct conversation {
    scripted_server server{};
    child client;

    explicit conversation(streams where, std::initializer_list<std::string> more = {}, texts environment = {})
        : client(where, arguments(more), std::move(environment)) {
        server.accept();
    }

    /// Goes through the door as ann.
    void enter() {
        server.say("Pick a nickname: ");
        REQUIRE(client.prints("Pick a nickname: "));
        client.type("ann\r");
        REQUIRE(server.hears("ann\n"));
        server.say("'ann' has just connected to the chat room!\nYou are now connected!\n");
        REQUIRE(client.prints("You are now connected!"));
        client.out.clear();
    }

    bool shows(const texts& rows) {
        const bool seen = client.prints_until([&] { return screen_model(client.out).rows() == rows; });
        if (seen) return true;
        std::string instead;
        for (const std::string& row : screen_model(client.out).rows()) instead += row + "\n";
        MESSAGE("the screen shows:\n" << instead);
        return false;
    }

private:
    texts arguments(std::initializer_list<std::string> more) const {
        texts all{program(), "--port", server.port()};
        all.insert(all.end(), more);
        return all;
    }
};

}  // namespace

TEST_CASE("an incoming message does not tear the line that is typed") {
    conversation talk(in_terminal);
    talk.enter();
    talk.client.type("hello");
    REQUIRE(talk.shows({"> hello"}));
    talk.server.say("bob: one\nbob: t");
    REQUIRE(talk.shows({"bob: one", "> hello"}));
    talk.server.say("wo\n");
    REQUIRE(talk.shows({"bob: one", "bob: two", "> hello"}));
    CHECK(screen_model(talk.client.out).cursor_column() == 7);

    talk.client.type(" you\r");
    CHECK(talk.server.hears("ann\nhello you\n"));
    talk.server.say("ann: hello you\n");
    CHECK(talk.shows({"bob: one", "bob: two", "ann: hello you", ">"}));
}

TEST_CASE("the server's question is the prompt, and comes back when a name is refused") {
    conversation talk(in_terminal);
    talk.server.say("Pick a nickname: ");
    REQUIRE(talk.shows({"Pick a nickname:"}));
    talk.client.type("bob\r");
    REQUIRE(talk.server.hears("bob\n"));
    talk.server.say("-- That nickname is taken.\nPick a nickname: ");
    CHECK(talk.shows({"-- That nickname is taken.", "Pick a nickname:"}));
}

TEST_CASE("keys edit the line") {
    conversation talk(in_terminal);
    talk.enter();
    talk.client.type("gr\xC3\xBC\xC3\x9Fx\x7F" "e\x1b[D\x1b[D!\x01>\x05<\r");
    CHECK(talk.server.hears("ann\n>gr\xC3\xBC!\xC3\x9F" "e<\n"));
    talk.client.type("\x1b[A?\r");
    CHECK(talk.server.hears("\n>gr\xC3\xBC!\xC3\x9F" "e<?\n"));
    talk.client.type("\x1b[200~two\rlines\r\x1b[201~\r");
    CHECK(talk.server.hears("\ntwo lines\n"));
}

TEST_CASE("a long line scrolls, and a new width redraws it") {
    conversation talk(in_terminal);
    talk.enter();
    talk.client.type(std::string(60, 'a') + std::string(40, 'b'));
    const auto last_row = [&] {
        const texts rows = screen_model(talk.client.out).rows();
        return rows.empty() ? std::string() : rows.back();
    };
    REQUIRE(talk.client.prints_until([&] { return last_row().ends_with(std::string(40, 'b')); }));
    CHECK(last_row().size() < 80);
    CHECK(screen_model(talk.client.out).rows().size() == 1);
    talk.client.out.clear();
    talk.client.resize(30);
    REQUIRE(talk.client.prints("> b"));
    CHECK(last_row().size() < 30);
}

TEST_CASE("text from the server cannot command the terminal") {
    conversation talk(in_terminal, {}, {"NO_COLOR=1"});
    talk.enter();
    talk.server.say("bob: \x1b]0;title\x07\x1b[2J\xC2\x9B" "5A \xFE\n\x1b[H\n");
    CHECK(talk.shows({"bob: ]0;title[2J5A \xEF\xBF\xBD", "[H", ">"}));
}

TEST_CASE("nicknames have colours unless NO_COLOR is set") {
    for (const std::string setting : {"NO_COLOR=", "NO_COLOR=1", "TERM=dumb"}) {
        CAPTURE(setting);
        conversation talk(in_terminal, {}, {setting});
        talk.server.say("bob: hi\n");
        REQUIRE(talk.client.prints(": hi"));
        CHECK((talk.client.out.find("\x1b[38;5;") != std::string::npos) == (setting == "NO_COLOR="));
    }
}

TEST_CASE("however the conversation ends, the terminal is as it was") {
    conversation talk(in_terminal);
    child fresh(in_terminal, {program(), "--help"});
    const termios cooked = fresh.modes();
    CHECK(fresh.exit_code() == 0);
    talk.enter();
    talk.client.type("half a line");
    REQUIRE(talk.client.prints("half a line"));
    CHECK_FALSE(same_modes(talk.client.modes(), cooked));

    int expected = 0;
    SUBCASE("Ctrl+C") {
        talk.client.type("\x03");
        CHECK(talk.server.hears_the_end());
        talk.server.close();
    }
    SUBCASE("Ctrl+D") {
        talk.client.type("\x15\x04");
        CHECK(talk.server.hears_the_end());
        talk.server.close();
    }
    SUBCASE("SIGTERM") {
        ::kill(talk.client.pid(), SIGTERM);
        CHECK(talk.server.hears_the_end());
        talk.server.close();
    }
    SUBCASE("SIGHUP") {
        ::kill(talk.client.pid(), SIGHUP);
        CHECK(talk.server.hears_the_end());
        talk.server.close();
    }
    SUBCASE("SIGQUIT") {
        ::kill(talk.client.pid(), SIGQUIT);
        expected = -SIGQUIT;
    }
    SUBCASE("the server closes") {
        talk.server.say("-- The server is closing; goodbye.\n");
        talk.server.close();
        CHECK(talk.client.prints("chat_client: the server has closed the connection"));
        CHECK(talk.client.prints("chat_client: not sent: half a line"));
    }
    SUBCASE("the connection is reset") {
        talk.server.reset();
        expected = 1;
        CHECK(talk.client.prints("chat_client: lost the connection: "));
    }
    SUBCASE("the server does not say goodbye") {
        talk.client.type("\x03");
        CHECK(talk.server.hears_the_end());
    }
    SUBCASE("a second Ctrl+C") {
        talk.client.type("\x03");
        CHECK(talk.server.hears_the_end());
        talk.client.type("\x03");
        expected = 130;
    }
    CHECK(talk.client.exit_code() == expected);
    CHECK(same_modes(talk.client.modes(), cooked));
    CHECK(talk.client.out.rfind("\x1b[?2004l") > talk.client.out.rfind("\x1b[?2004h") + 1);
}

TEST_CASE("leaving leaves no trace of the typed line") {
    conversation talk(in_terminal);
    talk.enter();
    talk.client.type("half a line");
    REQUIRE(talk.shows({"> half a line"}));
    talk.client.type("\x03");
    CHECK(talk.server.hears_the_end());
    talk.server.say("bob: bye\n");
    talk.server.close();
    CHECK(talk.client.exit_code() == 0);
    CHECK(screen_model(talk.client.out).rows() == texts{"bob: bye"});
}

TEST_CASE("after a stop the terminal is taken again and the line redrawn") {
    conversation talk(in_terminal);
    talk.enter();
    talk.client.type("half");
    REQUIRE(talk.client.prints("half"));
    const termios raw = talk.client.modes();
    ::kill(talk.client.pid(), SIGSTOP);
    REQUIRE(::waitpid(talk.client.pid(), nullptr, WUNTRACED) == talk.client.pid());
    termios shell = raw;
    shell.c_lflag |= ICANON | ECHO;
    talk.client.set_modes(shell);
    talk.client.out.clear();
    ::kill(talk.client.pid(), SIGCONT);
    CHECK(talk.shows({"> half"}));
    CHECK(same_modes(talk.client.modes(), raw));
}

TEST_CASE("piped input is sent, then half-closed, and everything that comes is printed") {
    conversation talk(in_pipes);
    talk.server.say("Pick a nickname: ");
    talk.client.type("ann\nhello");
    talk.client.end_input();
    CHECK(talk.server.hears_the_end());
    CHECK(talk.server.heard == "ann\nhello\n");
    talk.server.say("'ann' has just connected to the chat room!\nYou are now connected!\r\nann: hel");
    talk.server.say("lo\nann: \x1b[31mred\n");
    talk.server.close();
    CHECK(talk.client.exit_code() == 0);
    CHECK(talk.client.out ==
          "'ann' has just connected to the chat room!\nYou are now connected!\nann: hello\nann: [31mred\n");
    CHECK(talk.client.err.empty());
}

TEST_CASE("a server that has gone is told on stderr") {
    conversation talk(in_pipes);
    SUBCASE("politely") {
        talk.server.say("You are now connected!\n-- The server is closing; goodbye.\n");
        talk.server.close();
        CHECK(talk.client.exit_code() == 0);
        CHECK(talk.client.out == "You are now connected!\n-- The server is closing; goodbye.\n");
        CHECK(talk.client.err == "chat_client: the server has closed the connection\n");
    }
    SUBCASE("in the middle of a line") {
        talk.server.say("You are now connected!\nann: hel");
        talk.server.close();
        CHECK(talk.client.exit_code() == 0);
        CHECK(talk.client.out == "You are now connected!\nann: hel\n");
    }
    SUBCASE("with a reset") {
        talk.server.say("bob: hi\n");
        REQUIRE(talk.client.prints("bob: hi\n"));
        talk.server.reset();
        CHECK(talk.client.exit_code() == 1);
        CHECK(talk.client.err.starts_with("chat_client: lost the connection: "));
    }
}

TEST_CASE("a server that closes before it lets us in is a failure, to a script too") {
    conversation talk(in_pipes);
    talk.client.type("ann\nhello\n");
    REQUIRE(talk.server.hears("ann\nhello\n"));  // what is unread would make the close a reset
    SUBCASE("while there is input") {}
    SUBCASE("after the input has ended") {
        talk.client.end_input();
        CHECK(talk.server.hears_the_end());
    }
    talk.server.say("-- The server is full; please try again later.\n");
    talk.server.close();
    CHECK(talk.client.exit_code() == 1);
    CHECK(talk.client.out == "-- The server is full; please try again later.\n");
    CHECK(talk.client.err.find("the server has closed the connection before it let us in\n") != std::string::npos);
}

TEST_CASE("--name answers the first question, and lines wait until the name is accepted") {
    conversation talk(in_pipes, {"--name", "ann"});
    talk.client.type("hello\n");
    talk.client.end_input();
    talk.server.say("Pick a nickname: ");
    REQUIRE(talk.server.hears("\n"));
    CHECK(talk.server.heard == "ann\n");
    SUBCASE("accepted") {
        talk.server.say("You are now connected!\n");
        CHECK(talk.server.hears_the_end());
        CHECK(talk.server.heard == "ann\nhello\n");
        talk.server.close();
        CHECK(talk.client.exit_code() == 0);
    }
    SUBCASE("refused") {
        talk.server.say("-- That nickname is taken.\nPick a nickname: ");
        CHECK(talk.client.exit_code() == 1);
        CHECK(talk.server.hears_the_end());
        CHECK(talk.server.heard == "ann\n");
        CHECK(talk.client.out == "-- That nickname is taken.\n");
        CHECK(talk.client.err == "chat_client: the server refused that nickname\n");
    }
}

TEST_CASE("--name that is refused in a terminal: the person is asked") {
    conversation talk(in_terminal, {"--name", "ann"});
    talk.server.say("Pick a nickname: ");
    REQUIRE(talk.server.hears("ann\n"));
    talk.server.say("-- That nickname is taken.\nPick a nickname: ");
    REQUIRE(talk.shows({"-- That nickname is taken.", "Pick a nickname:"}));
    talk.client.type("anna\r");
    CHECK(talk.server.hears("ann\nanna\n"));
}

TEST_CASE("with stdout in a pipe, a person at the terminal is prompted on stderr") {
    conversation talk({true, false});
    talk.server.say("Pick a nickname: ");
    REQUIRE(talk.client.complains("Pick a nickname: "));
    talk.client.type("ann\n");
    REQUIRE(talk.server.hears("ann\n"));
    talk.server.say("bob: hi\n");
    REQUIRE(talk.client.prints("bob: hi\n"));
    CHECK(talk.client.out == "bob: hi\n");
    talk.client.type("\x03");
    CHECK(talk.server.hears_the_end());
    talk.server.close();
    CHECK(talk.client.exit_code() == 0);
    CHECK(talk.client.err == "Pick a nickname: ");
}

TEST_CASE("a server that does not read stops the reading of the input, and nothing is lost") {
    conversation talk(in_pipes);  // the limit of unsent bytes is 64 KiB; kernel buffers hold some megabytes more
    ::fcntl(talk.client.input(), F_SETFL, O_NONBLOCK);
    const std::string lines = std::string(99, 'x') + "\n";
    talk.server.say("You are now connected!\n");
    constexpr std::size_t ceiling = 256u << 20;
    std::size_t taken = 0;
    parley::net::native::poll_entry entry{talk.client.input(), POLLOUT, 0};
    const auto has_room = [&] {
        const parley::milliseconds patience(500);  // the event is that nothing happens
        return parley::net::native::wait({&entry, 1}, parley::later(parley::clock::now(), patience)) > 0;
    };
    while (taken < ceiling && has_room()) {
        const ssize_t count = ::write(talk.client.input(), lines.data(), lines.size());
        if (count > 0) taken += static_cast<std::size_t>(count);
    }
    CHECK(taken < ceiling / 2);
    talk.client.end_input();
    CHECK(talk.server.hears_the_end());
    CHECK(talk.server.heard.size() == taken + (taken % lines.size() == 0 ? 0 : 1));
    talk.server.close();
    CHECK(talk.client.exit_code() == 0);
}

TEST_CASE("a closed stdout is a failure with a reason") {
    conversation talk(in_pipes);
    talk.client.close_output();
    talk.server.say("bob: hi\n");
    CHECK(talk.client.exit_code() == 1);
    CHECK(talk.client.err == "chat_client: stdout: Broken pipe\n");
}

TEST_CASE("a stdout that nobody reads does not hold up somebody who wants to leave") {
    conversation talk(in_pipes);
    talk.server.say(std::string(200'000, 'x') + "\n");  // more than a pipe holds
    REQUIRE(talk.client.prints("x"));
    ::kill(talk.client.pid(), SIGTERM);
    CHECK(talk.server.hears_the_end());
    talk.server.close();
    CHECK(talk.client.exit_code() == 0);
}

TEST_CASE("--version") {
    child version(in_pipes, {program(), "--version"});
    CHECK(version.exit_code() == 0);
    CHECK(version.out == "chat_client (parley) " + std::string(parley::version) + "\n");
    CHECK(version.err.empty());
}

TEST_CASE("--help and wrong usage") {
    child help(in_pipes, {program(), "--help"});
    CHECK(help.exit_code() == 0);
    CHECK(help.out.starts_with("usage: chat_client "));
    CHECK(help.err.empty());
    for (const texts& wrong : {texts{"--port"}, texts{"--port", "many"}, texts{"--port", "65536"}, texts{"--frob"}}) {
        texts arguments{program()};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        child refused(in_pipes, arguments);
        CHECK(refused.exit_code() == 2);
        CHECK(refused.out.empty());
        CHECK(refused.err.find("--help") != std::string::npos);
    }
}

TEST_CASE("nobody listens") {
    std::string port;
    {
        const scripted_server gone;
        port = gone.port();
    }
    child client(in_terminal, {program(), "--port", port});
    CHECK(client.exit_code() == 1);
    CHECK(client.out.starts_with("chat_client: connect to 127.0.0.1:" + port + ": Connection refused; "));
}
