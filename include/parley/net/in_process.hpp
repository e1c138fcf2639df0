#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Clients of the same process: no port, no file, nobody from outside. Each connection is a socketpair(2), so both
/// ends are real descriptors and every policy can wait for them.
/// Refuses to know what is said. Read next: `testing/failing.hpp`, a transport around another one;
/// `testing/in_memory.hpp`, one without descriptors.
///
/// @code
/// parley::server<parley::poll_loop, parley::net::in_process> server;
/// server.start();
/// parley::client ann(server.listener().connect());
/// @endcode

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <parley/base/error.hpp>
#include <parley/base/guarded_by.hpp>
#include <parley/net/doorbell.hpp>
#include <parley/net/transport.hpp>
#include <utility>

namespace parley::net {

/// Where connections inside a process are made (`connect()`, any thread) and taken (the rest, one thread).
/// It stays where it was made, because both sides have to find it.
/// @snippet examples/hooks.cpp in_process
class in_process_listener {
public:
    using socket_type = socket;  ///< both ends

    /// Throws `setup_error` when the process has no descriptor left.
    /// @param backlog clients that may wait to be accepted.
    explicit in_process_listener(std::size_t backlog) : backlog_(backlog) {}

    /// The client's end of a new connection; the server's end waits until it is accepted, and what is said meanwhile
    /// is kept. From any thread, as long as this listener exists. Throws `setup_error`, as `connect_tcp()` does, when
    /// nobody listens any more, when `options::backlog` clients are waiting, or when descriptors have run out.
    socket connect() {
        const native::socket_pair ends = native::open_pair();
        if (ends.one == native::no_handle)
            throw setup_error(native::error_code(native::last_error()), attempted, "raise `ulimit -n`");
        socket client(ends.one), server(ends.other);
        const std::lock_guard lock(mutex_);
        if (closed_)
            throw setup_error(native::error_code(native::nobody_listens), attempted, "the server has stopped");
        if (waiting_.size() >= backlog_)
            throw setup_error(std::make_error_code(std::errc::resource_unavailable_try_again), attempted,
                              "too many clients wait to be accepted");
        waiting_.push_back(std::move(server));
        doorbell_.ring();
        return client;
    }

    /// Takes the next client. `would_block`: nobody waits. It needs no descriptor, so it is never `exhausted`.
    accepted<socket> accept() noexcept {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty()) return {io_status::would_block};
        accepted<socket> next{io_status::ok, std::move(waiting_.front())};
        waiting_.pop_front();
        if (waiting_.empty()) doorbell_.silence();  // and not before: it rings as long as somebody waits
        return next;
    }

    /// Tells one client that there is no room. False when nobody waits.
    bool turn_away_one(std::string_view notice) noexcept {
        accepted<socket> one = accept();
        if (one.status != io_status::ok) return false;
        turn_away(std::move(one.client), notice);
        return true;
    }

    /// Who waits is hung up on, and nobody can connect any more.
    void close() noexcept {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        waiting_.clear();
        doorbell_.silence();
    }

    /// It has none: an empty text.
    const address& where() const noexcept { return where_; }
    /// Readable while somebody waits.
    native::handle native_handle() const noexcept { return doorbell_.native_handle(); }

private:
    static constexpr std::string_view attempted = "connect inside this process";

    const std::size_t backlog_;
    address where_;
    doorbell doorbell_;
    std::mutex mutex_;  // guards, too, that the doorbell rings exactly while somebody waits
    std::deque<socket> waiting_ PARLEY_GUARDED_BY(mutex_);
    bool closed_ PARLEY_GUARDED_BY(mutex_) = false;
};

/// The transport; of the options it looks at `backlog` only.
/// @snippet examples/hooks.cpp hooks
/// @snippet examples/hooks.cpp in_process
struct in_process {
    /// Throws `setup_error` when the process has no descriptor left.
    in_process_listener listen(const options& wanted) const {
        return in_process_listener(static_cast<std::size_t>(std::max(wanted.backlog, 1)));
    }
};

static_assert(transport<in_process>);

}  // namespace parley::net
