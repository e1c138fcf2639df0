// SPDX-License-Identifier: MIT

/// @file
/// `chat_server` from outside: what it prints where, how it ends, and with which code.

#include "running_server.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <parley/testing/temporary_folder.hpp>
#include <parley/version.hpp>
#include <string>
#include <thread>
#include <unistd.h>

using namespace programs_test;
using parley::testing::conversation;

namespace {

/// How it ended, when it was started like this.
struct outcome {
    explicit outcome(std::initializer_list<std::string> options) {
        child server(in_pipes, command(PARLEY_CHAT_SERVER, options));
        code = server.exit_code();
        out = server.out;
        err = server.err;
    }
    bool complains(std::string_view text) const { return err.find(text) != err.npos; }

    int code = 0;
    std::string out, err;
};


}  // namespace

TEST_CASE("the session of the seed, as the server sees it, under every policy by its name") {
    for (const std::string& policy : programs_test::every_policy) {
        CAPTURE(policy);
        running_server server({"--port", "0", "--policy", policy});
        REQUIRE(server.complains("Server is running and listening for connections on " + server.address() + "...\n"));
        conversation talk(server.port());
        auto& user1 = talk.join("user1");
        CHECK(server.complains("Connection established with 127.0.0.1:"));
        CHECK(server.complains("The nickname of this client is 'user1'\n"));
        user1.says("Hello!").hears_next("user1: Hello!");
        user1.says("/nick other").hears_next("'user1' is now known as 'other'.");
        CHECK(server.complains("'user1' is now known as 'other'.\n"));
        user1.hangs_up();
        CHECK(server.complains("'other' has left the chat room!\n"));
        server.interrupt();
        CHECK(server.exit_code() == 0);
        CHECK(server.out == server.address() + "\n");
        CHECK(server.err.find("b'") == server.err.npos);
    }
}

TEST_CASE("--quiet: nothing but the address") {
    running_server server({"--port", "0", "--quiet"});
    conversation talk(server.port());
    talk.join("ann").says("hello").hears_next("ann: hello").hangs_up();
    server.interrupt(SIGTERM);
    CHECK(server.exit_code() == 0);
    CHECK(server.out == "127.0.0.1:" + server.port_text() + "\n");
    CHECK(server.err == "");
}

TEST_CASE("the address of a path, and the file is removed at the end") {
    const parley::testing::temporary_folder folder;
    const std::string path = folder.file("chat");
    {
        running_server server({"--path", path});
        CHECK(server.address() == path);
        conversation talk(path);
        talk.join("ann").says("hello").hears_next("ann: hello").hangs_up();
        CHECK(server.complains("Connection established with a local client\n"));
        server.interrupt();
        CHECK(server.exit_code() == 0);
    }
    CHECK(::access(path.c_str(), F_OK) != 0);
}

TEST_CASE("--help is data: stdout, exit 0, every policy by its name") {
    const outcome help({"--help"});
    CHECK(help.code == 0);
    CHECK(help.err == "");
    for (const std::string& policy : programs_test::every_policy) CHECK(help.out.find("  " + policy + " ") != help.out.npos);
    for (const std::string option : {"--host", "--port", "--policy", "--quiet", "--path", "--history"})
        CHECK(help.out.find(option) != help.out.npos);
}

TEST_CASE("--version") {
    const outcome version({"--version"});
    CHECK(version.code == 0);
    CHECK(version.out == "chat_server (parley) " + std::string(parley::version) + "\n");
    CHECK(version.err == "");
}

TEST_CASE("bad usage: exit 2, stdout empty, a reason and where to look") {
    for (const auto& options : {std::initializer_list<std::string>{"--nonsense"},
                                {"--port"},
                                {"--port", "65536"},
                                {"--port", "five"},
                                {"--policy", "magic"},
                                {"--quiet=yes"},
                                {"--line-limit", "0"},
                                {"--path", "chat", "--port", "0"},
                                {"--host", "::1", "--path", "chat"},
                                {"stray"}}) {
        const outcome wrong(options);
        CAPTURE(*options.begin());
        CHECK(wrong.code == 2);
        CHECK(wrong.out == "");
        CHECK(wrong.complains("chat_server: "));
        CHECK(wrong.complains("Try chat_server --help."));
    }
    CHECK(outcome({"--policy", "magic"}).complains("epoll_loop"));  // says which there are
}

TEST_CASE("what cannot be set up: exit 1, stdout empty, the reason and the advice") {
    running_server first({"--port", "0", "--quiet"});
    const outcome taken({"--port", first.port_text()});
    CHECK(taken.code == 1);
    CHECK(taken.out == "");
    CHECK(taken.complains("chat_server: bind 127.0.0.1:" + first.port_text() + ": Address already in use; "));
    CHECK(taken.complains("choose --port 0"));
    const outcome nowhere({"--path", "/nonexistent/folder/chat"});
    CHECK(nowhere.code == 1);
    CHECK(nowhere.complains("No such file or directory"));
}

TEST_CASE("an address that cannot be written is a failure: whoever started the server waits for it") {
    child server(in_pipes, {"/bin/sh", "-c", "exec \"$0\" --port 0 --quiet >/dev/full", PARLEY_CHAT_SERVER});
    CHECK(server.exit_code() == 1);
    CHECK(server.err == "chat_server: cannot write the address to stdout: No space left on device\n");
}

TEST_CASE("a signal with clients inside: everybody is told, exit 0, and the port is free at once") {
    for (const int signal : {SIGINT, SIGTERM})
        for (const std::string& policy : policies_that_serve_together) {
            CAPTURE(policy);
            running_server server({"--port", "0", "--policy", policy});
            conversation talk(server.port());
            auto& ann = talk.join("ann");
            auto& bob = talk.join("bob");
            ann.hears_next("'bob' has just connected to the chat room!")
                .says("last words")
                .hears_next("ann: last words");
            server.interrupt(signal);
            bob.hears_next({"ann: last words", goodbye}).is_closed();
            ann.hears_next(goodbye).is_closed();
            talk.everybody_hangs_up();
            CHECK(server.exit_code() == 0);
            CHECK(server.err.ends_with("Server has closed.\n"));

            running_server next({"--port", server.port_text(), "--policy", policy, "--quiet"});
            CHECK(next.address() == server.address());
        }
}

TEST_CASE("a second signal ends it at once with 130, though the first still waits for somebody who does not read") {
    const std::string much_room = std::to_string(256 << 20);
    for (const std::string& policy : policies_that_serve_together) {
        CAPTURE(policy);
        running_server server(
            {"--port", "0", "--policy", policy, "--quiet", "--drain-limit", "3600", "--outbox-limit", much_room},
            {"TSAN_OPTIONS=report_thread_leaks=0"});  // it joins no threads, on purpose
        conversation talk(server.port());
        auto& bob = talk.join("bob");
        bob.says("/join #tea").hears_next("'bob' has come to #tea.");
        std::string much;
        for (int i = 0; i != 6000; ++i) much += std::string(4000, '.') + "\n";  // 24 MB: more than the kernel keeps
        talk.join("stalled").sends_without_reading(much + "/msg bob all was said\n");
        bob.hears_next("[from stalled] all was said");
        server.interrupt();
        bob.hears_next(goodbye).is_closed();
        server.interrupt();
        const int code = server.exit_code();
        CHECK_MESSAGE(code == 130, "exit code " << code << "\n" << server.err);
    }
}

TEST_CASE("the limits of the command line are obeyed") {
    running_server server({"--port", "0", "--quiet", "--client-limit", "1", "--line-limit=10", "--history", "1"});
    conversation talk(server.port());
    auto& ann = talk.join("ann");
    ann.says("12345678901").hears_next("-- That line is too long (limit 10 bytes); it was not sent.");
    talk.connect("too many").hears_next("-- The server is full; please try again later.").is_closed();
}
