#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A small chat server that does one thing wrong, once: a benchmark that does not notice proves nothing.
/// In a thread of its own; it is the simplest server there is, and waits whenever the kernel has no room.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <parley/base/clock.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace bench_test {

enum class fault { none, drop, drop_for_good, twice, twice_later, swap, tear, change, notice, hang_up };

/// Says "127.0.0.1:40123" is where it listens, and goes wrong at delivery number `when`, counted over all receivers.
class doctored_server {
public:
    doctored_server(fault what, std::uint64_t when) : what_(what), when_(when), thread_([this] { run(); }) {}
    doctored_server(const doctored_server&) = delete;
    doctored_server& operator=(const doctored_server&) = delete;
    ~doctored_server() {
        doorbell_.ring();
        thread_.join();
    }

    const std::string& address() const noexcept { return listener_.where().text(); }

    /// A command that prints the address, for whoever wants to start a server.
    std::vector<std::string> command() const { return {"sh", "-c", "echo " + address() + "; exec sleep 600"}; }

private:
    struct client {
        parley::net::socket socket;
        std::string name{}, heard{}, held_back{};
    };

    void run() {
        for (bool open = true; open;) {
            std::vector<parley::net::native::poll_entry> entries{{doorbell_.native_handle(), POLLIN, 0},
                                                                 {listener_.native_handle(), POLLIN, 0}};
            for (const auto& [handle, one] : clients_) entries.push_back({handle, POLLIN, 0});
            const auto quiet = parley::later(parley::clock::now(), parley::milliseconds(20));
            if (parley::net::native::wait(entries, again_.empty() ? parley::never : quiet) == 0) repeat();
            for (std::size_t i = 2; i != entries.size(); ++i)
                if (entries[i].revents != 0) hear(entries[i].fd);
            if (entries[1].revents != 0) admit();
            open = entries[0].revents == 0;
        }
    }

    void admit() {
        auto [status, socket, from] = listener_.accept();
        if (status != parley::net::io_status::ok) return;
        const int handle = socket.native_handle();
        clients_[handle].socket = std::move(socket);
        send(clients_[handle], "Pick a nickname: ");
    }

    void hear(int handle) {
        if (!clients_.contains(handle)) return;
        client& one = clients_[handle];
        std::array<char, 4096> buffer;
        const parley::net::io_result got = one.socket.receive(buffer);
        if (got.status == parley::net::io_status::would_block) return;
        if (got.status != parley::net::io_status::ok) return void(clients_.erase(handle));
        one.heard.append(buffer.data(), got.count);
        for (std::size_t end; (end = one.heard.find('\n')) != std::string::npos; one.heard.erase(0, end + 1)) {
            const std::string line = one.heard.substr(0, end);
            if (!one.name.empty()) {
                tell(one.name + ": " + line + "\n");
                if (!clients_.contains(handle)) return;
                continue;
            }
            one.name = line;
            const std::string notice = "'" + line + "' has just connected to the chat room!\n";
            for (auto& [other, member] : clients_) send(member, notice);  // to who has no name yet, too: no crime
            send(one, "You are now connected!\n");
        }
    }

    void tell(const std::string& line) {
        std::vector<int> gone;
        for (auto& [handle, one] : clients_)
            if (!deliver(one, line)) gone.push_back(handle);
        for (const int handle : gone) clients_.erase(handle);
    }

    bool deliver(client& one, std::string line) {
        ++deliveries_;
        if (what_ == fault::drop_for_good && deliveries_ >= when_) return true;
        if (deliveries_ == when_) {
            switch (what_) {
                case fault::drop: return true;
                case fault::twice: line += line; break;
                case fault::twice_later:
                    again_ = line;
                    again_to_ = one.socket.native_handle();
                    break;
                case fault::swap: one.held_back = line; return true;
                case fault::tear: line.erase(line.size() / 2, 3); break;
                case fault::change: line[line.size() / 2] = '?'; break;
                case fault::notice: line.insert(0, "-- Half past nine!\n"); break;
                case fault::hang_up: return false;
                case fault::none:
                case fault::drop_for_good: break;
            }
        }
        const bool same_speaker = line.substr(0, line.find(':')) == one.held_back.substr(0, one.held_back.find(':'));
        if (same_speaker) line += std::exchange(one.held_back, {});
        send(one, line);
        return true;
    }

    /// Nobody has said anything for a moment: now it comes in a packet of its own.
    void repeat() {
        const std::string line = std::exchange(again_, {});
        if (clients_.contains(again_to_)) send(clients_[again_to_], line);
    }

    static void send(client& one, std::string_view text) {
        while (!text.empty()) {
            const parley::net::io_result sent = one.socket.send({&text, 1});
            if (sent.status == parley::net::io_status::ok) text.remove_prefix(sent.count);
            if (sent.status == parley::net::io_status::failed) return;
            parley::net::native::poll_entry room{one.socket.native_handle(), POLLOUT, 0};
            if (!text.empty()) parley::net::native::wait({&room, 1}, parley::never);
        }
    }

    const fault what_;
    const std::uint64_t when_;
    std::uint64_t deliveries_ = 0;
    std::string again_{};
    int again_to_ = -1;
    parley::net::doorbell doorbell_;
    parley::net::listener listener_ = parley::net::listen_tcp("127.0.0.1", 0, 128);
    std::map<int, client> clients_;
    std::thread thread_;
};

}  // namespace bench_test
