// SPDX-License-Identifier: MIT

/// @file
/// `chat_server` and two `chat_client`s in pipes: a chat in which only programs of ours take part.

#include "running_server.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <string>

using namespace programs_test;

namespace {

struct piped_client : child {
    explicit piped_client(const running_server& server)
        : child(in_pipes, command(PARLEY_CHAT_CLIENT, {"--port", server.port_text()})) {}

    /// Answers the question for a nickname.
    void enter(const std::string& name) {
        type(name + "\n");
        REQUIRE(prints("You are now connected!\n"));
    }
};

}  // namespace

TEST_CASE("two clients in pipes talk, under every policy that serves two at once") {
    for (const std::string& policy : policies_that_serve_together) {
        CAPTURE(policy);
        running_server server({"--port", "0", "--policy", policy, "--quiet"});
        piped_client ann(server), bob(server);
        ann.enter("ann");
        bob.enter("bob");
        REQUIRE(ann.prints("'bob' has just connected to the chat room!\n"));
        bob.type("Hello!\n");
        CHECK(ann.prints("bob: Hello!\n"));
        ann.type("Hi!\n");
        CHECK(bob.prints("ann: Hi!\n"));
        ann.type("goodbye\n");
        ann.end_input();
        CHECK(ann.exit_code() == 0);
        CHECK(bob.prints("ann: goodbye\n'ann' has left the chat room!\n"));
        bob.end_input();
        CHECK(bob.exit_code() == 0);
        CHECK(ann.out ==
              "'ann' has just connected to the chat room!\nYou are now connected!\n'bob' has just connected to the "
              "chat room!\n"
              "bob: Hello!\nann: Hi!\nann: goodbye\n");
        CHECK(
            bob.out ==
            "'bob' has just connected to the chat room!\nYou are now connected!\nbob: Hello!\nann: Hi!\nann: goodbye\n"
            "'ann' has left the chat room!\n");
        server.interrupt();
        CHECK(server.exit_code() == 0);
    }
}

TEST_CASE("one after the other, under one_at_a_time") {
    running_server server({"--port", "0", "--policy", "one_at_a_time", "--quiet"});
    piped_client ann(server);
    ann.enter("ann");
    piped_client bob(server);
    bob.type("bob\nhello\n");
    ann.type("/who\n");
    CHECK(ann.prints("-- In #lobby: ann.\n"));
    ann.end_input();
    CHECK(ann.exit_code() == 0);
    CHECK(bob.prints("bob: hello\n"));
    bob.end_input();
    CHECK(bob.exit_code() == 0);
}

TEST_CASE("when the server closes, the clients say goodbye and exit 0") {
    running_server server({"--port", "0", "--quiet"});
    piped_client ann(server), bob(server);
    ann.enter("ann");
    bob.enter("bob");
    server.interrupt(SIGTERM);
    for (child* one : {static_cast<child*>(&ann), static_cast<child*>(&bob)}) {
        CHECK(one->prints(std::string(goodbye) + "\n"));
        CHECK(one->exit_code() == 0);
    }
    CHECK(server.exit_code() == 0);
}

TEST_CASE("a client that is interrupted leaves politely") {
    running_server server({"--port", "0"});
    piped_client ann(server), bob(server);
    ann.enter("ann");
    bob.enter("bob");
    REQUIRE(::kill(ann.pid(), SIGINT) == 0);
    CHECK(ann.exit_code() == 0);
    CHECK(bob.prints("'ann' has left the chat room!\n"));
    CHECK(server.complains("'ann' has left the chat room!\n"));
}
