// SPDX-License-Identifier: MIT

/// @file
/// Row 28 of the fault table: somebody sets the machine's clock. This program's own clock_gettime(2) and its relatives
/// stand before the system's: the time of day jumps when a test says so, the steady clock does not. Nobody's time is
/// up because of that, and what was due by the steady clock comes.

#include "faults/models.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <string>
#include <sys/time.h>

using namespace faults_test;

namespace {

std::atomic<std::time_t> jumped{0};  ///< seconds

template <class Function>
Function* next_one(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool is_time_of_day(clockid_t which) {
#if defined(CLOCK_REALTIME_COARSE)
    if (which == CLOCK_REALTIME_COARSE) return true;
#endif
    return which == CLOCK_REALTIME;
}

struct jump {
    explicit jump(std::time_t by) { jumped = by; }
    ~jump() { jumped = 0; }
    jump(const jump&) = delete;
    jump& operator=(const jump&) = delete;
};

constexpr std::time_t hour = 3600;

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* now) noexcept {
    static auto* const real = next_one<int(clockid_t, timespec*)>("clock_gettime");
    const int result = real(which, now);
    if (result == 0 && is_time_of_day(which)) now->tv_sec += jumped.load();
    return result;
}

int gettimeofday(timeval* now, void* zone) noexcept {
    static auto* const real = next_one<int(timeval*, void*)>("gettimeofday");
    const int result = real(now, zone);
    if (result == 0) now->tv_sec += jumped.load();
    return result;
}

std::time_t time(std::time_t* copy) noexcept {
    static auto* const real = next_one<std::time_t(std::time_t*)>("time");
    const std::time_t now = real(nullptr) + jumped.load();
    if (copy != nullptr) *copy = now;
    return now;
}

}  // extern "C"

TEST_CASE("the clock does jump in this program, and the steady one does not") {
    const auto day = std::chrono::system_clock::now();
    const auto steady = std::chrono::steady_clock::now();
    const auto seconds_before = std::time(nullptr);
    const jump ahead(hour);
    CHECK(std::chrono::system_clock::now() - day >= std::chrono::hours(1));
    CHECK(std::chrono::steady_clock::now() - steady < std::chrono::hours(1));
    CHECK(std::time(nullptr) - seconds_before >= hour);
}

TEST_CASE_TEMPLATE("row 28: the clock jumps an hour, and nobody's time is up", P, PARLEY_MODELS) {
    std::time_t by = 0;
    SUBCASE("ahead") { by = hour; }
    SUBCASE("back") { by = -hour; }
    house<P> home({.login_limit = milliseconds(120'000), .farewell_limit = milliseconds(120'000)});
    auto& guests = home.open().party;
    guest& ann = guests.join("ann");
    guest* nameless = P::serves_together ? &guests.arrive() : nullptr;
    {
        const jump now(by);
        // Every model looks at the clock in each of these turns, and at its deadlines.
        for (int i = 0; i != 20; ++i) {
            ann.say("line " + std::to_string(i) + "\n");
            REQUIRE(guests.until([&] { return ann.has_heard("ann: line " + std::to_string(i) + "\n"); }, seconds(30)));
        }
        if (nameless != nullptr) {
            CHECK_FALSE(nameless->over());
            party::give_name(*nameless, "bob");
            CHECK(guests.until([&] { return nameless->has_heard(welcome); }, seconds(30)));
        }
        CHECK(home.server.statistics().clients == (nameless != nullptr ? 2 : 1));
        CHECK_FALSE(ann.over());
    }
    CHECK(home.close() < seconds(30));  // nor does stopping wait an hour
    CHECK(guests.until([&] { return ann.over(); }));
    CHECK(ann.has_heard(closing));
}

TEST_CASE_TEMPLATE("row 28: what is due comes, although the clock was set back an hour", P, PARLEY_MODELS) {
    house<P> home({.login_limit = milliseconds(300)});
    auto& guests = home.open().party;
    guest& ann = guests.arrive();
    const jump back(-hour);
    CHECK(guests.until([&] { return ann.over(); }, seconds(30)));
    CHECK(ann.has_heard("-- You have not picked a nickname in time; goodbye.\n"));
}
