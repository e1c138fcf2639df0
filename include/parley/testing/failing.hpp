#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A transport whose Nth call fails with an error of your choice: run a conversation for N = 1, 2, 3, ... until a run
/// makes fewer calls than that, and every error path has been walked.
/// Refuses to know which conversation. Read next: `testing/dribbling.hpp`.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <parley/testing/counting.hpp>
#include <parley/testing/decorated.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::testing {

/// Which calls fail and how, and how many were made. Shared by the test and every socket of the transport; any thread.
/// The call that fails does not happen: nothing is read, sent or accepted by it.
/// @snippet examples/failing.cpp failing
class fault_plan {
public:
    /// No error: the peer seems to have half-closed. For `call::receive`.
    static constexpr int end_of_file = 0;

    /// One call, or several one after another, and the error that they fail with.
    /// @snippet testing/decorators_test.cpp fault
    struct fault {
        std::optional<call> kind = {};  ///< of which kind; of any kind when there is none
        std::uint64_t nth = 1;          ///< the first call that fails, counted from 1; 0: none does
        int error = end_of_file;        ///< errno's value: ECONNRESET, EMFILE, ENOBUFS, EAGAIN, ...
        std::uint64_t times = 1;        ///< so many calls fail, one after another
    };

    explicit fault_plan(fault planned) noexcept : planned_(planned) {}  ///< from the next call on

    /// Counts a call. What it fails with; nothing when it may go on.
    std::optional<net::io_result> next(call kind) noexcept {
        counts_.add(kind);
        if (planned_.kind.value_or(kind) != kind) return std::nullopt;
        const std::uint64_t number = concerned_.fetch_add(1) + 1;
        if (planned_.nth == 0 || number < planned_.nth || number - planned_.nth >= planned_.times) return std::nullopt;
        struck_.fetch_add(1);
        if (planned_.error == end_of_file) return net::io_result{net::io_status::closed};
        return net::native::classify(planned_.error);
    }

    /// Calls made so far, failed ones too.
    const call_counts& calls() const noexcept { return counts_; }
    /// Calls that failed by this plan.
    std::uint64_t struck() const noexcept { return struck_.load(); }

private:
    const fault planned_;
    call_counts counts_;
    std::atomic<std::uint64_t> concerned_{0};
    std::atomic<std::uint64_t> struck_{0};
};

/// A socket whose calls fail when the plan says so. Its connection is untouched by that: only the caller is told.
/// @snippet examples/failing.cpp failing
template <class Inner>
class failing_socket : public decorated_socket<Inner, fault_plan> {
public:
    using decorated_socket<Inner, fault_plan>::decorated_socket;

    /// Fails as planned, or hands on to the socket inside. @{
    net::io_result receive(std::span<char> buffer) noexcept {
        const auto failure = next(call::receive);
        return failure ? *failure : this->inner_.receive(buffer);
    }

    net::io_result send(std::span<const std::string_view> texts) noexcept {
        const auto failure = next(call::send);
        return failure ? *failure : this->inner_.send(texts);
    }
    /// @}

private:
    std::optional<net::io_result> next(call kind) noexcept {
        return this->state_ == nullptr ? std::nullopt : this->state_->next(kind);
    }
};

/// A transport around another one whose calls fail as planned:
/// `server<P, failing<net::in_process>> server({}, failing<net::in_process>(plan));`
///
/// A plan is for one server; the test may look at it while that runs.
///
/// @snippet examples/tools/transports_for_tests.cpp every call
template <net::transport Transport>
class failing {
    using inner_listener = decltype(std::declval<Transport&>().listen(std::declval<const options&>()));
    using socket_type = failing_socket<typename inner_listener::socket_type>;

public:
    /// Whose accepting fails when the plan says so, turning away included: that accepts, too.
    /// @snippet testing/decorators_test.cpp failing_listener
    struct listener : decorated_listener<Transport, socket_type, fault_plan> {
        using base = decorated_listener<Transport, socket_type, fault_plan>;  ///< which has the constructor
        using base::base;

        /// Fails as planned, or hands on to the listener inside; a client that was not accepted still waits. @{
        net::accepted<socket_type> accept() noexcept {
            if (const auto failure = this->state_->next(call::accept)) return {failure->status};
            return base::accept();
        }
        bool turn_away_one(std::string_view notice) noexcept {
            return !this->state_->next(call::accept) && base::turn_away_one(notice);
        }
        /// @}
    };

    /// `plan` must not be null.
    explicit failing(std::shared_ptr<fault_plan> plan, Transport inner = {})
        : plan_(std::move(plan)), inner_(std::move(inner)) {}

    /// Throws what the inner one throws, and never as planned.
    listener listen(const options& wanted) { return listener(inner_, wanted, plan_); }

private:
    std::shared_ptr<fault_plan> plan_;
    Transport inner_;
};

}  // namespace parley::testing
