#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a policy promises to whoever runs, notifies and stops it, each promise as a function that throws
/// `broken_promise` with the story when it is not kept. Read next: `testing/this_process.hpp`.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <parley/testing/promises_of_serving.hpp>
#include <parley/testing/this_process.hpp>
#include <string>
#include <thread>
#include <vector>

namespace parley::testing {

/// `attend()` is called soon, whenever `notify()` was called; afterwards it does no harm.
template <class Policy>
void notify_is_answered() {
    trial<Policy> run;
    run.policy().notify();
    run.start();
    run.expects("attend() is called soon when notify() was called before run()",
                [](witness& app) { return app.attended() != 0; });
    for (int i = 0; i != 10; ++i) {
        std::size_t before = 0;
        run.app().becomes([&](witness& app) { return before = app.attended(), true; });
        std::thread([&] { run.policy().notify(); }).join();
        run.expects("attend() is called soon after notify()", [&](witness& app) { return app.attended() > before; });
    }
    run.ends();
    run.policy().notify();
}

/// `run()` then returns at once; `stop()` may be called again, before and after.
template <class Policy>
void stop_before_run_is_kept() {
    trial<Policy> run;
    run.policy().stop();
    run.policy().stop();
    run.start();
    run.returns();
    run.policy().stop();
}

/// All at once, again and again, with `notify()` between.
template <class Policy>
void stop_from_ten_threads() {
    trial<Policy> run;
    run.start();
    run.joins("client");
    std::vector<std::thread> callers;
    for (int i = 0; i != 10; ++i)
        callers.emplace_back([&] {
            for (int times = 0; times != 100; ++times) run.policy().notify(), run.policy().stop();
        });
    for (std::thread& one : callers) one.join();
    run.returns();
    run.policy().stop();
}

/// `notify()` and `stop()` may interrupt any thread, and leave `errno` alone. One such test at a time in a process: it
/// takes SIGTERM (`signal_call`).
template <class Policy>
void stop_from_a_signal_handler() {
    static Policy* interrupted = nullptr;
    static std::atomic<int> errno_after = 0;
    trial<Policy> run;
    run.start();
    interrupted = &run.policy();
    speaker& one = run.joins("client");
    run.app().ask([](witness_session& all) { all.tell("news\n"); });
    {
        const signal_call notify([]() noexcept { interrupted->notify(); });
        signal_call::raise();
        one.hears_next("news");
    }
    const signal_call stop([]() noexcept {
        errno = EDOM;
        interrupted->stop();
        errno_after = errno;
    });
    signal_call::raise();
    if (errno_after != EDOM) run.breaks("stop() leaves errno alone");
    one.hears_next("closing");
    run.returns();
}

/// From within a call of the policy's: `attend()`.
template <class Policy>
void stop_from_inside() {
    trial<Policy> run;
    run.start();
    run.joins("client");
    run.asks([&](witness_session&) { run.policy().stop(); });
    run.returns();
}

/// With a client that never reads and one that never closes.
template <class Policy>
void run_returns_in_time() {
    trial<Policy> run;
    run.start();
    if (Policy::serves_together) run.joins("who never closes");
    run.joins("who never reads");
    run.tells_too_much();
    run.policy().stop();
    const time_point returned = run.returns();
    if (returned > later(run.app().close_by(), patience / 2))
        run.breaks("run() returns by the instant that closing() gave");
}

/// A client that reads only after `stop()` still gets everything, the last words too.
template <class Policy>
void what_is_due_is_delivered_when_stopping() {
    trial<Policy> run;
    run.app().drain_limit = patience;
    run.start();
    speaker& one = run.joins("client");
    run.tells_too_much();
    run.policy().stop();
    one.hears("closing").is_closed().hangs_up();
    run.returns();
}

/// Threads, descriptors and `threads()` are what they were before `run()`. Only where the system shows them
/// (`footprint`).
template <class Policy>
void nothing_is_left() {
    const footprint before;
    {
        trial<Policy> run;
        const std::size_t threads = run.policy().threads();
        run.start();
        for (std::size_t i = 0; i != crowd_size<Policy>; ++i)
            run.joins("client " + std::to_string(i)).says("hello").hears("hello");
        run.ends();
        if (run.policy().threads() != threads) run.breaks("threads() is what it was before run()");
    }
    if (const std::string grown = before.grown(); !grown.empty())
        throw broken_promise("promised: what run() made has ended when it returns\n" + grown + "\n");
}

}  // namespace parley::testing
