// SPDX-License-Identifier: MIT

#include <array>
#include <base/fake_waker.hpp>
#include <cstddef>
#include <doctest/doctest.h>
#include <parley/base/delivery.hpp>
#include <parley/base/null_mutex.hpp>
#include <string>
#include <string_view>

using parley::at_once;
using parley::later;
using parley::milliseconds;
using parley::never;
using parley::share;
using parley::time_point;

namespace {

constexpr milliseconds farewell(5'000);

/// A delivery with its waker, and what a policy does with it.
struct conversation {
    fake_waker waker{};
    parley::delivery<parley::null_mutex> out;

    explicit conversation(std::size_t limit = 1000, time_point deadline = never)
        : out(waker, limit, farewell, deadline) {}

    /// What is pending, joined.
    std::string pending() {
        std::array<std::string_view, 64> room;
        std::string all;
        for (const std::string_view text : out.pending(room)) all += text;
        return all;
    }

    /// One send: the kernel takes `most` bytes of it at most.
    std::string send(std::size_t most = 1'000'000) {
        std::string taken = pending();
        if (taken.size() > most) taken.resize(most);
        out.sent(taken.size());
        return taken;
    }
};

/// Is that instant `farewell` from some moment between `begin` and now?
bool farewell_from_now(time_point deadline, time_point begin) {
    return deadline >= later(begin, farewell) && deadline <= later(parley::clock::now(), farewell);
}

}  // namespace

TEST_CASE("what is told becomes pending, in order, until it is sent") {
    conversation ann;
    CHECK(ann.pending().empty());
    ann.out.tell(share("one\n"));
    ann.out.tell(share("two\n"));
    CHECK(ann.pending() == "one\ntwo\n");
    CHECK(ann.send(5) == "one\nt");
    ann.out.tell(share("three\n"));
    CHECK(ann.send() == "wo\nthree\n");
    CHECK(ann.pending().empty());
    CHECK_FALSE(ann.out.finished());
    CHECK(ann.out.deadline() == never);
}

TEST_CASE("who is told is woken once, and again only after pending() was asked") {
    conversation ann;
    CHECK(ann.waker.woken == 0);
    ann.out.tell(share("one\n"));
    CHECK(ann.waker.woken == 1);
    ann.out.tell(share("two\n"));
    ann.out.tell(share("three\n"));
    CHECK(ann.waker.woken == 1);
    ann.pending();
    CHECK(ann.waker.woken == 1);
    ann.out.tell(share("four\n"));
    CHECK(ann.waker.woken == 2);
    ann.send();
    CHECK(ann.waker.woken == 2);
}

TEST_CASE("who begins with a deadline keeps it until it is moved") {
    const time_point login = later(parley::clock::now(), milliseconds(60'000));
    conversation ann(100, login);
    ann.out.tell(share("name: "));
    ann.send();
    CHECK(ann.out.deadline() == login);
    ann.out.set_deadline(never);
    CHECK(ann.out.deadline() == never);
}

TEST_CASE("make_due() asks for a turn now and wakes, even one that was woken") {
    conversation ann;
    ann.out.tell(share("one\n"));
    ann.out.make_due();
    CHECK(ann.out.deadline() == at_once);
    CHECK(ann.waker.woken == 2);
    CHECK_FALSE(ann.out.finished());
    CHECK(ann.send() == "one\n");
    ann.out.set_deadline(never);
    CHECK(ann.out.deadline() == never);
}

TEST_CASE("who does not keep up becomes due and is woken, though it was woken and is blocked") {
    conversation ann(10);
    ann.out.tell(share("123456789\n"));
    ann.send(1);
    ann.out.tell(share("1\n"));  // no room: nine wait, and the limit is ten
    CHECK(ann.out.overflowed());
    CHECK(ann.out.deadline() == at_once);
    const int woken = ann.waker.woken;
    ann.out.tell(share("2\n"));
    CHECK(ann.waker.woken == woken);
    CHECK_FALSE(ann.out.finished());
    CHECK(ann.pending() == "23456789\n");
}

TEST_CASE("an overflow wakes whoever was told and not asked yet") {
    conversation ann(1);
    ann.out.tell(share(std::string(parley::outbox::burst_limit, '\n')));
    CHECK(ann.waker.woken == 1);
    CHECK_FALSE(ann.out.overflowed());
    ann.out.tell(share("\n"));
    CHECK(ann.out.overflowed());
    CHECK(ann.waker.woken == 2);
    CHECK(ann.out.deadline() == at_once);
}

TEST_CASE("who is found too slow while sending becomes due") {
    conversation ann(20);
    for (int i = 0; i != 5; ++i) ann.out.tell(share("123456789\n"));
    CHECK(ann.out.deadline() == never);
    ann.send(3);
    CHECK(ann.out.overflowed());
    CHECK(ann.out.deadline() == at_once);
}

TEST_CASE("who does not keep up stays due, whatever deadline is set") {
    conversation ann(10);
    ann.out.tell(share("123456789\n"));
    ann.send(1);
    ann.out.tell(share("1\n"));
    REQUIRE(ann.out.overflowed());
    ann.out.set_deadline(never);
    CHECK(ann.out.deadline() == at_once);
}

TEST_CASE("after finish() what waits is delivered and nothing more is taken") {
    conversation ann;
    ann.out.tell(share("one\n"));
    const time_point begin = parley::clock::now();
    ann.out.finish();
    CHECK(ann.out.finished());
    CHECK(farewell_from_now(ann.out.deadline(), begin));
    CHECK(ann.waker.woken == 2);
    ann.out.tell(share("two\n"));
    ann.out.finish(share("three\n"), never);
    ann.out.drop(share("four\n"));
    ann.out.make_due();
    ann.out.set_deadline(never);
    CHECK(farewell_from_now(ann.out.deadline(), begin));
    CHECK(ann.waker.woken == 2);
    CHECK(ann.send() == "one\n");
    CHECK(ann.pending().empty());
}

TEST_CASE("a patient end waits as long as something is taken in time") {
    conversation ann(100, never);
    ann.out.tell(share("one\n"));
    ann.out.finish();
    const time_point first = ann.out.deadline();
    ann.send(0);
    CHECK(ann.out.deadline() == first);
    while (parley::clock::now() == later(first, -farewell)) {}  // the clock ticks
    ann.send(1);
    CHECK(ann.out.deadline() > first);
    CHECK(ann.send() == "ne\n");
}

TEST_CASE("last words have a deadline that does not move") {
    const time_point deadline = later(parley::clock::now(), milliseconds(1));
    conversation ann;
    ann.out.tell(share("one\n"));
    ann.out.finish(share("bye\n"), deadline);
    CHECK(ann.out.finished());
    CHECK(ann.out.deadline() == deadline);
    CHECK(ann.send(3) == "one");
    CHECK(ann.out.deadline() == deadline);
    CHECK(ann.send() == "\nbye\n");
    CHECK(ann.pending().empty());
}

TEST_CASE("drop() leaves the rest of a half-sent line and the last words, and a deadline that does not move") {
    conversation ann;
    ann.out.tell(share("one\ntwo\n"));
    ann.out.tell(share("three\n"));
    ann.send(1);
    const time_point begin = parley::clock::now();
    const int woken = ann.waker.woken;
    ann.out.drop(share("bye\n"));
    CHECK(ann.waker.woken == woken + 1);
    CHECK(ann.out.finished());
    const time_point deadline = ann.out.deadline();
    CHECK(farewell_from_now(deadline, begin));
    CHECK(ann.send(2) == "ne");
    CHECK(ann.out.deadline() == deadline);
    CHECK(ann.send() == "\nbye\n");
    CHECK(ann.pending().empty());
    CHECK(ann.out.deadline() == deadline);
}

TEST_CASE("drop() between pending() and sent() leaves the texts that are being sent alone") {
    conversation ann;
    ann.out.tell(share("one\n"));
    ann.out.tell(share("two\n"));
    std::array<std::string_view, 8> room;
    const auto texts = ann.out.pending(room);
    ann.out.drop(share("bye\n"));
    CHECK(texts[0] == "one\n");
    CHECK(texts[1] == "two\n");
    ann.out.sent(6);  // "one\ntw"
    CHECK(ann.send() == "o\nbye\n");
}
