// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <doctest/doctest.h>
#include <numeric>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "net/connection.hpp"

using namespace parley;
using namespace net_test;
using net::io_status;

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

TEST_CASE("one thread receives while another sends, at both ends: every byte arrives, in order") {
    connection talk;
    std::string said(std::size_t{4} << 20, ' '), told = said;
    for (std::size_t i = 0; i != said.size(); ++i) {
        said[i] = static_cast<char>('a' + i % 26);
        told[i] = static_cast<char>('0' + i % 10);
    }
    const auto send_all = [](net::socket& from, std::string_view text) {
        while (!text.empty()) {
            const net::io_result sent = from.send({&text, 1});
            if (sent.status == io_status::would_block) static_cast<void>(ready(from.native_handle(), POLLOUT, time_limit()));
            else if (sent.status != io_status::ok) break;
            text.remove_prefix(sent.count);
        }
        from.shutdown_send();
    };
    std::string told_to_ann;
    std::thread ann_says([&] { send_all(talk.ann, said); });
    std::thread ann_hears([&] { told_to_ann = read_all(talk.ann); });
    std::thread server_tells([&] { send_all(talk.server, told); });
    const std::string said_to_server = read_all(talk.server);
    for (std::thread* const one : {&ann_says, &ann_hears, &server_tells}) one->join();
    CHECK((said_to_server == said));  // in brackets: nobody wants to read 4 MiB of it
    CHECK((told_to_ann == told));
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

TEST_CASE("a peer that resets: sending fails as a value, and receiving too") {
    connection talk;
    talk.reset_ann();
    REQUIRE(readable(talk.server));
    char byte;
    const net::io_result got = talk.server.receive({&byte, 1});
    if (this_system::reading_tells_of_resets) {
        CHECK(got.status == io_status::failed);
        CHECK(net::native::error_code(got.error) == std::errc::connection_reset);
    } else {
        CHECK((got.status == io_status::failed || got.status == io_status::closed));
    }
    const std::string_view text = "anybody?";
    for (int i = 0; i != 3; ++i) {
        const net::io_result sent = talk.server.send({&text, 1});
        CHECK(sent.status == io_status::failed);
        CHECK(net::native::error_code(sent.error) == this_system::lost_when_sending);
        CHECK(sent.count == 0);
    }
}

TEST_CASE("sending after our own half-close fails") {
    connection talk;
    talk.server.shutdown_send();
    const std::string_view text = "one more thing";
    CHECK(talk.server.send({&text, 1}).status == io_status::failed);
}

TEST_CASE("a socket owns its descriptor: moved, swapped, closed once") {
    connection talk;
    const net::native::handle descriptor = talk.server.native_handle();
    net::socket moved(std::move(talk.server));
    CHECK(moved.native_handle() == descriptor);
    CHECK(talk.server.native_handle() == net::native::no_handle);
    moved = net::socket();
    CHECK_FALSE(this_system::is_open(descriptor));
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
