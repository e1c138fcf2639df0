#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One run of a program with threads, of which one runs at a time. Whoever comes to a point where threads meet (a lock,
/// an atomic, a wait) stops there, and it is chosen who goes on (`choices`). When nobody can, or a promise is broken,
/// the run has failed and its story is told. Refuses to know what threads meet at.
/// Read next: `testing/explore/actor.hpp`, `testing/explore/narrator.hpp`.

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <parley/testing/explore/actor.hpp>
#include <parley/testing/explore/choices.hpp>
#include <parley/testing/explore/narrator.hpp>
#include <parley/testing/explore/sources.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::testing::explore {

/// One run. What it is given has to outlive it. Its members are called on the threads of the run only, one at a time.
/// @snippet examples/tools/explore_lost_wakeup.cpp door
class world {
public:
    /// Runs along `way`, for at most so many steps; `over` is given when it has ended.
    world(choices& way, std::size_t step_limit, bool tells, baton& over)
        : way_(way), step_limit_(step_limit), narrator_(tells), over_(over) {}

    // What a program calls.
    /// A thread that begins when `run()` is called.
    void thread(std::string name, std::function<void()> body) {
        add(std::move(name), std::move(body)).held_back = true;
    }

    /// Lets all threads run until they have ended.
    void run() {
        for (const auto& one : actors_) one->held_back = false;
        until([this] { return others_are_over(); }, "the end of all threads");
    }

    /// A promise of the program's.
    void check(bool kept, std::string_view promise) {
        if (!kept) fail("a promise is broken: " + std::string(promise));
    }

    /// Ends this run. Nothing is unwound: its threads stay where they are for ever, and what they own is kept.
    [[noreturn]] void fail(std::string what) {
        failure_ = std::move(what);
        over_.give();
        for (baton nobody_gives;;) nobody_gives.await();
    }

    /// The thread waits until that is true: "ann waits for bob".
    template <class Condition>
    void until(const Condition& fulfilled, std::string_view what) {
        point(need::news, fulfilled, [what] { return "waits for " + std::string(what); });
    }

    // What instruments call (lock.hpp, atomic.hpp, thread.hpp).
    /// The world that this thread runs in, or `nullptr`.
    static world* here() noexcept { return here_; }

    actor& self() noexcept { return *running_; }  ///< the thread that runs: the caller

    /// Adds a line to the story: what the thread that runs has done (`narrator`).
    template <class Text>
    void tell(Text&& text) {
        narrator_.tell(running_->name, text);
    }
    void tell_more(std::string_view text) { narrator_.tell_more(text); }  ///< at the end of its last line
    /// How far the story has come.
    std::size_t told() const noexcept { return narrator_.story().size(); }

    /// The thread stops before it does something, and goes on when it is chosen and `ready()`.
    template <class Ready, class Waits>
    void point(need needs, const Ready& ready, const Waits& waits) {
        actor& me = *running_;
        me.needs = needs;
        me.ready = std::cref(ready);
        me.waits = [&] { return std::string(waits()); };
        pass_on(false);
        me.ready = nullptr;
    }
    /// The same where there is nothing to wait for.
    void point() { pass_on(false); }
    /// The thread lets others go first, if there are any.
    void yield() { pass_on(true); }

    std::size_t choose(std::size_t ways) { return choose(ways, ways); }  ///< one of so many that are equally usual

    /// A thread that begins at once, as soon as it is chosen.
    actor& add(std::string name, std::function<void()> body) {
        if (name.empty()) name = "thread " + std::to_string(actors_.size());
        actors_.push_back(std::make_unique<actor>(actor{actors_.size(), std::move(name), std::move(body)}));
        actors_.back()->runs_on = &worker::hire(&world::live, this);
        return *actors_.back();
    }

    /// A number for a thing without a name.
    std::size_t next_number() noexcept { return ++things_; }

    sources waitable{};  ///< what can be waited for by number

    // What the search calls (search.hpp).
    /// The first thread that was added begins. Once.
    void start() {
        running_ = actors_.front().get();
        running_->runs_on->turn.give();
    }
    const std::string& failure() const noexcept { return failure_; }         ///< empty: it ended well
    const std::string& story() const noexcept { return narrator_.story(); }  ///< empty unless it tells

private:
    static void live(void* with) {
        world& mine = *static_cast<world*>(with);
        here_ = &mine;
        actor& me = *mine.running_;
        try {
            std::exchange(me.body, nullptr)();  // what it has captured ends before the thread does
        } catch (const std::exception& thrown) {
            mine.fail(me.name + " throws: " + thrown.what());
        } catch (...) {
            mine.fail(me.name + " throws");
        }
        me.over = true;
        if (me.number == 0) {
            if (!mine.others_are_over()) mine.fail("the test ends before its threads: call run()");
            me.runs_on->dismiss();
            return mine.over_.give();
        }
        mine.tell([] { return "ends"; });
        actor& next = mine.chosen(false);  // before it may be hired again: there may be nobody, and it stays for ever
        me.runs_on->dismiss();
        next.runs_on->turn.give();
    }

    bool others_are_over() const {
        for (std::size_t i = 1; i != actors_.size(); ++i)
            if (!actors_[i]->over) return false;
        return true;
    }

    void pass_on(bool yields) {
        actor& me = *running_;
        actor& next = chosen(yields);
        if (&next == &me) return;
        next.runs_on->turn.give();
        me.runs_on->turn.await();
    }

    /// Who goes on. The usual course: whoever runs, as long as they can. To interrupt them costs one of the budget.
    actor& chosen(bool yields) {
        if (++steps_ > step_limit_) fail("it does not end; whoever asks again and again should yield()");
        actor& me = *running_;
        const bool goes_on = me.can_go_on();
        candidates_.clear();
        if (goes_on && !yields) candidates_.push_back(&me);
        collect_others();
        if (goes_on && yields) candidates_.push_back(&me);
        if (candidates_.empty()) fail(why_nobody_goes_on(actors_));
        const std::size_t ways = candidates_.size(), free = !goes_on ? ways : yields && ways > 1 ? ways - 1 : 1;
        running_ = candidates_[choose(ways, free)];
        if (goes_on && !yields && running_ != &me) narrator_.remark(me.name, "is interrupted");
        return *running_;
    }

    /// In turn, beginning with whoever comes after the one that runs.
    void collect_others() {
        for (std::size_t i = 1; i != actors_.size(); ++i) {
            actor& one = *actors_[(running_->number + i) % actors_.size()];
            if (one.can_go_on()) candidates_.push_back(&one);
        }
    }

    std::size_t choose(std::size_t ways, std::size_t free) {
        try {
            return way_.choose(ways, free);
        } catch (const std::exception& thrown) {  // not to be thrown through a program that may be noexcept
            fail(thrown.what());
        }
    }

    choices& way_;
    const std::size_t step_limit_;
    narrator narrator_;
    baton& over_;
    std::vector<std::unique_ptr<actor>> actors_{};  // the first is the test itself
    std::vector<actor*> candidates_{};              // of the last choice
    actor* running_ = nullptr;
    std::size_t steps_ = 0, things_ = 0;
    std::string failure_{};

    static inline thread_local world* here_ = nullptr;
};

}  // namespace parley::testing::explore
