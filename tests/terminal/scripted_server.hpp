#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The other side of a conversation with `chat_client`, played by the test: it says what it is told to and remembers
/// what it heard. Read next: `chat_client_test.cpp`.

#include "child.hpp"

#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>

namespace terminal_test {

class scripted_server {
public:
    /// A number, as an argument.
    std::string port() const { return std::to_string(listener_.where().port()); }

    /// Lets the next client in.
    void accept() {
        wait_for(listener_.native_handle(), POLLIN);
        auto one = listener_.accept();
        REQUIRE(one.status == parley::net::io_status::ok);
        peer_ = std::move(one.client);
    }

    void say(std::string_view text) {
        while (!text.empty()) {
            wait_for(peer_.native_handle(), POLLOUT);
            const auto sent = peer_.send({&text, 1});
            REQUIRE(sent.status == parley::net::io_status::ok);
            text.remove_prefix(sent.count);
        }
    }

    /// Waits until the client has said `text`.
    bool hears(std::string_view text) {
        while (heard.find(text) == heard.npos && receive()) {}
        return heard.find(text) != heard.npos;
    }

    /// Waits until the client will say no more.
    bool hears_the_end() {
        while (receive()) {}
        return ended_;
    }

    void close() { peer_ = parley::net::socket(); }

    /// Closes so that the client gets a reset.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(peer_.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }

    std::string heard{};

private:
    static void wait_for(int waited_for, short events) {
        parley::net::native::poll_entry entry{waited_for, events, 0};
        REQUIRE(parley::net::native::wait({&entry, 1}, time_limit()) == 1);
    }

    /// False at the end of what the client says.
    bool receive() {
        wait_for(peer_.native_handle(), POLLIN);
        char buffer[16 * 1024];
        const auto result = peer_.receive(buffer);
        heard.append(buffer, result.count);
        ended_ = result.status == parley::net::io_status::closed;
        return result.status == parley::net::io_status::ok;
    }

    parley::net::listener listener_ = parley::net::listen_tcp("127.0.0.1", 0, 8);
    parley::net::socket peer_{};
    bool ended_ = false;
};

}  // namespace terminal_test
