// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <optional>
#include <parley/client.hpp>
#include <string>
#include <string_view>
#include <thread>

using parley::client;
using parley::net::io_status;

namespace {

parley::time_point soon() { return parley::later(parley::clock::now(), parley::milliseconds(20'000)); }
parley::time_point now() { return parley::clock::now(); }

/// A client and the socket at its other end.
struct connection {
    parley::net::socket server{};
    std::optional<client> ann{};

    //! [socket_pair]
    connection() {
        const parley::net::native::socket_pair ends = parley::net::native::open_pair();
        REQUIRE(ends.one != parley::net::native::no_handle);
        server = parley::net::socket(ends.one);
        ann.emplace(parley::net::socket(ends.other));
    }
    //! [socket_pair]

    void say(std::string_view text) {
        const auto sent = server.send({&text, 1});
        REQUIRE(sent.status == io_status::ok);
        REQUIRE(sent.count == text.size());
    }

    /// All that the client has said so far.
    std::string heard() {
        std::string all;
        char buffer[16 * 1024];
        for (auto one = server.receive(buffer); one.status == io_status::ok; one = server.receive(buffer))
            all.append(buffer, one.count);
        return all;
    }
};

using line = std::optional<std::string>;

}  // namespace

TEST_CASE("lines, however they are cut and ended") {
    connection talk;
    talk.say("one\ntwo\r\n\nthr");
    CHECK(talk.ann->read_line(soon()) == line("one"));
    CHECK(talk.ann->partial_line() == "thr");
    CHECK(talk.ann->read_line(soon()) == line("two"));
    CHECK(talk.ann->read_line(soon()) == line(""));
    CHECK(talk.ann->read_line(now()) == std::nullopt);
    CHECK_FALSE(talk.ann->finished());
    CHECK(talk.ann->partial_line() == "thr");
    talk.say("ee\n");
    CHECK(talk.ann->read_line(soon()) == line("three"));
    CHECK(talk.ann->partial_line().empty());
}

TEST_CASE("the question for a nickname is no part of a line") {
    connection talk;
    talk.say("Pick a nickname: ");
    CHECK(talk.ann->read_line(now()) == std::nullopt);
    CHECK(talk.ann->asked_for_name());
    CHECK(talk.ann->partial_line() == client::name_prompt);
    talk.say("-- That nickname is taken.\nPick a nickname: Pick a nickname: ");
    CHECK(talk.ann->read_line(soon()) == line("-- That nickname is taken."));
    CHECK(talk.ann->asked_for_name());
    talk.say("You are");
    CHECK(talk.ann->read_line(now()) == std::nullopt);
    CHECK_FALSE(talk.ann->asked_for_name());
    talk.say(" now connected!\n");
    CHECK(talk.ann->read_line(soon()) == line("You are now connected!"));
}

TEST_CASE("what the server said before it closed can be read") {
    connection talk;
    talk.say("bye\nhalf");
    talk.server = parley::net::socket();
    CHECK(talk.ann->read_line(soon()) == line("bye"));
    CHECK(talk.ann->read_line(soon()) == std::nullopt);
    CHECK(talk.ann->finished());
    CHECK(talk.ann->partial_line() == "half");
    // TCP finds out by trying: the first line may go out and be answered by a reset. No SIGPIPE comes of it.
    while (talk.ann->send_line("hello", soon())) std::this_thread::yield();
    CHECK(talk.ann->unsent() == 0);
}

TEST_CASE("one call sends one line") {
    connection talk;
    CHECK(talk.ann->send_line("hello", soon()));
    CHECK(talk.ann->send_line("a\n/quit\r", soon()));
    CHECK(talk.heard() == "hello\na /quit \n");
}

TEST_CASE("after the half-close nothing is taken, also while what was queued before is still on its way") {
    connection talk;
    const std::string much(std::size_t{8} << 20, 'x');
    talk.ann->queue(much);
    talk.ann->finish_sending();
    const std::size_t unsent = talk.ann->unsent();
    REQUIRE(unsent != 0);
    talk.ann->queue("more\n");
    CHECK(talk.ann->unsent() == unsent);
    CHECK_FALSE(talk.ann->send_line("more"));  // and does not wait
    std::string heard;
    while (talk.ann->unsent() != 0) {
        heard += talk.heard();
        REQUIRE(talk.ann->flush().status != io_status::failed);
    }
    CHECK((heard += talk.heard()) == much);
}

TEST_CASE("half-close: nothing more is sent, receiving goes on") {
    connection talk;
    talk.ann->queue("last words\n");
    talk.ann->finish_sending();
    CHECK_FALSE(talk.ann->send_line("more", soon()));
    CHECK(talk.heard() == "last words\n");
    char byte[1];
    CHECK(talk.server.receive(byte).status == io_status::closed);
    talk.say("answer\n");
    CHECK(talk.ann->read_line(soon()) == line("answer"));
}

TEST_CASE("a server that does not read: sending ends at the deadline, and the rest is sent later") {
    connection talk;
    std::string expected;
    const std::string text(4000, 'x');
    while (talk.ann->send_line(text, now())) expected += text + "\n";
    expected += text + "\n";
    CHECK(talk.ann->unsent() > 0);
    talk.ann->finish_sending();  // waits for what is queued
    std::string heard = talk.heard();
    while (talk.ann->unsent() != 0) {
        talk.ann->flush();
        heard += talk.heard();
    }
    CHECK(heard == expected);
    char byte[1];
    CHECK(talk.server.receive(byte).status == io_status::closed);
}

TEST_CASE("a line without end is given in pieces") {
    connection talk;
    const std::string chunk(4096, 'x');
    std::size_t said = 0, given = 0;
    while (given == 0 && said < 2 * client::longest_line) {
        talk.say(chunk);
        said += chunk.size();
        if (const line piece = talk.ann->read_line(now())) given = piece->size();
    }
    CHECK(given == client::longest_line);
    CHECK(talk.ann->partial_line().size() == said - given);
}

TEST_CASE("connecting: to a port, to a path, to nobody") {
    parley::options where;
    auto tcp = parley::net::listen_tcp(where.host, 0, 4);
    where.port = tcp.where().port();
    client by_port(where, soon());
    CHECK(by_port.native_handle() != parley::net::native::no_handle);

    tcp.close();
    CHECK_THROWS_AS(client(where, soon()), parley::setup_error);

    if (!parley::net::native::has_local_sockets) return;
    where.path = "client_test." + std::to_string(::getpid()) + ".socket";
    CHECK_THROWS_AS(client(where, soon()), parley::setup_error);
    const auto local = parley::net::listen_local(where.path, 4);
    client by_path(where, soon());
    CHECK(by_path.native_handle() != parley::net::native::no_handle);
}
