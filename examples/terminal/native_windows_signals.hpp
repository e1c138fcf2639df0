#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What POSIX tells by signals and Windows by other means, made into something that a poll loop can wait for: the twin
/// of `native_posix_signals.hpp`. There is no Ctrl+Z here. Refuses to know what leaving or redrawing means.
/// Read next: `screen.hpp`.

#include "native_windows_keyboard.hpp"

#include <atomic>
#include <parley/net/doorbell.hpp>

namespace terminal {

/// Takes over the console's events; make one, and keep it until the program ends.
class signals {
public:
    explicit signals(bool /*editing*/) {
        bell() = &doorbell_;
        program::on_termination(&on_leave);
    }
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;
    ~signals() { bell() = nullptr; }

    parley::net::doorbell& doorbell() noexcept { return doorbell_; }

    /// Ctrl+C, or somebody else who asks this program to end.
    bool leave_asked() const noexcept { return asked(); }
    bool take_suspend() noexcept { return false; }
    /// The window has another size. Asked once.
    bool take_look_again() noexcept { return window_changed.exchange(false); }

    static void stop_process() noexcept {}

private:
    static std::atomic<bool>& asked() noexcept {
        static constinit std::atomic<bool> leave{false};
        return leave;
    }
    static std::atomic<parley::net::doorbell*>& bell() noexcept {
        static constinit std::atomic<parley::net::doorbell*> the_bell{nullptr};
        return the_bell;
    }

    /// The second time, whatever the program waits for, it ends here.
    static void on_leave(int) noexcept {
        if (asked().exchange(true)) {
            raw_mode::restore();
            program::end_at_once(130);
        }
        if (parley::net::doorbell* const rung = bell()) rung->ring();
    }

    parley::net::doorbell doorbell_;
};

}  // namespace terminal
