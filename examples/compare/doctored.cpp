// SPDX-License-Identifier: MIT

/// @file
/// A server that does wrong on purpose, once in a while and to one client only: a benchmark that does not notice is
/// worth nothing. It speaks as compare_floor does: whoever connects is inside, and a line goes to everybody as it came.
///
///     compare_doctored none|lose|twice|swap|alter [EVERY]
///
/// Each EVERY-th delivery (default: 10,000th) of a line to a client is lost, made twice, exchanged with the next one to
/// that client (so there have to be at least two in flight), or altered in its last byte but the newline.
///
/// Look at: `deliver()`.

#include "common.hpp"

#include <array>
#include <cstddef>
#include <list>
#include <poll.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct client {
    int socket;
    std::string half_line{};  // heard, but its end is still to come
    std::string held_back{};  // until the next line has gone
};

void send_all(int socket, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(socket, text.data(), text.size(), 0);  // waits for who is slow
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

class doctored {
public:
    doctored(int listener, std::string_view fault, long every) : listener_(listener), fault_(fault), every_(every) {}

    void take_turn() {
        std::vector<pollfd> entries{{listener_, POLLIN, 0}};
        for (const client& one : clients_) entries.push_back({one.socket, POLLIN, 0});
        if (::poll(entries.data(), static_cast<nfds_t>(entries.size()), -1) < 0) return;
        auto one = clients_.begin();
        for (std::size_t i = 1; i != entries.size(); ++i) {
            const auto next = std::next(one);
            if (entries[i].revents != 0) hear(one);
            one = next;
        }
        if (entries[0].revents != 0) accept();
    }

private:
    void accept() {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        compare::send_without_delay(socket);
        clients_.push_back({socket});
        send_all(socket, "You are now connected!\n");
    }

    void hear(std::list<client>::iterator one) {
        std::array<char, 16 * 1024> buffer;
        const ssize_t count = ::recv(one->socket, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            ::close(one->socket);
            clients_.erase(one);
            return;
        }
        std::string& heard = one->half_line.append(buffer.data(), static_cast<std::size_t>(count));
        for (std::size_t end; (end = heard.find('\n')) != heard.npos; heard.erase(0, end + 1))
            for (client& listener : clients_) deliver(listener, heard.substr(0, end + 1));
    }

    void deliver(client& to, std::string line) {
        const bool now = ++deliveries_ % every_ == 0;
        if (now && fault_ == "lose") return;
        if (now && fault_ == "twice") line += line;
        if (now && fault_ == "alter" && line.size() > 1) line[line.size() - 2] ^= 1;
        if (now && fault_ == "swap" && to.held_back.empty()) {
            to.held_back = line;
            return;
        }
        send_all(to.socket, line + to.held_back);
        to.held_back.clear();
    }

    int listener_;
    std::string_view fault_;
    long every_;
    long deliveries_ = 0;
    std::list<client> clients_{};
};

}  // namespace

int main(int count, char** values) {
    const std::string_view fault = count > 1 ? values[1] : "";
    const long every = count > 2 ? std::atol(values[2]) : 10'000;
    const bool known = fault == "none" || fault == "lose" || fault == "twice" || fault == "swap" || fault == "alter";
    if (!known || every <= 0 || count > 3) {
        std::fprintf(stderr, "usage: %s none|lose|twice|swap|alter [EVERY]\n", values[0]);
        return 2;
    }
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    compare::end_on_sigterm();
    doctored server(compare::listen_and_print_address(0), fault, every);
    for (;;) server.take_turn();
}
