#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One client with manners that can be as bad as wanted: it never reads, reads a crumb at a time, says half a line,
/// hangs up in the middle or by a reset. Never blocks: a `party` moves its bytes. Read next: `party.hpp`.

#include "native.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <functional>
#include <parley/net/address.hpp>
#include <parley/net/socket.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace faults_test {

inline constexpr std::string_view prompt = "Pick a nickname: ";
inline constexpr std::string_view welcome = "You are now connected!";
inline constexpr std::string_view too_slow = "-- You are reading too slowly; goodbye.";
inline constexpr std::string_view full = "-- The server is full; please try again later.";
inline constexpr std::string_view closing = "-- The server is closing; goodbye.";

inline std::string joined(std::string_view name) { return "'" + std::string(name) + "' has just connected to the chat room!"; }
inline std::string left(std::string_view name, std::string_view reason = {}) {
    return "'" + std::string(name) + "' has left the chat room!" + (reason.empty() ? "" : " (" + std::string(reason) + ")");
}

/// With its end.
inline std::string as_line(std::string_view text) {
    std::string line(text);
    line += '\n';
    return line;
}
/// So many letters, and the end of the line.
inline std::string line_of(std::size_t letters, char letter) {
    std::string line(letters + 1, letter);
    line.back() = '\n';
    return line;
}

/// What a client asks of its own kernel before it connects.
struct manners {
    int receive_buffer = 0;  ///< bytes; 0: as much as the kernel likes, which is megabytes
    int segment = 0;         ///< bytes; small ones keep the *server's* kernel from buffering megabytes for this client
};

/// A reader for whom the kernels keep a few dozen kilobytes only: what it does not read soon waits in the server.
inline constexpr manners stingy{4096, 536};

class guest {
public:
    /// Begins to connect to a port of this machine; `party::until()` finishes it.
    explicit guest(std::uint16_t port, manners wanted = {}) : socket_(open(AF_INET)) {
        if (wanted.receive_buffer != 0) set(SOL_SOCKET, SO_RCVBUF, wanted.receive_buffer);
        if (wanted.segment != 0) this_system::take_small_segments(descriptor(), wanted.segment);
        set(IPPROTO_TCP, TCP_NODELAY, 1);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        begin(reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    /// The same to a Unix-domain socket.
    explicit guest(const std::string& path) : socket_(open(AF_UNIX)) {
        const sockaddr_un to = parley::net::local_address(path);
        begin(reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    guest(const guest&) = delete;
    guest& operator=(const guest&) = delete;
    /// By a reset: thousands of guests leave no port in TIME_WAIT.
    ~guest() { reset(); }

    /// Says it as soon as the kernel takes it.
    void say(std::string_view bytes) { unsent_ += bytes; }
    /// Shuts the sending side, after all that is still to be said.
    void end_input() { input_ends_ = true; }
    /// Hangs up without a word. (Unread bytes make a reset of it.)
    void close() noexcept { socket_ = parley::net::socket(); }
    /// Hangs up by a reset (RST) and not by an end (FIN).
    void reset() noexcept {
        if (open()) parley::net::native::reset_on_close(descriptor());
        close();
    }

    bool reading = true;              ///< false: it has stopped to read
    std::size_t mouthful = 64 * 1024;  ///< bytes that it reads at a time
    std::string heard{};              ///< all that it was told, or what `on_line` has not got yet
    std::function<void(std::string_view)> on_line{};  ///< takes the lines instead
    std::string name{};

    bool ended = false;   ///< the server has said all (FIN) ...
    bool broken = false;  ///< ... or the connection was reset
    bool over() const noexcept { return ended || broken; }
    bool open() const noexcept { return descriptor() != parley::net::native::no_handle; }
    std::size_t unsent() const noexcept { return unsent_.size(); }
    parley::net::native::handle descriptor() const noexcept { return socket_.native_handle(); }

    bool has_heard(std::string_view text) const { return heard.find(text) != heard.npos; }

    /// What it was told, line by line, without the question for a nickname. The last one may be unfinished; a
    /// finished text ends in an empty one, which is left out.
    std::vector<std::string> lines() const {
        std::vector<std::string> found;
        for (std::string_view rest = heard; !rest.empty();) {
            while (rest.substr(0, prompt.size()) == prompt) rest.remove_prefix(prompt.size());
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            if (!rest.empty()) found.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return found;
    }
    /// How often it was told exactly this line.
    std::ptrdiff_t count(std::string_view line) const {
        const auto all = lines();
        return std::count(all.begin(), all.end(), line);
    }
    /// The lines that begin like this, in order.
    std::vector<std::string> lines_from(std::string_view beginning) const {
        auto all = lines();
        std::erase_if(all, [&](const std::string& one) { return one.substr(0, beginning.size()) != beginning; });
        return all;
    }
    bool heard_whole_lines_only() const { return heard.empty() || heard.back() == '\n' || heard.ends_with(prompt); }

    // What a party does with it.

    short wishes() const noexcept {
        if (!open() || over()) return 0;
        return static_cast<short>((reading ? POLLIN : 0) | (!unsent_.empty() || input_ends_ ? POLLOUT : 0));
    }
    /// Says what the kernel takes.
    void speak() {
        if (!open()) return;
        while (!unsent_.empty()) {
            const std::string_view rest = unsent_;
            const parley::net::io_result sent = socket_.send({&rest, 1});
            if (try_again(sent)) return;
            if (sent.status != parley::net::io_status::ok) return unsent_.clear();  // whoever reads finds out why
            unsent_.erase(0, sent.count);
        }
        if (std::exchange(input_ends_, false)) socket_.shutdown_send();
    }
    /// Reads one mouthful; false when there was nothing.
    bool listen() {
        char bytes[64 * 1024];
        if (!open() || over()) return false;
        const parley::net::io_result got = socket_.receive({bytes, std::min(mouthful, sizeof bytes)});
        if (try_again(got)) return false;
        ended = got.status == parley::net::io_status::closed;
        broken = !ended && got.status != parley::net::io_status::ok;
        if (over()) return false;
        heard.append(bytes, got.count);
        if (on_line) hand_over_lines();
        return true;
    }

private:
    static parley::net::native::handle open(int family) {
        const parley::net::native::handle made = parley::net::native::open_socket(family);
        REQUIRE_MESSAGE(made != parley::net::native::no_handle, "no socket, error " << parley::net::native::last_error());
        parley::net::native::prepare_stream(made);
        return made;
    }
    void set(int level, int option, int value) const {
        parley::net::native::set_option(descriptor(), level, option, value);
    }
    /// The answer is not waited for: there is nothing to be read and no room to write until it has come.
    void begin(const sockaddr* to, std::size_t length) const {
        const int error = parley::net::native::connect(descriptor(), to, length, parley::at_once);
        const std::error_code reason = parley::net::native::error_code(error);
        REQUIRE_MESSAGE((error == 0 || reason == std::errc::timed_out), "cannot connect: " << reason.message());
    }
    /// Nothing now, or the connection is not there yet.
    static bool try_again(const parley::net::io_result& result) {
        return result.status == parley::net::io_status::would_block ||
               (result.status == parley::net::io_status::failed &&
                parley::net::native::error_code(result.error) == std::errc::not_connected);
    }
    void hand_over_lines() {
        std::size_t begin = 0;
        for (std::size_t end; (end = heard.find('\n', begin)) != heard.npos; begin = end + 1) {
            std::string_view line(heard.data() + begin, end - begin);
            while (line.substr(0, prompt.size()) == prompt) line.remove_prefix(prompt.size());
            on_line(line);
        }
        heard.erase(0, begin);
    }

    parley::net::socket socket_;
    std::string unsent_{};
    bool input_ends_ = false;
};

}  // namespace faults_test
