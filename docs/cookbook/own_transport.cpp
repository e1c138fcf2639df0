// SPDX-License-Identifier: MIT

/// @file
/// A transport around another one that keeps every byte that goes through it.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <mutex>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/server.hpp>
#include <parley/testing/decorated.hpp>
#include <parley/testing/story.hpp>

struct tape {  // what all sockets of the transport share: several threads write here
    std::mutex mutex;
    std::string received, sent;
};

struct taped_socket : parley::testing::decorated_socket<parley::net::socket, tape> {
    using decorated_socket::decorated_socket;

    parley::net::io_result receive(std::span<char> buffer) noexcept {
        const parley::net::io_result result = inner_.receive(buffer);
        const std::lock_guard lock(state_->mutex);
        state_->received.append(buffer.data(), result.count);
        return result;
    }
    parley::net::io_result send(std::span<const std::string_view> texts) noexcept {
        const parley::net::io_result result = inner_.send(texts);
        const std::lock_guard lock(state_->mutex);
        for (std::size_t rest = result.count; const std::string_view text : texts) {  // the kernel may take a part only
            state_->sent += text.substr(0, rest);
            rest -= std::min(rest, text.size());
        }
        return result;
    }
};

struct taped {
    using listener = parley::testing::decorated_listener<parley::net::sockets, taped_socket, tape>;
    listener listen(const parley::options& wanted) { return {sockets, wanted, kept}; }
    parley::net::sockets sockets{};
    std::shared_ptr<tape> kept = std::make_shared<tape>();
};

int main() {
    taped transport;
    parley::server<parley::thread_per_client, taped> server({.port = 0}, transport);
    server.start();
    parley::client ann({.port = server.port()});
    for (const char* line : {"ann", "hello", "/quit"}) ann.send_line(line);
    while (ann.read_line()) {}
    server.stop();
    server.wait();
    std::printf("received: %s\n", parley::testing::escaped(transport.kept->received).c_str());
    std::printf("sent:     %s\n", parley::testing::escaped(transport.kept->sent).c_str());
}
