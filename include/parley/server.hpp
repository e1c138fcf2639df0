#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The chat server that a program embeds: listener, policy and chat, put together. The policy is one word.
/// Refuses to know how any of the three works.
/// Read next: `concurrency/policy.hpp`, the subject; `application.hpp`, the chat;
/// `base/options.hpp`, what can be set; `background.hpp`; `version.hpp`.

#include <cstdint>
#include <exception>
#include <functional>
#include <parley/application.hpp>
#include <parley/background.hpp>
#include <parley/base/options.hpp>
#include <parley/concurrency/policy.hpp>
#include <parley/net/sockets.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

/// A chat framework whose concurrency model is one word. Begin with `server`, `client` and the policies.
namespace parley {

/// A chat server. It listens as soon as it exists, and serves in `run()` or, in the background, from `start()` on. It
/// runs once; prints nothing; changes no signal's disposition; shares nothing with another server in the process.
///
/// @tparam Policy    the concurrency model: `thread_per_client`, `select_loop`, `epoll_loop`, ... or your own
/// @tparam Transport where connections come from
/// @tparam Observer  who watches comings and goings
///
/// @code
/// parley::server<parley::thread_per_client> server({.port = 5000});
/// server.run();  // or, in the background, with clients in the same program:
/// @endcode
/// @snippet examples/server.cpp server
template <class Policy, net::transport Transport = net::sockets, observe::observer Observer = observe::none>
class server {
    static_assert(explain_policy<Policy>());

public:
    /// Binds and listens; throws `setup_error` when that cannot be done.
    explicit server(const options& wanted = {}, Transport transport = {}, Observer observer = {})
        : application_(wanted, std::move(observer)), listener_(transport.listen(wanted)) {
        application_.observer.listening(listener_.where().text());
    }
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Stops a server that was started, and waits for its end.
    ~server() {
        stop();
        background_.finish();
    }

    /// Serves in this thread until `stop()`. Throws `std::logic_error` when it has run before, and what the policy
    /// throws when it cannot begin.
    void run() {
        background_.run([this] { serve(); });
    }

    /// Serves in a thread of its own. Throws `std::logic_error` when it has run before, `std::system_error` when no
    /// thread can be started.
    void start() { background_.start([this] { serve(); }); }

    /// Waits until the server has stopped, and throws what `run()` threw. Returns at once when it was never started.
    /// Throws `std::system_error` (resource_deadlock_would_occur) inside a hook, which it would wait for.
    void wait() {
        if (application_.inside_hook())
            throw std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur), "wait in a hook");
        background_.wait();
    }

    /// Asks the server to stop: nobody is let in or heard any more, everybody is told, what was accepted is delivered,
    /// for `options::drain_limit` at the most. Returns at once. From any thread, hook or signal handler; before, during
    /// and after `run()`; any number of times.
    void stop() noexcept { policy_.stop(); }

    /// Says `-- text` to everybody in every room. From any thread and any hook; before `run()`, it is said when it runs
    /// (to nobody). False when it will not be said: the server has stopped, or too much is waiting to be said. Waits
    /// for no client, however many there are. Throws `std::bad_alloc`.
    bool say(std::string_view text) { return noticed(application_.say(text)); }

    /// Ends the connection of whoever is called so; they and their room are told the reason. As `say()`.
    bool close(std::string_view nickname, std::string_view reason = {}) {
        return noticed(application_.close(nickname, reason));
    }

    /// The address really bound: "127.0.0.1:5000", "[::1]:5000" or a path.
    const std::string& address() const noexcept { return listener_.where().text(); }
    /// The TCP port really bound; 0 for a Unix-domain socket.
    std::uint16_t port() const noexcept { return listener_.where().port(); }
    /// What it has done so far. Any thread, any time.
    parley::statistics statistics() const noexcept { return application_.counted.read(policy_.threads()); }
    /// Where clients come from, for transports that make them. What other threads may do with it, it says itself.
    auto& listener() noexcept { return listener_; }

    // Hooks (`hooks.hpp`). Set them before run() or start().

    /// A line was said in a room: plain speech, not `/me` and not `/msg`.
    server& on_message(std::function<void(member&, std::string_view)> hook) {
        return set(application_.hook.message, hook);
    }
    /// Somebody has got a nickname.
    server& on_join(std::function<void(member&)> hook) { return set(application_.hook.join, hook); }
    /// Somebody has left.
    server& on_leave(std::function<void(member&)> hook) { return set(application_.hook.leave, hook); }
    /// A hook threw, or memory ran out.
    server& on_error(std::function<void(std::exception_ptr)> hook) { return set(application_.hook.error, hook); }
    /// Adds `/name`. `help` is its line in `/help`. Throws `std::invalid_argument` when no line can call it: a name is
    /// one word without the slash, and the chat's own commands cannot be replaced.
    server& command(std::string name, std::string help, std::function<void(member&, std::string_view)> run) {
        require_callable(name);
        application_.hook.commands[std::move(name)] = {std::move(help), std::move(run)};
        return *this;
    }

private:
    void serve() {
        try {
            policy_.run(listener_, application_);
        } catch (...) {  // it could not begin: nobody must wait for it in vain
            listener_.close();
            application_.closing();
            throw;
        }
    }

    template <class Hook>
    server& set(Hook& slot, Hook& hook) {
        slot = std::move(hook);
        return *this;
    }

    bool noticed(bool accepted) noexcept {
        if (accepted) policy_.notify();
        return accepted;
    }

    chat_application<typename Policy::mutex_type, Observer> application_;
    decltype(std::declval<Transport&>().listen(std::declval<const options&>())) listener_;
    Policy policy_;
    background background_;  // last: its thread uses all the others
};

}  // namespace parley
