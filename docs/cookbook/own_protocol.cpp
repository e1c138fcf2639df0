// SPDX-License-Identifier: MIT

/// @file
/// A protocol of one's own under parley's policies: who sends a line gets the number of its bytes back.

#include <cstdio>
#include <parley/client.hpp>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/protocol/line_decoder.hpp>
#include <string>
#include <thread>

class counting_session {  // one conversation, under a policy with one thread: no lock
public:
    explicit counting_session(parley::waker& woken) : waker_(woken) {}
    void receive(std::string_view bytes) noexcept {
        decoder_.feed(bytes, [this](std::string_view line) { answer(line); }, [this] { end_of_input(); });
    }
    void end_of_input() noexcept {  // what is due has five seconds to get out
        over_ = parley::clock::now() + parley::milliseconds(5000);
    }
    std::span<const std::string_view> pending(std::span<std::string_view> views) noexcept {
        views[0] = due_;
        return views.first(due_.empty() ? 0 : 1);
    }
    void sent(std::size_t count) noexcept { due_.erase(0, count); }
    bool finished() const noexcept { return over_ != parley::never; }
    parley::time_point deadline() const noexcept { return over_; }
    void expire(parley::time_point) noexcept {}
private:
    void answer(std::string_view line) {
        if (finished()) return;
        due_ += std::to_string(line.size()) + "\n";
        due_.size() > 64 * 1024 ? end_of_input() : waker_.wake();  // in the first case it does not read the answers
    }
    parley::waker& waker_;
    parley::protocol::line_decoder decoder_{4096};
    std::string due_;
    parley::time_point over_ = parley::never;
};

struct counting_service : parley::archetype::application {  // never full, no news
    counting_session open(parley::waker& woken, const parley::net::address&) { return counting_session(woken); }
    parley::time_point closing() noexcept { return parley::clock::now(); }  // a stop cuts everybody off
};

int main() {
    parley::poll_loop policy;
    counting_service service;
    parley::net::listener listener = parley::net::listen_tcp("127.0.0.1", 0, 128);
    std::thread serving([&] { policy.run(listener, service); });
    parley::client ann({.port = listener.where().port()});
    for (const char* line : {"one", "three", ""}) ann.send_line(line);
    ann.finish_sending();
    while (const auto line = ann.read_line()) std::puts(line->c_str());
    policy.stop();
    serving.join();
}
