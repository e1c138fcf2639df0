// SPDX-License-Identifier: MIT

/// @file
/// usage: sequence thread_per_client|select_loop
///
/// From accept to broadcast, as it happens: bob is in the chat, ann comes, takes a name and says hello. A line for each
/// event, "who|what|to whom|text", out of a transport and an observer that write down what the server's threads do.
/// sequence.awk draws it.

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <parley/base/guarded_by.hpp>
#include <parley/net/tcp.hpp>
#include <parley/observe/none.hpp>
#include <parley/observe/span.hpp>
#include <parley/parley.hpp>
#include <parley/testing/connection.hpp>
#include <parley/testing/decorated.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

using parley::observe::activity;

/// What happened, in order. A thread is called after the first thing that it did.
class journal {
public:
    void begin() {
        const std::lock_guard lock(mutex_);
        on_ = true;
    }

    void add(std::string_view what, const std::string& client, std::string_view text) {
        const std::lock_guard lock(mutex_);
        if (!on_) return;
        std::string quoted;
        for (const char c : text) quoted += c == '\n' ? ' ' : c;
        entries_.push_back({std::this_thread::get_id(), std::string(what), client, quoted});
    }

    /// A thread that serves one client is called after it.
    void name_this_thread(const std::string& client) {
        const std::lock_guard lock(mutex_);
        names_.try_emplace(std::this_thread::get_id(), client);
    }

    /// A thread begins to wait, or is back (-1).
    void rests(int change) {
        const std::lock_guard lock(mutex_);
        resting_ += change;
        changed_.notify_all();
    }

    /// Waits until that many threads wait, so that the next event finds everybody at rest.
    void wait_until_resting(int threads) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return resting_ == threads; });
    }

    /// Up to the last word that was sent; what the threads do afterwards is their rest.
    void print(bool thread_per_client) {
        const std::lock_guard lock(mutex_);
        while (!entries_.empty() && entries_.back().what != "send") entries_.pop_back();
        for (const entry& one : entries_) {
            const auto named = names_.find(one.thread);
            const std::string who = thread_per_client && named != names_.end() ? named->second + "'s thread" : "run()";
            std::printf("%s|%s|%s|%s\n", who.c_str(), one.what.c_str(), one.client.c_str(), one.text.c_str());
        }
    }

private:
    struct entry {
        std::thread::id thread;
        std::string what, client, text;
    };
    std::mutex mutex_;
    std::condition_variable changed_;
    int resting_ = 0;
    std::vector<entry> entries_;
    std::map<std::thread::id, std::string> names_;
    bool on_ = false;
} written;

struct nothing {};

/// Writes down what goes through a client's socket.
class watched_socket : public parley::testing::decorated_socket<parley::net::socket, nothing> {
public:
    watched_socket() noexcept = default;
    watched_socket(parley::net::socket inner, std::string client) noexcept
        : decorated_socket(std::move(inner), nullptr), client_(std::move(client)) {}

    parley::net::io_result receive(std::span<char> buffer) noexcept {
        const parley::net::io_result result = inner_.receive(buffer);
        if (result.status != parley::net::io_status::ok) return result;
        written.name_this_thread(client_);
        written.add("receive", client_, std::string_view(buffer.data(), result.count));
        return result;
    }

    parley::net::io_result send(std::span<const std::string_view> texts) noexcept {
        std::string all;
        for (const std::string_view text : texts) all += text;
        written.add("send", client_, all);  // before it is: who has heard it finds it written
        return inner_.send(texts);
    }

private:
    std::string client_;
};

/// The first who is let in is bob, the second ann.
class watched_listener : public parley::testing::decorated_listener<parley::net::sockets, watched_socket, nothing> {
public:
    using decorated_listener::decorated_listener;

    parley::net::accepted<watched_socket> accept() noexcept {
        auto [status, client, from] = inner_.accept();
        const std::string name = ++asked_ == 1 ? "bob" : "ann";
        if (status == parley::net::io_status::ok)
            written.add("accept", name, "");
        else
            --asked_;
        return {status, watched_socket(std::move(client), name), std::move(from)};
    }

private:
    int asked_ = 0;
};

struct watched {
    watched_listener listen(const parley::options& wanted) { return {inner_, wanted, nullptr}; }
    parley::net::sockets inner_{};
};

/// Writes down when a thread comes back from waiting, and when it is a session's turn.
class span {
public:
    explicit span(activity what) noexcept : what_(what) {
        if (what == activity::decoding) written.add("turn", "", "");
        if (what == activity::waiting) written.rests(+1);
    }
    span(const span&) = delete;
    span& operator=(const span&) = delete;
    ~span() {
        if (what_ != activity::waiting) return;
        written.rests(-1);
        written.add("woken", "", "");
    }

private:
    const activity what_;
};

/// Writes down when the chat is locked and unlocked, if it is.
template <class Mutex>
class PARLEY_CAPABILITY chat_lock {
public:
    void lock() PARLEY_ACQUIRE() PARLEY_UNCHECKED {  // what it holds is the lock within
        inner_.lock();
        if constexpr (!std::is_same_v<Mutex, parley::null_mutex>) written.add("lock", "", "");
    }
    void unlock() PARLEY_RELEASE() PARLEY_UNCHECKED {
        if constexpr (!std::is_same_v<Mutex, parley::null_mutex>) written.add("unlock", "", "");
        inner_.unlock();
    }

private:
    Mutex inner_;
};

struct watching : parley::observe::none {
    using span = ::span;
    template <class Mutex>
    using chat_lock = ::chat_lock<Mutex>;
    template <class Mutex>
    using outbox_lock = Mutex;
};

/// Waits until `words` have come.
bool hears(parley::testing::connection& client, std::string_view words) {
    const parley::time_point deadline = parley::clock::now() + std::chrono::minutes(1);
    while (client.heard.find(words) == std::string::npos)
        if (!client.read(deadline)) return false;
    return true;
}

bool says(parley::testing::connection& client, std::string_view bytes) {
    const parley::time_point deadline = parley::clock::now() + std::chrono::minutes(1);
    while (!bytes.empty())
        if (!client.send_some(bytes, false, deadline)) return false;
    return true;
}

template <class Policy>
int tell(bool thread_per_client) {
    parley::server<Policy, watched, watching> server({.port = 0});
    server.start();
    const auto connect = [&] { return parley::testing::connection(parley::net::connect_tcp("127.0.0.1", server.port())); };
    const auto rest = [&](int clients) {
        written.wait_until_resting(thread_per_client ? 1 + clients : 1);
        return true;
    };
    auto bob = connect();
    bool well = hears(bob, "Pick a nickname: ") && rest(1) && says(bob, "bob\n") &&
                hears(bob, "You are now connected!\n") && rest(1);
    written.begin();
    auto ann = connect();
    well = well && hears(ann, "Pick a nickname: ") && rest(2) && says(ann, "ann\n") &&
           hears(ann, "You are now connected!\n") && hears(bob, "'ann' has just connected to the chat room!\n") &&
           rest(2) && says(ann, "hello\n") && hears(ann, "ann: hello\n") && hears(bob, "ann: hello\n");
    written.print(thread_per_client);
    server.stop();
    server.wait();
    return well ? 0 : 1;
}

}  // namespace

int main(int count, char** values) {
    const std::string_view model = count == 2 ? values[1] : "";
    if (model == "thread_per_client") return tell<parley::thread_per_client>(true);
    if (model == "select_loop") return tell<parley::select_loop>(false);
    std::fputs("usage: sequence thread_per_client|select_loop\n", stderr);
    return 2;
}
