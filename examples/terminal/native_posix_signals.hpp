#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Signals made into something that a poll loop can wait for: each sets a flag and rings the doorbell, and the loop
/// does the work. Refuses to know what leaving or redrawing means. Read next: `native_windows_signals.hpp`, the twin;
/// `screen.hpp`.

#include "native_posix.hpp"

#include <atomic>
#include <csignal>
#include <parley/net/doorbell.hpp>
#include <unistd.h>

namespace terminal {

/// Takes over the process's signals; make one, and keep it until the program ends. With `editing`, the signals of
/// a terminal too.
class signals {
public:
    explicit signals(bool editing) {
        bell() = &doorbell_;
        handle(SIGPIPE, SIG_IGN);  // a write to a closed pipe then fails with EPIPE
        for (const int number : {SIGINT, SIGTERM}) handle(number, &on_leave);
        if (!is_ignored(SIGHUP)) handle(SIGHUP, &on_leave);  // nohup(1) wants us to stay
        if (!editing) return;
        handle(SIGQUIT, &on_quit);
        handle(SIGTSTP, &on_suspend);
        for (const int number : {SIGCONT, SIGWINCH}) handle(number, &on_look_again);
    }
    signals(const signals&) = delete;
    signals& operator=(const signals&) = delete;
    ~signals() { bell() = nullptr; }

    parley::net::doorbell& doorbell() noexcept { return doorbell_; }

    /// Ctrl+C, or somebody else who asks this program to end.
    bool leave_asked() const noexcept { return asked().leave; }
    /// Ctrl+Z. Asked once.
    bool take_suspend() noexcept { return asked().suspend.exchange(false); }
    /// The window has another size, or the program goes on after a stop. Asked once.
    bool take_look_again() noexcept { return asked().look_again.exchange(false); }

    /// Stops the process as Ctrl+Z does by default, and returns when it goes on.
    static void stop_process() {
        handle(SIGTSTP, SIG_DFL);
        ::raise(SIGTSTP);
        handle(SIGTSTP, &on_suspend);
    }

private:
    struct flags {
        std::atomic<bool> leave{false};
        std::atomic<bool> suspend{false};
        std::atomic<bool> look_again{false};
    };

    static flags& asked() noexcept {
        static constinit flags all;
        return all;
    }
    static std::atomic<parley::net::doorbell*>& bell() noexcept {
        static constinit std::atomic<parley::net::doorbell*> the_bell{nullptr};
        return the_bell;
    }

    static void handle(int number, void (*handler)(int)) noexcept {
        struct sigaction wanted {};
        wanted.sa_handler = handler;
        sigemptyset(&wanted.sa_mask);
        ::sigaction(number, &wanted, nullptr);  // without SA_RESTART: a blocked write has to come back
    }

    static bool is_ignored(int number) noexcept {
        struct sigaction now {};
        return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
    }

    static void raise_flag(std::atomic<bool>& flag) noexcept {
        flag = true;
        if (parley::net::doorbell* const rung = bell()) rung->ring();
    }

    /// The second time, whatever the program waits for, it ends here.
    static void on_leave(int number) noexcept {
        if (asked().leave) {
            raw_mode::restore();
            ::_exit(128 + number);
        }
        raise_flag(asked().leave);
    }

    /// Ctrl+\ ends a program at once, with a core dump where that is wanted; but with the terminal as it was.
    static void on_quit(int number) noexcept {
        raw_mode::restore();
        handle(number, SIG_DFL);
        ::raise(number);
    }

    static void on_suspend(int) noexcept { raise_flag(asked().suspend); }
    static void on_look_again(int) noexcept { raise_flag(asked().look_again); }

    parley::net::doorbell doorbell_;
};

}  // namespace terminal
