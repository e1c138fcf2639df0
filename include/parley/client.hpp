#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The other end of the line protocol, for bots, tests and `chat_client`: a connection that sends lines and
/// gives lines. A bot calls `send_line()` and `read_line()` and waits there; a program with a poll loop of its own
/// calls `queue()`, `flush()`, `receive()` and `next_line()`, which never wait. Refuses to know what a line means,
/// but for the one text without an end: the question for a nickname. Read next: `net/socket.hpp`.

#include <cstddef>
#include <optional>
#include <parley/base/options.hpp>
#include <parley/chat/wording.hpp>
#include <parley/net/local.hpp>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley {

/// One connection to a server. Used by one thread at a time; move-only; closes when it is destroyed.
/// @snippet examples/client.cpp bot
/// @snippet examples/client.cpp loop
class client {
public:
    /// What the server asks before anything else, without a newline, so that `nc` shows it. It is no part of any
    /// line: the calls that give lines leave it out.
    static constexpr std::string_view name_prompt = chat::wording::prompt;
    /// A longer line is given in pieces, or a server could fill this program's memory.
    static constexpr std::size_t longest_line = std::size_t{1} << 20;

    /// Connects to `options::path` or, when that is empty, to `host` and `port`; the other fields are the server's.
    /// Waits until `deadline` for the answer. Throws `setup_error`.
    explicit client(const options& where = {}, time_point deadline = never)
        : client(where.path.empty() ? net::connect_tcp(where.host, where.port, deadline)
                                    : net::connect_local(where.path, deadline)) {}

    /// Over a connection made elsewhere, `in_process_listener::connect()` for example; owns it from now on.
    explicit client(net::socket connected) noexcept : socket_(std::move(connected)) {}

    /// Sends one line and waits until the kernel has taken it. A newline inside it becomes a space, so that one
    /// call is one line whoever wrote the text. False when `deadline` came first (the rest stays queued), after
    /// `finish_sending()`, and when the connection is over.
    bool send_line(std::string_view line, time_point deadline = never) {
        if (finishing_) return false;
        std::string whole(line);
        for (char& byte : whole)
            if (byte == '\n' || byte == '\r') byte = ' ';
        queue(whole += '\n');
        return send_queued(deadline);
    }

    /// Half-close: sends what is queued, then tells the server that no more will come. Receiving goes on. Does not
    /// wait: while `unsent()` is not 0, `flush()` goes on with it.
    void finish_sending() noexcept {
        finishing_ = true;
        flush();
    }

    /// Waits for the next line and gives it without its end. Nothing when `deadline` came first or the connection
    /// is over and all its lines were given: `finished()` tells which.
    std::optional<std::string> read_line(time_point deadline = never) {
        for (;;) {
            if (std::optional<std::string> line = next_line()) return line;
            if (finished() || !wait_for(POLLIN, deadline)) return std::nullopt;
            receive();
        }
    }

    /// Adds bytes, as they are, to what is to be sent. The caller bounds it, by looking at `unsent()`. Nothing is taken
    /// after `finish_sending()`, nor when the connection is over.
    void queue(std::string_view bytes) {
        if (!finishing_ && !unsendable_) unsent_ += bytes;
    }

    /// Sends as much as the kernel has room for: `ok` when that was all. `failed` means that nothing can be sent
    /// any more and that what was queued is lost; what the server said before that can still be received.
    net::io_result flush() noexcept {
        net::io_result result;
        while (result.status == net::io_status::ok && !unsent_.empty()) {
            const std::string_view rest = unsent_;
            result = socket_.send({&rest, 1});
            unsent_.erase(0, result.count);
        }
        if (result.status == net::io_status::failed) give_up_sending();
        if (finishing_ && unsent_.empty() && !std::exchange(unsendable_, true)) socket_.shutdown_send();
        return result;
    }

    /// Bytes that are queued and that the kernel has not taken.
    std::size_t unsent() const noexcept { return unsent_.size(); }

    /// Reads what has come, a bounded amount, without waiting.
    net::io_result receive() {
        char buffer[16 * 1024];
        const net::io_result result = socket_.receive(buffer);
        if (result.status == net::io_status::ok) received_.append(buffer, result.count);
        if (result.status == net::io_status::closed || result.status == net::io_status::failed) finished_ = true;
        return result;
    }

    /// The next line that has come whole, without its LF or CRLF and without the question for a nickname.
    std::optional<std::string> next_line() {
        const std::size_t end = received_.find('\n', taken_);
        const bool too_long = end == received_.npos && received_.size() - taken_ > longest_line;
        if (end == received_.npos && !too_long) {
            received_.erase(0, std::exchange(taken_, 0));
            return std::nullopt;
        }
        std::string_view line(received_);
        line = line.substr(taken_, too_long ? longest_line : end - taken_);
        taken_ = too_long ? taken_ + longest_line : end + 1;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        return std::string(without_prompt(line));
    }

    /// What has come after the last whole line: an unfinished line, or the question for a nickname.
    std::string_view partial_line() const noexcept {
        const std::size_t end = received_.rfind('\n');
        return std::string_view(received_).substr(end == received_.npos || end < taken_ ? taken_ : end + 1);
    }

    /// Is the question for a nickname the last thing that the server said?
    bool asked_for_name() const noexcept { return !partial_line().empty() && without_prompt(partial_line()).empty(); }

    /// True when the server will say no more, because it closed or the connection failed.
    bool finished() const noexcept { return finished_; }

    /// For a poller. Still owned by this client.
    net::native::handle native_handle() const noexcept { return socket_.native_handle(); }

private:
    bool send_queued(time_point deadline) {
        for (;;) {
            const net::io_status status = flush().status;
            if (unsendable_) return false;
            if (status == net::io_status::ok) return true;
            if (!wait_for(POLLOUT, deadline)) return false;
        }
    }

    /// False when `deadline` has come and there was nothing to do.
    bool wait_for(short events, time_point deadline) const noexcept {
        net::native::poll_entry entry{native_handle(), events, 0};
        while (net::native::wait({&entry, 1}, deadline) <= 0)
            if (clock::now() >= deadline) return false;
        return true;
    }

    void give_up_sending() noexcept {
        unsendable_ = true;
        unsent_.clear();
    }

    static constexpr std::string_view without_prompt(std::string_view text) noexcept {
        while (text.starts_with(name_prompt)) text.remove_prefix(name_prompt.size());
        return text;
    }

    net::socket socket_;
    std::string unsent_{};
    std::string received_{};
    std::size_t taken_ = 0;  // bytes of it that were given as lines; removed when none is left to give
    bool finishing_ = false;
    bool unsendable_ = false;  // half-closed, or the connection is gone
    bool finished_ = false;
};

}  // namespace parley
