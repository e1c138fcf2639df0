#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A small chat server in one thread that passes all of chat_probe, and breaks in one way when it is told to: a probe
/// that finds nothing there proves nothing. The bugs are those of students. Read next: `doctored_server_test.cpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <parley/net/doorbell.hpp>
#include <parley/net/tcp.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace probe_test {

enum class fault {
    none,
    one_at_a_time,         ///< nobody else is let in while somebody is here
    sends_back,            ///< to who spoke, and to nobody else
    one_buffer,            ///< for the half lines of everybody
    half_lines_told,       ///< what is left of a read without its end is told, too
    half_lines_twice,      ///< a line that came in two parts is told twice
    line_per_read,         ///< what one read brought is taken for a line
    first_line_only,       ///< of what one read brought
    one_read_behind,       ///< what one read brought is told at the next one; after the last one, never
    end_is_nothing,        ///< at the end of input the connection stays open
    all_go_together,       ///< the failure of one connection ends them all
    waits_for_readers,     ///< a blocking send()
    keeps_everything,      ///< for who does not read
    hears_the_loudest,     ///< and nobody else
    long_lines,            ///< are told, however long
    control_bytes,         ///< are told
    nul_ends_text,         ///< as in a C string: what one read brought after it is lost
    table_is_full,         ///< after 200 clients, and nobody leaves it; who comes then waits
    ends_with_the_first,   ///< the program, when the first who came has left
    nicknames_unchecked,   ///< anybody may have any
};

/// Serves while it lives.
class doctored_server {
public:
    explicit doctored_server(fault what) : what_(what), thread_([this] { run(); }) {}
    doctored_server(const doctored_server&) = delete;
    doctored_server& operator=(const doctored_server&) = delete;
    ~doctored_server() {
        doorbell_.ring();
        thread_.join();
    }

    const std::string& port() const noexcept { return port_; }

private:
    static constexpr std::size_t line_limit = 4096, outbox_limit = std::size_t{1} << 20, many = 200, loud = 1000;

    struct client {
        parley::net::socket socket;
        std::string name{}, heard{}, outbox{}, behind{};
        std::size_t number = 0, lines = 0;
        bool ended = false;     // it will say no more
        bool skipping = false;  // the rest of a line that is too long
        bool gone = false;
    };

    bool has(fault one) const noexcept { return what_ == one; }

    void run() {
        while (listener_) {
            std::vector<parley::net::native::poll_entry> entries{{doorbell_.native_handle(), POLLIN, 0},
                                                                 {listener_->native_handle(), POLLIN, 0}};
            if (!lets_in()) entries[1].events = 0;
            const auto loudest = std::find_if(clients_.begin(), clients_.end(),
                                              [](const auto& one) { return one.second.lines >= loud; });
            const bool all = !has(fault::hears_the_loudest) || loudest == clients_.end();
            for (const auto& [handle, one] : clients_) {
                const bool asked = !one.ended && (all || handle == loudest->first);
                const int events = (asked ? POLLIN : 0) | (one.outbox.empty() ? 0 : POLLOUT);
                entries.push_back({handle, static_cast<short>(events), 0});
            }
            parley::net::native::wait(entries, parley::never);
            if (entries[0].revents != 0) return;
            for (std::size_t i = 2; i != entries.size(); ++i) {
                client& one = clients_.at(entries[i].fd);
                if (parley::net::native::readable(entries[i].revents)) hear(one);
                if (!one.outbox.empty()) send(one);
            }
            if (entries[1].revents != 0) admit();
            close_who_has_gone();
        }
    }

    bool lets_in() const {
        if (has(fault::one_at_a_time)) return clients_.empty();
        return !has(fault::table_is_full) || admitted_ < many;
    }

    void admit() {
        auto [status, socket, from] = listener_->accept();
        if (status != parley::net::io_status::ok) return;
        ++admitted_;
        client& newcomer = clients_[socket.native_handle()];
        newcomer.number = admitted_;
        newcomer.socket = std::move(socket);
        tell(newcomer, "Pick a nickname: ");
    }

    void close_who_has_gone() {
        const auto has_gone = [&](const client& one) {
            return one.gone || (one.ended && one.outbox.empty() && !has(fault::end_is_nothing));
        };
        for (const auto& [handle, one] : clients_) {
            if (has(fault::ends_with_the_first) && one.number == 1 && has_gone(one)) listener_.reset();
            if (!listener_ || (has(fault::all_go_together) && one.gone)) return clients_.clear();
        }
        std::erase_if(clients_, [&](const auto& one) { return has_gone(one.second); });
    }

    void hear(client& one) {
        std::array<char, 16384> buffer;
        const parley::net::io_result got = one.socket.receive(buffer);
        if (got.status == parley::net::io_status::would_block || one.ended) return;
        one.ended = got.status == parley::net::io_status::closed;
        one.gone = one.gone || got.status == parley::net::io_status::failed;
        if (got.status != parley::net::io_status::ok) return;
        std::string came(buffer.data(), got.count);
        if (has(fault::nul_ends_text)) came.resize(std::min(came.find('\0'), came.size()));
        if (has(fault::one_read_behind) && !one.name.empty()) came.swap(one.behind);
        cut_lines(one, has(fault::one_buffer) && !one.name.empty() ? everybodys_ : one.heard, came);
    }

    void cut_lines(client& one, std::string& heard, const std::string& came) {
        const bool half = !heard.empty(), named = !one.name.empty();
        heard += came;
        if (has(fault::line_per_read) && named) return line(one, std::exchange(heard, {}), false);
        std::size_t lines = 0;
        for (std::size_t end; (end = heard.find('\n')) != heard.npos; heard.erase(0, end + 1)) {
            const bool too_long = (end > line_limit || one.skipping) && !has(fault::long_lines);
            one.skipping = false;
            if (too_long || (++lines != 1 && has(fault::first_line_only))) continue;
            line(one, heard.substr(0, end), half && lines == 1);
        }
        if (has(fault::half_lines_told) && named) line(one, std::exchange(heard, {}), false);
        one.skipping = one.skipping || heard.size() > line_limit;
        if (one.skipping && !has(fault::long_lines)) heard.clear();
    }

    void line(client& one, std::string text, bool was_in_parts) {
        const auto harmful = [](char byte) { return byte < ' ' || byte == '\x7f'; };  // bytes above 127, too: as signed
        if (!has(fault::control_bytes)) std::erase_if(text, harmful);
        if (text.empty()) return;
        if (one.name.empty()) return name(one, text);
        ++one.lines;
        text = one.name + ": " + text + "\n";
        if (was_in_parts && has(fault::half_lines_twice)) text += text;
        for (auto& [handle, each] : clients_)
            if (!each.name.empty() && (&each == &one || !has(fault::sends_back))) tell(each, text);
    }

    void name(client& one, const std::string& wanted) {
        for (const auto& [handle, each] : clients_)
            if (each.name == wanted && !has(fault::nicknames_unchecked))
                return tell(one, "-- Taken.\nPick a nickname: ");
        one.name = wanted;
        tell(one, "You are now connected!\n");
    }

    void tell(client& one, std::string_view text) {
        if (one.ended && has(fault::end_is_nothing)) return;
        one.outbox += text;
        const bool no_limit = has(fault::keeps_everything) || has(fault::long_lines);
        if (one.outbox.size() > outbox_limit && !no_limit) one.gone = true;
        if (one.outbox.size() > line_limit || has(fault::waits_for_readers)) send(one);
    }

    void send(client& one) {
        while (!one.outbox.empty() && !one.gone) {
            const std::string_view text = one.outbox;
            const parley::net::io_result sent = one.socket.send({&text, 1});
            one.gone = sent.status == parley::net::io_status::failed;
            if (sent.status == parley::net::io_status::ok) one.outbox.erase(0, sent.count);
            if (sent.status != parley::net::io_status::would_block) continue;
            if (!has(fault::waits_for_readers)) return;
            parley::net::native::poll_entry room{one.socket.native_handle(), POLLOUT, 0};
            parley::net::native::wait({&room, 1}, parley::never);  // until who does not read has gone
        }
    }

    const fault what_;
    std::size_t admitted_ = 0;
    std::string everybodys_{};
    parley::net::doorbell doorbell_;
    std::optional<parley::net::listener> listener_{parley::net::listen_tcp("127.0.0.1", 0, 512)};
    const std::string port_ = listener_->where().text().substr(listener_->where().text().rfind(':') + 1);
    std::map<int, client> clients_;
    std::thread thread_;
};

}  // namespace probe_test
