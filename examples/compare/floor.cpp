// SPDX-License-Identifier: MIT

/// @file
/// A fan-out loop with no chat in it: what the system calls alone cost. One thread waits with epoll; the whole lines
/// that a turn brought are collected, and each client is sent all of them with one call. No server that tells the same
/// people the same lines can do much better on these system calls, so every other number is read as a multiple of this.
///
/// It does not: know nicknames, notices or commands (whoever connects is inside, and a line goes to everybody as it
/// came), look at what is said, limit a line or what waits for a slow reader, or survive a shortage of descriptors.
///
/// Look at: `take_turn()`. There is one text for everybody, and nothing is kept for a client whose kernel has room.

#include "common.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <vector>

namespace {

struct client {
    int socket;
    std::size_t number;       // its index in clients_
    std::string half_line{};  // heard, but its end is still to come
    std::string unsent{};     // the kernel had no room for it
};

class fan_out {
public:
    explicit fan_out(int listener) : listener_(listener), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
        if (epoll_ < 0) compare::fail("epoll_create1");
        compare::never_wait_on(listener_);
        watch(EPOLL_CTL_ADD, listener_, EPOLLIN, nullptr);
    }

    void take_turn() {
        std::array<epoll_event, 1024> events;
        const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
        if (ready < 0 && errno != EINTR) compare::fail("epoll_wait");
        said_.clear();
        for (int i = 0; i < ready; ++i) serve(events[static_cast<std::size_t>(i)]);
        if (said_.empty()) return;
        for (const auto& one : clients_) tell(*one, said_);
    }

private:
    void serve(const epoll_event& event) {
        if (event.data.ptr == nullptr) return accept();
        client& one = *static_cast<client*>(event.data.ptr);
        if ((event.events & EPOLLOUT) != 0) send_rest(one);
        if ((event.events & ~static_cast<unsigned>(EPOLLOUT)) != 0) hear(one);  // last: it may be gone afterwards
    }

    void accept() {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        compare::never_wait_on(socket);
        compare::send_without_delay(socket);
        clients_.push_back(std::make_unique<client>(client{socket, clients_.size()}));
        watch(EPOLL_CTL_ADD, socket, EPOLLIN, clients_.back().get());
        tell(*clients_.back(), "You are now connected!\n");
    }

    /// Whole lines only: the halves of two people's lines must not meet in the middle of a turn.
    void hear(client& one) {
        const ssize_t count = ::recv(one.socket, buffer_.data(), buffer_.size(), 0);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return let_go(one);
        const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(count));
        const std::size_t whole = bytes.rfind('\n') + 1;  // npos + 1 is 0
        if (whole != 0) {
            said_ += one.half_line;
            said_ += bytes.substr(0, whole);
            one.half_line.clear();
        }
        one.half_line += bytes.substr(whole);
    }

    void tell(client& one, std::string_view text) {
        if (!one.unsent.empty()) {
            one.unsent += text;
            return;
        }
        const std::size_t sent = send(one, text);
        if (sent == text.size()) return;
        one.unsent = text.substr(sent);
        watch(EPOLL_CTL_MOD, one.socket, EPOLLIN | EPOLLOUT, &one);
    }

    void send_rest(client& one) {
        one.unsent.erase(0, send(one, one.unsent));
        if (one.unsent.empty()) watch(EPOLL_CTL_MOD, one.socket, EPOLLIN, &one);
    }

    /// How much the kernel took. A connection that is lost takes everything; recv() finds out.
    static std::size_t send(const client& one, std::string_view text) {
        const ssize_t count = ::send(one.socket, text.data(), text.size(), 0);
        if (count < 0) return errno == EAGAIN ? 0 : text.size();
        return static_cast<std::size_t>(count);
    }

    void let_go(client& one) {
        ::close(one.socket);
        const std::size_t number = one.number;
        clients_[number].swap(clients_.back());
        clients_[number]->number = number;
        clients_.pop_back();
    }

    void watch(int operation, int descriptor, unsigned events, client* whom) {
        epoll_event event{};
        event.events = events;
        event.data.ptr = whom;
        if (::epoll_ctl(epoll_, operation, descriptor, &event) != 0) compare::fail("epoll_ctl");
    }

    int listener_;
    int epoll_;
    std::vector<std::unique_ptr<client>> clients_{};
    std::string said_{};  // in this turn, by anybody
    std::array<char, 16 * 1024> buffer_{};
};

}  // namespace

int main(int count, char** values) {
    const std::uint16_t port = compare::port_argument(count, values);
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    compare::end_on_sigterm();
    fan_out server(compare::listen_and_print_address(port));
    for (;;) server.take_turn();
}
