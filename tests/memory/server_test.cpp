// SPDX-License-Identifier: MIT

#include <atomic>
#include <cstdint>
#include <doctest/doctest.h>
#include <exception>
#include <new>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <string>
#include <vector>

#include "every_policy.hpp"
#include "memory/failing_new.hpp"
#include "memory/transcripts.hpp"

using namespace failures_test;
using namespace memory_test;

namespace {

const std::string ann = "ann.with.a.very.long.name", bob = "bob.with.a.very.long.name", cleo = "cleo.with.a.very.long.name",
                  dora = "dora.with.a.very.long.name", emil = "emil.with.a.very.long.name";

/// An evening at a server for which memory runs out. A notice may be missing then, so nobody waits for one: after each
/// step everybody says something to themselves and waits for that.
class evening {
public:
    explicit evening(std::function<parley::net::socket()> connect) : connect_(connect), all_(std::move(connect)) {}

    talker& join(const std::string& name) {
        for (int attempt = 0;; ++attempt) {
            talker& newcomer = all_.everybody().emplace_back(talker{name, connect_()});
            all_.wait("the prompt", [&] { return newcomer.over || newcomer.has(prompt); });
            if (!newcomer.over || attempt == 8) {
                newcomer.say(name + "\n");
                all_.wait("the welcome", [&] { return newcomer.over || newcomer.has(welcome); });
                settle();
                return newcomer;
            }
            CHECK_FALSE(newcomer.has(connected(name)));  // not inside by half
            all_.everybody().pop_back();
        }
    }

    void say(talker& speaker, std::string_view bytes) {
        speaker.say(bytes);
        settle(speaker);
        settle();
    }

    void quit(talker& leaver) {
        leaver.released = leaver.released || !leaver.over;
        leaver.say("/quit\n");
        all_.wait("the end of a conversation", [&] { return leaver.over; });
        settle();
    }

    void close(const std::function<void()>& stop) { all_.close(stop); }

    transcripts heard() {
        transcripts found;
        for (const talker& one : all_.everybody())
            if (!one.lost()) found[one.name] = one.heard;
        return found;
    }
    std::string story() const { return all_.story(); }

private:
    void settle() {
        for (talker& one : all_.everybody()) settle(one);
    }
    void settle(talker& one) {
        if (one.over) return;
        const std::string mark = "mark " + std::to_string(++marks_[one.name]) + "\n";
        one.say("/msg " + one.name + " " + mark);
        all_.wait("an echo", [&] { return one.over || one.has("[to " + one.name + "] " + mark); });
    }

    std::function<parley::net::socket()> connect_;
    party all_;
    std::map<std::string, int> marks_{};
};

void talk(evening& all) {
    talker& first = all.join(ann);
    talker& second = all.join(bob);
    all.say(first, "hello everybody, how do you do today\n");
    all.say(second, "/me waves to everybody\none more line\n");
    talker& third = all.join(cleo);
    all.say(third, "/msg " + ann + " psst, a secret for you\n");
    all.say(second, "/join #tea.with.a.very.long.name\n");
    all.say(second, "/leave\n");
    all.quit(second);
    all.say(first, "what a lovely evening it has been\n");
}

void serve_somebody_fresh(evening& all) {
    for (const std::string& name : {dora, emil}) {
        talker& fresh = all.join(name);
        all.say(fresh, "good morning\n");
        if (fresh.has(name + ": good morning\n")) return;
    }
    FAIL("nobody is served any more\n" << all.story());
}

/// The Nth allocation of the server's threads fails, and those after it, `times` in all. 0: none does.
template <class Policy>
bool run(std::uint64_t nth, std::uint64_t times, transcripts& heard) {
    const std::string story = "allocation " + std::to_string(nth) + " fails, " + std::to_string(times) + " in all";
    INFO(story);
    const hang_guard guard(story);
    const baseline before;
    bool struck = false;
    {
        std::atomic<int> errors{0};
        parley::server<Policy, parley::net::in_process> server;
        server.on_error([&](std::exception_ptr) { ++errors; });
        server.start();
        evening all([&] { return server.listener().connect(); });
        all.join("zoe");  // it serves from now on
        shortage short_of_it(nth, times);
        talk(all);
        struck = nth != 0 && short_of_it.struck(nth);
        short_of_it.end();
        serve_somebody_fresh(all);
        all.close([&] { server.stop(); });
        CHECK_NOTHROW(server.wait());
        heard = all.heard();
        CHECK(errors <= static_cast<int>(times));
        CHECK(server.statistics().clients == 0);
    }
    before.check_restored();
    return struck;
}

}  // namespace

TEST_CASE_TEMPLATE("each allocation of a server fails once: one client is lost, nobody else notices", Policy,
                   POLICIES_THAT_SERVE_TOGETHER) {
    transcripts expected;
    run<Policy>(0, 0, expected);
    REQUIRE(expected.size() == 5);
    for (std::uint64_t nth = 1;; ++nth) {
        CAPTURE(nth);
        transcripts heard;
        const bool struck = run<Policy>(nth, 1, heard);
        check_against(expected, heard, {bob});
        if (struck) continue;
        CHECK(nth > 50);
        return;
    }
}

TEST_CASE_TEMPLATE("a few allocations of a server in a row fail: it goes on", Policy, POLICIES_THAT_SERVE_TOGETHER) {
    transcripts heard;
    for (std::uint64_t nth = 1; run<Policy>(nth, 5, heard); nth += 3) {}  // five in a row: no allocation is left out
}
