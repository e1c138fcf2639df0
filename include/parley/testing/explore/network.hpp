#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Connections between threads of one world: a transport for a server that is explored, and its clients, each of which
/// speaks and listens on a thread of the world. Refuses to know what is said.

#include <algorithm>
#include <memory>
#include <parley/testing/decorated.hpp>
#include <parley/testing/explore/sources.hpp>
#include <parley/testing/explore/world.hpp>
#include <parley/testing/in_memory.hpp>
#include <parley/testing/story.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// All connections of one server, as what threads of a world wait for. Inside a world only.
/// @snippet explore/classic_races_test.cpp wires
class wires final : public source {
public:
    explicit wires(world& in) : world_(in) { world_.waitable.add(*this); }  ///< which has to outlive this
    wires(const wires&) = delete;
    wires& operator=(const wires&) = delete;
    ~wires() { world_.waitable.remove(*this); }

    /// A new connection; `nullptr` when nobody listens.
    in_memory_connection* connect(std::string_view name) {
        auto made = network->connect();
        if (made != nullptr) known_.push_back({std::string(name), made});
        return made.get();
    }

    /// See `source`: the listener's number, and those of connections that are open. @{
    bool knows(net::native::handle number) const override { return network->knows(number); }
    bool readable(net::native::handle number) const override { return network->readable(number); }
    bool writable(net::native::handle number) const override { return network->writable(number); }
    std::string called(net::native::handle number) const override {
        const auto found = std::find_if(known_.begin(), known_.end(), [&](const wire& one) {
            return one.end->number == number && !one.end->closed;
        });
        return found == known_.end() ? "the listener" : found->name;
    }
    /// @}

    /// Where the connections are; a test may set which call fails.
    const std::shared_ptr<in_memory_network> network = std::make_shared<in_memory_network>();

private:
    struct wire {
        std::string name;
        std::shared_ptr<in_memory_connection> end;
    };
    world& world_;
    std::vector<wire> known_{};
};

/// The server's end: each call is a point, and what it did is told.
/// @snippet explore/classic_races_test.cpp wires
class wire_socket : public decorated_socket<in_memory_socket, wires> {
public:
    using decorated_socket::decorated_socket;  ///< around an `in_memory_socket`

    /// As `in_memory_socket` does it. @{
    net::io_result receive(std::span<char> buffer) noexcept {
        world& here = at_point();
        if (here.self().name.starts_with("thread ")) here.self().name = called() + "'s thread";
        const net::io_result result = inner_.receive(buffer);
        here.tell([&] { return "reads from " + called() + ": " + came_to(result, {buffer.data(), result.count}); });
        return result;
    }
    net::io_result send(std::span<const std::string_view> texts) noexcept {
        world& here = at_point();
        const net::io_result result = inner_.send(texts);
        here.tell([&] {
            std::string all;
            for (const std::string_view text : texts) all += text;
            return "writes to " + called() + ": " + came_to(result, all.substr(0, result.count));
        });
        return result;
    }
    void shutdown_send() noexcept {
        world& here = at_point();
        here.tell([&] { return "says the end to " + called(); });
        inner_.shutdown_send();
    }
    /// @}

private:
    static world& at_point() noexcept {
        world::here()->point();
        return *world::here();
    }
    std::string called() const { return state_->called(native_handle()); }
    static std::string came_to(const net::io_result& result, std::string_view bytes) {
        if (result.status == net::io_status::ok) return shortened(bytes, 60);
        if (result.status == net::io_status::would_block) return "would block";
        return result.status == net::io_status::closed ? "the end" : "fails";
    }
};

/// A transport inside a world: `server<basic_thread_per_client<explore::threading>, explore::transport>`.
/// @snippet explore/classic_races_test.cpp wires
struct transport {
    /// Accepting and closing are points, and told.
    /// @snippet explore/classic_races_test.cpp wires
    struct listener final : decorated_listener<in_memory, wire_socket, wires> {
        using decorated_listener::decorated_listener;  ///< around an `in_memory_listener`
        /// The client that has waited longest, or `would_block`.
        net::accepted<wire_socket> accept() noexcept {
            world::here()->point();
            auto one = decorated_listener::accept();
            if (one.status == net::io_status::ok)
                world::here()->tell([&] { return "accepts " + state_->called(one.client.native_handle()); });
            return one;
        }
        /// Who waits is hung up on.
        void close() noexcept {
            world::here()->point();
            world::here()->tell([] { return "closes the listener"; });
            decorated_listener::close();
        }
    };

    /// Whatever the options say; the wires are listened to.
    listener listen(const options& wanted) {
        in_memory inner(all->network);
        return {inner, wanted, all};
    }

    std::shared_ptr<wires> all;  ///< must not be null
};

static_assert(net::transport<transport>);

/// A client; what it does, it does on the thread that calls it, and each call is a point. Inside a world only.
/// @snippet explore/classic_races_test.cpp wires
class client {
public:
    /// Connects, if somebody listens. `all` has to outlive it.
    client(wires& all, std::string_view name) : world_(*world::here()) {
        world_.point();
        end_ = all.connect(name);
        world_.tell([&] { return end_ == nullptr ? "is refused" : "connects"; });
    }

    bool connected() const noexcept { return end_ != nullptr; }        ///< if not, only the destructor may be called
    const std::string& heard() const noexcept { return end_->heard; }  ///< so far, waited for or not

    /// One line; its end is added.
    client& says(std::string_view line) {
        world_.point();
        end_->said += std::string(line) + "\n";
        world_.tell([&] { return "says " + escaped(line); });
        return *this;
    }
    /// Waits until this was heard, after all that it has waited for before.
    client& hears(std::string_view text) { return hears_from(heard_to_, text); }
    /// Waits until it was heard at any time.
    client& has_heard(std::string_view text) { return hears_from(0, text); }
    /// Waits until the server has half-closed or closed.
    client& hears_the_end() {
        world_.point(need::news, [&] { return end_->told_all; }, [] { return "waits for the end of the connection"; });
        end_->taken = end_->heard.size();
        return *this;
    }
    /// From now on, no more than so many bytes may wait to be read.
    void has_room_for(std::size_t bytes) { end_->room = bytes; }
    void half_closes() { at_last(end_->said_all, "has no more to say"); }  ///< and goes on listening
    void hangs_up() { at_last(end_->hung_up, "hangs up"); }                ///< what the server sends fails

private:
    client& hears_from(std::size_t from, std::string_view text) {
        std::size_t found = 0;
        const auto come = [&] { return (found = end_->heard.find(text, from)) != std::string::npos; };
        const auto something = [&] { return end_->taken != end_->heard.size() || come(); };
        do {  // whatever comes is read: that makes room for more
            world_.point(need::news, something, [&] { return "waits to hear " + escaped(text); });
            end_->taken = end_->heard.size();
        } while (!come());
        heard_to_ = std::max(heard_to_, found + text.size());
        world_.tell([&] { return "has heard " + escaped(text); });
        return *this;
    }
    void at_last(bool& how, const char* what) {
        world_.point();
        how = true;
        world_.tell([&] { return what; });
    }

    world& world_;
    in_memory_connection* end_ = nullptr;
    std::size_t heard_to_ = 0;
};

}  // namespace parley::testing::explore
