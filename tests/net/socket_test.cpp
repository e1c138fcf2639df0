// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <doctest/doctest.h>
#include <numeric>
#include <parley/net/tcp.hpp>
#include <pthread.h>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

namespace {

/// Two ends of a TCP connection.
struct connection {
    net::listener listener = net::listen_tcp("127.0.0.1", 0, 8);
    net::socket ann = net::connect_tcp("127.0.0.1", listener.where().port(), time_limit());
    net::socket server = accept_one(listener).client;

    /// Ann dies: her kernel answers what comes with a reset.
    void reset_ann() {
        const linger at_once_and_hard{1, 0};
        REQUIRE(::setsockopt(ann.native_handle(), SOL_SOCKET, SO_LINGER, &at_once_and_hard, sizeof at_once_and_hard) == 0);
        ann = net::socket();
    }
};

/// Fails the test should SIGPIPE come.
struct sigpipe_guard {
    sigpipe_guard() { before = std::signal(SIGPIPE, [](int) { came = 1; }); }
    ~sigpipe_guard() {
        std::signal(SIGPIPE, before);
        CHECK(came == 0);
    }
    static inline volatile std::sig_atomic_t came = 0;
    void (*before)(int);
};

}  // namespace

TEST_CASE("many texts go out in one call, in order, and arrive as one stream") {
    connection talk;
    std::vector<std::string> texts;
    for (int i = 0; i != 64; ++i) texts.push_back("text " + std::to_string(i) + "\n");
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const std::string all = std::accumulate(texts.begin(), texts.end(), std::string());
    const net::io_result sent = talk.server.send(views);
    CHECK(sent.status == io_status::ok);
    CHECK(sent.count == all.size());
    talk.server.shutdown_send();
    CHECK(read_all(talk.ann) == all);
}

TEST_CASE("more texts than one call can point at: the rest is left for the next") {
    connection talk;
    const std::vector<std::string_view> views(net::native::most_views + 10, "x");
    CHECK(talk.server.send(views).count == net::native::most_views);
}

TEST_CASE("nothing to send, or empty texts") {
    connection talk;
    CHECK(talk.server.send({}).status == io_status::ok);
    CHECK(talk.server.send({}).count == 0);
    const std::array<std::string_view, 3> texts{"", "x", ""};
    CHECK(talk.server.send(texts).count == 1);
}

TEST_CASE("a kernel that is full takes a part, then nothing, and no byte is lost") {
    connection talk;
    std::string big(std::size_t{1} << 20, ' ');
    for (std::size_t i = 0; i != big.size(); ++i) big[i] = static_cast<char>('a' + i % 26);
    std::string sent, received;
    net::io_result last;
    for (;;) {
        const std::array<std::string_view, 2> texts{std::string_view(big).substr(0, 1000), std::string_view(big).substr(1000)};
        last = talk.server.send(texts);
        if (last.status != io_status::ok) break;
        sent.append(big, 0, last.count);
        REQUIRE(sent.size() < std::size_t{1} << 30);
    }
    CHECK(last.status == io_status::would_block);
    CHECK(last.count == 0);
    CHECK_FALSE(ready(talk.server.native_handle(), POLLOUT, at_once));
    talk.server.shutdown_send();
    received = read_all(talk.ann);
    CHECK(received.size() == sent.size());
    CHECK(std::equal(received.begin(), received.end(), sent.begin(), sent.end()));
}

TEST_CASE("nothing to read is no end, and a half-close is") {
    connection talk;
    char byte;
    CHECK(talk.server.receive({&byte, 1}).status == io_status::would_block);
    talk.ann.shutdown_send();
    REQUIRE(readable(talk.server));
    CHECK(talk.server.receive({&byte, 1}).status == io_status::closed);
    CHECK(talk.server.receive({&byte, 1}).status == io_status::closed);
    const std::string_view text = "still heard";
    CHECK(talk.server.send({&text, 1}).status == io_status::ok);  // the other direction goes on
    talk.server.shutdown_send();
    CHECK(read_all(talk.ann) == text);
}

TEST_CASE("a peer that resets: sending fails as a value, without SIGPIPE, and receiving too") {
    const sigpipe_guard guard;
    connection talk;
    talk.reset_ann();
    REQUIRE(readable(talk.server));
    char byte;
    const net::io_result got = talk.server.receive({&byte, 1});
    CHECK(got.status == io_status::failed);
    CHECK(got.error == ECONNRESET);
    const std::string_view text = "anybody?";
    for (int i = 0; i != 3; ++i) {
        const net::io_result sent = talk.server.send({&text, 1});
        CHECK(sent.status == io_status::failed);
        CHECK(sent.error == EPIPE);
        CHECK(sent.count == 0);
    }
}

TEST_CASE("sending after our own half-close fails, without SIGPIPE") {
    const sigpipe_guard guard;
    connection talk;
    talk.server.shutdown_send();
    const std::string_view text = "one more thing";
    CHECK(talk.server.send({&text, 1}).status == io_status::failed);
}

TEST_CASE("the disposition of SIGPIPE is nobody's business but the program's") {
    struct sigaction before {}, after {};
    REQUIRE(::sigaction(SIGPIPE, nullptr, &before) == 0);
    {
        connection talk;
        talk.reset_ann();
        const std::string_view text = "x";
        REQUIRE(readable(talk.server));
        talk.server.send({&text, 1});
    }
    REQUIRE(::sigaction(SIGPIPE, nullptr, &after) == 0);
    CHECK((before.sa_handler == after.sa_handler));
}

TEST_CASE("a signal interrupts nothing") {
    // The calls never wait, so the signal comes in between as often as it likes; nothing may be lost or fail.
    struct sigaction action {}, before {};
    action.sa_handler = [](int) {};
    REQUIRE(::sigaction(SIGUSR2, &action, &before) == 0);
    connection talk;
    std::atomic<bool> over{false};
    const pthread_t self = ::pthread_self();
    std::thread pesterer([&] {
        while (!over) {
            ::pthread_kill(self, SIGUSR2);
            std::this_thread::yield();
        }
    });
    std::string sent, received;
    char buffer[512];
    std::size_t failures = 0;
    for (int i = 0; i != 2'000; ++i) {
        const std::string text = "line " + std::to_string(i) + "\n";
        const std::string_view view = text;
        const net::io_result out = talk.server.send({&view, 1});
        if (out.status != io_status::ok || out.count != text.size()) ++failures;
        sent += text;
        if (!readable(talk.ann)) ++failures;
        const net::io_result in = talk.ann.receive(buffer);
        if (in.status != io_status::ok) ++failures;
        received.append(buffer, in.count);
    }
    over = true;
    pesterer.join();
    talk.server.shutdown_send();
    received += read_all(talk.ann);
    CHECK(failures == 0);
    CHECK(received == sent);
    ::sigaction(SIGUSR2, &before, nullptr);
}

TEST_CASE("a socket owns its descriptor: moved, swapped, closed once") {
    connection talk;
    const int descriptor = talk.server.native_handle();
    net::socket moved(std::move(talk.server));
    CHECK(moved.native_handle() == descriptor);
    CHECK(talk.server.native_handle() == net::native::no_handle);
    moved = net::socket();
    CHECK(::fcntl(descriptor, F_GETFD) == -1);
    CHECK(read_all(talk.ann).empty());
    const net::socket nobody;
    CHECK(nobody.native_handle() == net::native::no_handle);
}

TEST_CASE("a socket made from nothing fails politely") {
    net::socket nobody;
    char byte;
    CHECK(nobody.receive({&byte, 1}).status == io_status::failed);
    const std::string_view text = "x";
    CHECK(nobody.send({&text, 1}).status == io_status::failed);
    nobody.shutdown_send();
}

TEST_CASE("what the system's errors mean") {
    using net::native::classify;
    CHECK(classify(EAGAIN).status == io_status::would_block);
    CHECK(classify(EWOULDBLOCK).status == io_status::would_block);
    for (const int shortage : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) CHECK(classify(shortage).status == io_status::exhausted);
    for (const int fault : {ECONNRESET, EPIPE, ECONNABORTED, ETIMEDOUT, EBADF, ENOTCONN}) {
        CHECK(classify(fault).status == io_status::failed);
        CHECK(classify(fault).error == fault);
        CHECK(classify(fault).count == 0);
    }
}
