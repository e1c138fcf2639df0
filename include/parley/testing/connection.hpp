#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A socket that is waited for, with what came and was not taken yet. Refuses to know lines, and what is expected.

#include <parley/base/clock.hpp>
#include <parley/net/socket.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::testing {

/// A client's end of a connection, which never blocks for longer than it is told to. Used by one thread at a time.
/// @snippet testing/conversation_test.cpp connection
class connection {
public:
    explicit connection(net::socket connected) noexcept : socket_(std::move(connected)) {}  ///< takes it over

    /// Sends a part of `bytes` and removes it. `reading` meanwhile, two who send much to each other do not wait for
    /// ever. False when time is up or the connection is lost.
    bool send_some(std::string_view& bytes, bool reading, time_point deadline) {
        const short events = wait(reading ? POLLIN | POLLOUT : POLLOUT, deadline);
        if (reading && (events & ~POLLOUT) != 0 && !over()) receive();
        const net::io_result sent = socket_.send({&bytes, 1});
        bytes.remove_prefix(sent.count);
        return events != 0 && sent.status != net::io_status::failed;
    }

    /// Waits for more bytes to be heard. False when the connection is over or time is up.
    bool read(time_point deadline) {
        if (over() || (wait(POLLIN, deadline) & ~POLLOUT) == 0) return false;
        receive();
        return !over();
    }

    void shutdown_send() noexcept { socket_.shutdown_send(); }  ///< says no more; still hears
    void close() noexcept { socket_ = net::socket(); }          ///< with a reset, if something came that was not read

    /// Closes with a reset.
    void reset() noexcept {
        net::native::reset_on_close(socket_.native_handle());
        close();
    }

    bool over() const noexcept { return closed_ || was_reset_; }  ///< in either way, by the other side
    bool was_reset() const noexcept { return was_reset_; }  ///< or lost: what was on its way may be lost, too
    net::native::handle native_handle() const noexcept { return socket_.native_handle(); }  ///< still owned by this

    std::string heard{};  ///< what has come; whoever takes some of it removes it

private:
    void receive() {
        char buffer[16 * 1024];
        const net::io_result result = socket_.receive(buffer);
        if (result.status == net::io_status::ok) heard.append(buffer, result.count);
        closed_ = result.status == net::io_status::closed;
        was_reset_ = result.status == net::io_status::failed;
    }

    short wait(int events, time_point deadline) const noexcept {
        net::native::poll_entry entry{socket_.native_handle(), static_cast<short>(events), 0};
        while (net::native::wait({&entry, 1}, deadline) <= 0)
            if (clock::now() >= deadline) return 0;
        return entry.revents;
    }

    net::socket socket_;
    bool closed_ = false;
    bool was_reset_ = false;
};

}  // namespace parley::testing
