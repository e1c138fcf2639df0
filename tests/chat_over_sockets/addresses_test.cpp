// SPDX-License-Identifier: MIT

/// @file
/// The same chat wherever it listens: IPv4, IPv6, both at once, a path, and over a transport that tears every read and
/// write to pieces.

#include "served.hpp"

#include <cstdlib>
#include <filesystem>
#include <parley/net/in_process.hpp>
#include <parley/testing/dribbling.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>

using namespace chat_over_sockets;
using parley::testing::conversation;

namespace {

bool has_ipv6() {
    try {
        parley::net::listen_tcp("::1", 0, 1);
        return true;
    } catch (const parley::setup_error&) {
        return false;
    }
}

/// Ann comes, speaks and leaves; when she is closed the server knows that she is gone.
void greet(conversation& talk) {
    auto& ann = talk.join("ann");
    ann.says("hello").hears_next("ann: hello").says("/quit").is_closed().hangs_up();
}

}  // namespace

TEST_CASE_TEMPLATE("IPv4", Policy, EVERY_POLICY) {
    served<Policy> chat;
    CHECK(chat.server.address() == "127.0.0.1:" + std::to_string(chat.server.port()));
    greet(chat.talk);
    conversation by_name(chat.server.port(), "localhost");
    greet(by_name);
}

TEST_CASE_TEMPLATE("IPv6", Policy, EVERY_POLICY) {
    if (!has_ipv6()) return;
    parley::server<Policy> server({.host = "::1", .port = 0});
    server.start();
    CHECK(server.address() == "[::1]:" + std::to_string(server.port()));
    conversation talk(server.port(), "::1");
    greet(talk);
}

TEST_CASE_TEMPLATE("\"::\" is for both", Policy, EVERY_POLICY) {
    if (!has_ipv6()) return;
    parley::server<Policy> server({.host = "::", .port = 0});
    server.start();
    conversation six(server.port(), "::1"), four(server.port(), "127.0.0.1");
    greet(six);
    greet(four);
}

TEST_CASE_TEMPLATE("a Unix-domain socket", Policy, EVERY_POLICY) {
    if (!parley::net::native::has_local_sockets) return;
    const parley::testing::temporary_folder here;
    const std::string path = here.file("chat");
    {
        parley::server<Policy> server({.path = path});
        server.start();
        CHECK(server.address() == path);
        CHECK(server.port() == 0);
        conversation talk(path);
        greet(talk);
        CHECK_THROWS_AS((parley::server<Policy>({.path = path})), parley::setup_error);  // a live one is never replaced
        greet(talk);
    }
    CHECK_FALSE(std::filesystem::exists(path));  // nothing is left
}

TEST_CASE_TEMPLATE("a conversation over a connection that exists already", Policy, EVERY_POLICY) {
    served<Policy> chat;
    auto& ann = chat.talk.join("ann", parley::net::connect_tcp("127.0.0.1", chat.server.port()));
    ann.says("hello").hears_next("ann: hello");
}

TEST_CASE_TEMPLATE("a transport that tears every read and write to pieces", Policy, EVERY_POLICY) {
    served<Policy, parley::testing::dribbling<parley::net::sockets>> chat(
        {.farewell_limit = parley::milliseconds(60'000)});
    auto& ann = chat.talk.join("ann");
    std::string due;
    for (int i = 0; i != 50; ++i) {
        ann.says("line " + std::to_string(i));
        due += "ann: line " + std::to_string(i) + "\n";
    }
    ann.half_closes();
    CHECK(ann.hears_to_the_end() == due);
}

TEST_CASE_TEMPLATE("clients of the same process", Policy, EVERY_POLICY) {
    parley::server<Policy, parley::net::in_process> server;
    server.start();
    conversation talk([&] { return server.listener().connect(); });
    greet(talk);
    talk.connect("sam").sends("sam\nhello\n").half_closes().hears("sam: hello").is_closed();
}
