// SPDX-License-Identifier: MIT

/// @file
/// What many would pick instead: a chat of coroutines over Asio, in the shape of the example that comes with it. Each
/// client has two coroutines: one reads lines and gives them to the room, one sends what lies in the client's queue and
/// sleeps on a timer, which is cancelled to wake it, when there is nothing. One thread runs them all.
///
/// It does not: check lines, care whether a nickname is free or well formed, or limit what waits for a slow reader. A
/// line over 4,096 bytes ends the connection.
///
/// Look at: `write()`. Every line is copied into every member's queue and sent with a call of its own, also when a
/// hundred of them wait; each passes through the coroutine once.

#include "common.hpp"

#include <asio.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace {

using asio::ip::tcp;

class session;
using room = std::set<std::shared_ptr<session>>;

void tell_everybody(const room& members, const std::string& text);

class session : public std::enable_shared_from_this<session> {
public:
    session(tcp::socket socket, room& members)
        : socket_(std::move(socket)), news_(socket_.get_executor(), never()), members_(members) {}

    /// Both coroutines keep the session alive.
    void start() {
        asio::co_spawn(socket_.get_executor(), [self = shared_from_this()] { return self->read(); }, asio::detached);
        asio::co_spawn(socket_.get_executor(), [self = shared_from_this()] { return self->write(); }, asio::detached);
        tell("Pick a nickname: ");
    }

    void tell(const std::string& text) {
        queue_.push_back(text);
        news_.cancel_one();
    }

private:
    static asio::steady_timer::time_point never() { return asio::steady_timer::time_point::max(); }

    asio::awaitable<void> read() {
        try {
            name_ = co_await next_line();
            members_.insert(shared_from_this());
            tell_everybody(members_, "'" + name_ + "' has just connected to the chat room!\n");
            tell("You are now connected!\n");
            for (;;) tell_everybody(members_, name_ + ": " + co_await next_line() + "\n");
        } catch (const std::exception&) {
            leave();
        }
    }

    asio::awaitable<std::string> next_line() {
        const std::size_t length =
            co_await asio::async_read_until(socket_, asio::dynamic_buffer(heard_, 4096), '\n', asio::use_awaitable);
        std::string line = heard_.substr(0, length - 1);
        heard_.erase(0, length);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        co_return line;
    }

    asio::awaitable<void> write() {
        try {
            while (socket_.is_open()) {
                if (queue_.empty()) {
                    asio::error_code woken;
                    co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
                } else {
                    co_await asio::async_write(socket_, asio::buffer(queue_.front()), asio::use_awaitable);
                    queue_.pop_front();
                }
            }
        } catch (const std::exception&) {
            leave();
        }
    }

    void leave() {
        asio::error_code ignored;
        socket_.close(ignored);
        news_.cancel();
        if (members_.erase(shared_from_this()) != 0)
            tell_everybody(members_, "'" + name_ + "' has left the chat room!\n");
    }

    tcp::socket socket_;
    asio::steady_timer news_;
    room& members_;
    std::string name_{};
    std::string heard_{};
    std::deque<std::string> queue_{};
};

void tell_everybody(const room& members, const std::string& text) {
    for (const auto& member : members) member->tell(text);
}

asio::awaitable<void> listen(tcp::acceptor acceptor, room& members) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        std::make_shared<session>(std::move(socket), members)->start();
    }
}

}  // namespace

int main(int count, char** values) {
    const std::uint16_t port = compare::port_argument(count, values);
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    compare::end_on_sigterm();
    asio::io_context context(1);  // one thread: Asio does without most of its locks
    tcp::acceptor acceptor(context);
    const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
    acceptor.open(here.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(here);
    acceptor.listen(compare::backlog);
    compare::print_address(acceptor.local_endpoint().port());
    room members;
    asio::co_spawn(context, listen(std::move(acceptor), members), asio::detached);
    context.run();
}
