#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A narrated conversation with any server of the line protocol (`docs/wire.md`), ours or not, over TCP, a
/// Unix-domain socket or connections made elsewhere. Needs no test framework: what fails throws `broken_promise`, whose
/// text is the story.
///
/// @code
/// parley::testing::conversation talk(server.port());
/// auto& ann = talk.join("ann");
/// auto& bob = talk.join("bob");
/// ann.says("hello");
/// bob.hears_next("ann: hello");
/// @endcode
///
/// Read next: `testing/speaker.hpp`.

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <parley/base/guarded_by.hpp>
#include <parley/chat/wording.hpp>
#include <parley/net/local.hpp>
#include <parley/net/tcp.hpp>
#include <parley/testing/speaker.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::testing {

/// Clients of one server, and the story of all of them, in the order in which things happened. Any number of threads
/// may connect and join; a speaker is used by one of them at a time. What cannot be connected to is thrown as
/// `setup_error`; an expectation that fails throws the story, what was expected, what came as bytes, and likely causes.
///
/// @snippet examples/tools/narrated_conversation.cpp talk
/// @snippet examples/tools/narrated_conversation.cpp story
class conversation {
public:
    static constexpr std::string_view question = chat::wording::prompt;  ///< asked of whoever connects; it ends no line

    /// With a server that listens on TCP.
    explicit conversation(std::uint16_t port, std::string host = "127.0.0.1")
        : connect_([port, host = std::move(host)] { return net::connect_tcp(host, port, time_limit()); }) {}

    /// With a server that listens on a Unix-domain socket.
    explicit conversation(std::string path)
        : connect_([path = std::move(path)] { return net::connect_local(path, time_limit()); }) {}

    /// With whoever is at the other end of what `connect` gives, once for each speaker.
    explicit conversation(std::function<net::socket()> connect) : connect_(std::move(connect)) {}

    /// A client that has connected and said nothing. `name` is what the story calls it. Owned by this, as all are.
    speaker& connect(std::string_view name) { return add(name, connect_()); }

    /// The same over a connection that exists already.
    speaker& add(std::string_view name, net::socket connected) {
        const std::lock_guard lock(mutex_);
        return speakers_.emplace_back(story_, std::string(name), std::move(connected));
    }

    /// A client that has gone through the door under that name: question, answer, announcement and welcome.
    speaker& join(std::string_view name) { return enter(connect(name), name); }

    /// The same over a connection that exists already.
    speaker& join(std::string_view name, net::socket connected) { return enter(add(name, std::move(connected)), name); }

    /// Also those who have gone already.
    void everybody_hangs_up() {
        const std::lock_guard lock(mutex_);
        for (speaker& one : speakers_) one.hangs_up();
    }

    /// Everybody who is in the room hears these lines next, and nothing between them.
    static void all_hear(std::initializer_list<speaker*> everybody, std::initializer_list<std::string_view> lines) {
        for (speaker* const one : everybody) one->hears_next(lines);
    }

    /// What has happened so far, for a test that has a complaint of its own.
    std::string told() const { return story_.told(); }

private:
    static speaker& enter(speaker& newcomer, std::string_view name) {
        newcomer.hears_bytes(question);
        newcomer.says(name);
        newcomer.hears_next("'" + std::string(name) + "' has just connected to the chat room!");
        return newcomer.hears_next("You are now connected!");
    }

    std::function<net::socket()> connect_;
    story story_{};
    std::mutex mutex_{};  // several threads may join at once
    std::list<speaker> speakers_ PARLEY_GUARDED_BY(mutex_){};
};

}  // namespace parley::testing
