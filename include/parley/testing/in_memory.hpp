#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A transport without descriptors. Nobody can wait for its connections but a poller that is told who is ready.
/// Refuses to know who decides what happens. Read next: `testing/in_memory_network.hpp`, where that is set;
/// `testing/scripted_poller.hpp`.

#include <cerrno>
#include <cstddef>
#include <memory>
#include <optional>
#include <parley/net/transport.hpp>
#include <parley/testing/in_memory_network.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::testing {

/// The server's end of a connection. Move-only; closes when it is destroyed. Used by one thread, that of the loop.
/// @snippet testing/scripted_poller_test.cpp in_memory
class in_memory_socket {
public:
    in_memory_socket() noexcept = default;
    /// Of a connection that was admitted; `nullptr` makes a closed one.
    explicit in_memory_socket(std::shared_ptr<in_memory_connection> end) noexcept : end_(std::move(end)) {}
    /// What is assigned to is closed, what is moved from is no connection any more. @{
    in_memory_socket(in_memory_socket&& other) noexcept : end_(std::move(other.end_)) {}
    in_memory_socket& operator=(in_memory_socket&& other) noexcept {
        std::swap(end_, other.end_);
        other.close();
        return *this;
    }
    /// @}
    ~in_memory_socket() { close(); }

    /// What the client has said, the end, or the error that the test has set. Never waits: `would_block`.
    net::io_result receive(std::span<char> buffer) noexcept {
        if (end_ == nullptr) return net::native::classify(EBADF);
        if (const auto error = std::exchange(end_->receive_fails, std::nullopt)) return net::native::classify(*error);
        if (end_->reset) return net::native::classify(ECONNRESET);
        const std::size_t count = end_->said.copy(buffer.data(), buffer.size());
        end_->said.erase(0, count);
        if (count != 0) return {net::io_status::ok, count};
        return {end_->said_all || end_->hung_up ? net::io_status::closed : net::io_status::would_block};
    }

    /// As much as there is room for, over all texts; `would_block` when there is none.
    net::io_result send(std::span<const std::string_view> texts) noexcept {
        if (end_ == nullptr) return net::native::classify(EBADF);
        if (const auto error = std::exchange(end_->send_fails, std::nullopt)) return net::native::classify(*error);
        if (end_->reset || end_->hung_up) return net::native::classify(EPIPE);
        std::size_t count = 0;
        for (const std::string_view text : texts) {
            const std::string_view fits = text.substr(0, end_->free_room());
            end_->heard += fits;
            count += fits.size();
        }
        if (count == 0) return {net::io_status::would_block};
        return {net::io_status::ok, count};
    }

    /// The client is told the end: `in_memory_connection::told_all`.
    void shutdown_send() noexcept {
        if (end_ != nullptr) end_->told_all = true;
    }
    /// A number of the network's, and no descriptor.
    net::native::handle native_handle() const noexcept {
        return end_ == nullptr ? net::native::no_handle : end_->number;
    }

private:
    void close() noexcept {
        if (end_ == nullptr) return;
        end_->closed_unread = !end_->said.empty();
        end_->told_all = end_->closed = true;
        end_ = nullptr;
    }

    std::shared_ptr<in_memory_connection> end_{};
};

/// Where clients of an `in_memory_network` are accepted. Listens as long as it was not closed. One thread, that of the
/// loop.
/// @snippet testing/scripted_poller_test.cpp in_memory
class in_memory_listener {
public:
    using socket_type = in_memory_socket;  ///< of an accepted client

    /// From now on `in_memory_network::connect()` succeeds.
    explicit in_memory_listener(std::shared_ptr<in_memory_network> network) noexcept : network_(std::move(network)) {
        network_->listening = true;
    }

    /// Who has waited longest, `would_block`, or the error that the test has set. When memory runs out, the program
    /// ends.
    net::accepted<in_memory_socket> accept() noexcept {
        if (const auto error = std::exchange(network_->accept_fails, std::nullopt))
            return {net::native::classify(*error).status};
        if (network_->waiting.empty()) return {net::io_status::would_block};
        const auto next = std::move(network_->waiting.front());
        network_->waiting.pop_front();
        network_->admit(next);
        return {net::io_status::ok, in_memory_socket(next)};
    }

    /// Accepts one, says why not and closes; false when nobody waits.
    bool turn_away_one(std::string_view notice) noexcept {
        auto one = accept();
        if (one.status == net::io_status::ok) net::turn_away(std::move(one.client), notice);
        return one.status == net::io_status::ok;
    }

    /// Who waits is hung up on.
    void close() noexcept {
        network_->listening = false;
        for (const auto& one : network_->waiting) one->told_all = one->closed = true;
        network_->waiting.clear();
    }

    const net::address& where() const noexcept { return where_; }  ///< an empty one
    /// A number of the network's, and no descriptor.
    net::native::handle native_handle() const noexcept { return in_memory_network::listener_number; }

private:
    std::shared_ptr<in_memory_network> network_;
    net::address where_{};
};

/// A transport whose clients are made and played by the test; no policy but a scripted loop can wait for it. One
/// thread.
/// `server<event_loop<scripted_poller>, in_memory> server({}, in_memory(network));`
/// @snippet examples/tools/explore_a_loop.cpp scene
struct in_memory {
    /// Must not be null.
    explicit in_memory(std::shared_ptr<in_memory_network> shared) noexcept : network(std::move(shared)) {}
    /// Whatever the options say.
    in_memory_listener listen(const options&) const { return in_memory_listener(network); }

    std::shared_ptr<in_memory_network> network;  ///< the same for every listener
};

static_assert(net::transport<in_memory>);

}  // namespace parley::testing
