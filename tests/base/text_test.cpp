// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/base/text.hpp>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

TEST_CASE("a text is stored once, cannot be changed, and lasts as long as anybody needs it") {
    static_assert(std::is_same_v<decltype(*std::declval<parley::shared_text&>()), const std::string&>);
    static_assert(sizeof(parley::shared_text) == sizeof(void*));
    std::string original = "a line that is long enough to need memory of its own\n";
    const char* const stored = original.data();
    parley::shared_text first = parley::share(std::move(original));
    const parley::shared_text second = first;
    CHECK(first->data() == stored);  // not even the first copy is made
    first.reset();
    CHECK(*second == "a line that is long enough to need memory of its own\n");
    CHECK(second.use_count() == 1);
}

TEST_CASE("owners are copied, moved, assigned and let go of: the text ends with the last") {
    parley::shared_text nobody;
    CHECK(nobody == nullptr);
    CHECK(nobody.use_count() == 0);
    parley::shared_text one = parley::share("one");
    parley::shared_text same = one, moved = std::move(one);
    CHECK(one == nullptr);
    CHECK(same == moved);
    CHECK(moved.use_count() == 2);
    CHECK(parley::share("one") != moved);  // equal, and another text
    const parley::shared_text& alias = same;
    same = alias;  // itself
    CHECK(*same == "one");
    CHECK(same.use_count() == 2);
    same = parley::share("two");
    CHECK(moved.use_count() == 1);
    same = nullptr;
    moved.reset();
    CHECK(moved == nullptr);
}

TEST_CASE("threads copy and let go of one text at the same time") {
    const parley::shared_text text = parley::share("said once");
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round != 1000; ++round) {
                std::vector<parley::shared_text> outbox(8, text);
                CHECK(*outbox.back() == "said once");
            }
        });
    for (std::thread& one : threads) one.join();
    CHECK(text.use_count() == 1);
}
