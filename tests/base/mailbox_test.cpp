// SPDX-License-Identifier: MIT

#include <atomic>
#include <cstddef>
#include <doctest/doctest.h>
#include <memory>
#include <parley/base/mailbox.hpp>
#include <thread>
#include <vector>

using parley::mailbox;

TEST_CASE("errands are taken once, in the order in which they were put") {
    mailbox<int> box;
    CHECK(box.take().empty());
    CHECK(box.put(1));
    CHECK(box.put(2));
    CHECK(box.put(3));
    CHECK(box.take() == std::vector{1, 2, 3});
    CHECK(box.take().empty());
}

TEST_CASE("a mailbox is bounded, and takes errands again when it was emptied") {
    mailbox<std::size_t> box;
    for (std::size_t i = 0; i != mailbox<std::size_t>::limit; ++i) REQUIRE(box.put(i));
    CHECK_FALSE(box.put(0));
    CHECK_FALSE(box.put(0));
    const std::vector<std::size_t> taken = box.take();
    REQUIRE(taken.size() == mailbox<std::size_t>::limit);
    CHECK(taken.front() == 0);
    CHECK(taken.back() == taken.size() - 1);
    CHECK(box.put(7));
    CHECK(box.take() == std::vector<std::size_t>{7});
}

TEST_CASE("a closed mailbox takes nothing in, but what waits can be taken out") {
    mailbox<int> box;
    CHECK(box.put(1));
    box.close();
    box.close();
    CHECK_FALSE(box.put(2));
    CHECK(box.take() == std::vector{1});
    CHECK_FALSE(box.put(3));
    CHECK(box.take().empty());
}

TEST_CASE("an errand may be something that only moves") {
    mailbox<std::unique_ptr<int>> box;
    CHECK(box.put(std::make_unique<int>(5)));
    const auto taken = box.take();
    REQUIRE(taken.size() == 1);
    CHECK(*taken[0] == 5);
}

TEST_CASE("four threads put errands, one takes them: each arrives once and in its thread's order") {
    constexpr int threads = 4, each = 5'000;
    mailbox<int> box;
    std::atomic<int> running{threads};
    std::vector<std::thread> putting;
    for (int thread = 0; thread != threads; ++thread)
        putting.emplace_back([&box, &running, thread] {
            for (int i = 0; i != each; ++i)
                while (!box.put(thread * each + i)) std::this_thread::yield();
            --running;
        });
    std::vector<int> next(threads, 0);
    bool in_order = true;
    for (bool more = true; more;) {
        more = running != 0;  // looked at before the last taking
        for (const int errand : box.take())
            in_order = in_order && errand % each == next[static_cast<std::size_t>(errand / each)]++;
        std::this_thread::yield();
    }
    for (std::thread& one : putting) one.join();
    CHECK(in_order);
    CHECK(next == std::vector<int>(threads, each));
}
