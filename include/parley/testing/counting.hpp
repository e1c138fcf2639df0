#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A transport that counts the calls made through it, so that a test can say what something costs and that nobody
/// spins. Refuses to know what the calls came to. Read next: `testing/decorated.hpp`, what all decorators share.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <parley/testing/decorated.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::testing {

/// The kinds of calls that are told apart. Turning somebody away counts as accepting.
enum class call : std::size_t { accept, receive, send };

/// How many calls of each kind were made. Any thread, any time.
/// @snippet examples/tools/transports_for_tests.cpp counting
class call_counts {
public:
    /// One more; the number of this one among those of its kind, from 1 on.
    std::uint64_t add(call kind) noexcept { return made_[static_cast<std::size_t>(kind)].fetch_add(1) + 1; }

    /// Calls of one kind, or of all. @{
    std::uint64_t made(call kind) const noexcept { return made_[static_cast<std::size_t>(kind)].load(); }
    std::uint64_t made() const noexcept { return made(call::accept) + made(call::receive) + made(call::send); }
    /// @}

private:
    std::array<std::atomic<std::uint64_t>, 3> made_{};
};

/// A socket that counts what it is asked for, also what would block or fails.
/// @snippet examples/tools/transports_for_tests.cpp counting
template <class Inner>
class counting_socket : public decorated_socket<Inner, call_counts> {
public:
    using decorated_socket<Inner, call_counts>::decorated_socket;

    /// Counts, and hands on to the socket inside. @{
    net::io_result receive(std::span<char> buffer) noexcept {
        count(call::receive);
        return this->inner_.receive(buffer);
    }

    net::io_result send(std::span<const std::string_view> texts) noexcept {
        count(call::send);
        return this->inner_.send(texts);
    }
    /// @}

private:
    void count(call kind) noexcept {
        if (this->state_ != nullptr) this->state_->add(kind);
    }
};

/// A transport around another one that counts its calls:
/// `server<P, counting<net::in_process>> server({}, counting<net::in_process>(counts));`
///
/// The counts are shared with whoever gave them, and may be read while the server runs.
///
/// @snippet examples/tools/transports_for_tests.cpp counting
template <net::transport Transport>
class counting {
    using inner_listener = decltype(std::declval<Transport&>().listen(std::declval<const options&>()));
    using socket_type = counting_socket<typename inner_listener::socket_type>;

public:
    /// Counts, and hands on to the listener inside.
    /// @snippet testing/decorators_test.cpp counting
    struct listener : decorated_listener<Transport, socket_type, call_counts> {
        using base = decorated_listener<Transport, socket_type, call_counts>;  ///< which has the constructor
        using base::base;

        /// Each counts as one `call::accept`, whatever comes of it. @{
        net::accepted<socket_type> accept() noexcept {
            this->state_->add(call::accept);
            return base::accept();
        }
        bool turn_away_one(std::string_view notice) noexcept {
            this->state_->add(call::accept);
            return base::turn_away_one(notice);
        }
        /// @}
    };

    /// `counts` must not be null.
    explicit counting(std::shared_ptr<call_counts> counts, Transport inner = {})
        : counts_(std::move(counts)), inner_(std::move(inner)) {}

    /// Throws what the transport inside throws.
    listener listen(const options& wanted) { return listener(inner_, wanted, counts_); }

private:
    std::shared_ptr<call_counts> counts_;
    Transport inner_;
};

}  // namespace parley::testing
