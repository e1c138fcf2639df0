#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `std::thread`, started by a program that is explored. Refuses to know what it runs.
/// Read next: `testing/explore/sources.hpp`.

#include <parley/testing/explore/world.hpp>
#include <type_traits>
#include <utility>

namespace parley::testing::explore {

/// Stands in for `std::thread`. Only inside a world. One that is destroyed without being joined ends the run: it would
/// end the program.
/// @snippet explore/classic_races_test.cpp thread
class thread {
public:
    thread() noexcept = default;
    /// Starts a thread that calls `body()`; a point: either of both may go on.
    template <class Body>
        requires(!std::is_same_v<std::remove_cvref_t<Body>, thread>)
    explicit thread(Body&& body) : started_(&world::here()->add({}, std::forward<Body>(body))) {
        world::here()->tell([&] { return "starts " + started_->name; });
        world::here()->point();
    }
    /// Takes the thread over; one that is assigned to must have been joined. @{
    thread(thread&& other) noexcept : started_(std::exchange(other.started_, nullptr)) {}
    thread& operator=(thread&& other) noexcept {
        end();
        started_ = std::exchange(other.started_, nullptr);
        return *this;
    }
    /// @}
    ~thread() { end(); }

    bool joinable() const noexcept { return started_ != nullptr; }  ///< it was started, and not joined yet

    /// Waits until its body has returned. Joining what is not joinable is a failure of the run.
    void join() {
        world* const here = world::here();
        if (!joinable()) here->fail(here->self().name + " joins a thread that there is not");
        here->point(
            need::news, [this] { return started_->over; }, [this] { return "waits for the end of " + started_->name; });
        here->tell([&] { return "joins " + started_->name; });
        started_ = nullptr;
    }

private:
    void end() noexcept {
        if (joinable()) world::here()->fail(started_->name + " was not joined: that ends the program (std::terminate)");
    }

    actor* started_ = nullptr;
};

}  // namespace parley::testing::explore
