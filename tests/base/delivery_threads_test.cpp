// SPDX-License-Identifier: MIT

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <doctest/doctest.h>
#include <mutex>
#include <parley/base/delivery.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using parley::share;

namespace {

struct counting_waker final : parley::waker {
    std::atomic<int> woken{0};

    void wake() noexcept override { ++woken; }
};

}  // namespace

TEST_CASE("four threads tell while one sends: every text arrives once and whole, in each teller's order") {
    constexpr int tellers = 4, each = 2'000;
    counting_waker waker;
    parley::delivery<std::mutex> out(waker, 1 << 20, parley::milliseconds(5'000), parley::never);
    std::atomic<int> telling{tellers};
    std::vector<std::thread> threads;
    for (int teller = 0; teller != tellers; ++teller)
        threads.emplace_back([&, teller] {
            for (int i = 0; i != each; ++i) out.tell(share(std::to_string(teller) + " " + std::to_string(i) + "\n"));
            --telling;
        });
    std::string got;
    int answered = 0;
    for (bool more = true; more;) {
        more = telling != 0 || answered != waker.woken;  // looked at before the last sending
        answered = waker.woken;
        std::array<std::string_view, 16> room;
        for (auto texts = out.pending(room); !texts.empty(); texts = out.pending(room)) {
            std::string offered;
            for (const std::string_view text : texts) offered += text;
            const std::size_t taken = std::min<std::size_t>(offered.size(), 1 + got.size() % 97);
            got += offered.substr(0, taken);
            out.sent(taken);
        }
        std::this_thread::yield();
    }
    for (std::thread& one : threads) one.join();
    CHECK_FALSE(out.overflowed());
    std::vector<int> next(tellers, 0);
    bool in_order = true;
    for (std::string_view rest = got; !rest.empty() && in_order;) {
        const std::string line(rest.substr(0, rest.find('\n')));
        const auto teller = static_cast<std::size_t>(line[0] - '0');
        in_order = teller < next.size() && line == std::to_string(teller) + " " + std::to_string(next[teller]++);
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    CHECK(in_order);
    CHECK(next == std::vector<int>(tellers, each));
}

TEST_CASE("finishing while others tell: one wins, and nothing comes after the end") {
    for (int round = 0; round != 200; ++round) {
        counting_waker waker;
        parley::delivery<std::mutex> out(waker, 1 << 20, parley::milliseconds(5'000), parley::never);
        std::thread telling([&] { for (int i = 0; i != 20; ++i) out.tell(share("text\n")); });
        std::thread ending([&] { out.finish(share("bye\n"), parley::never); });
        std::thread dropping([&] { out.finish(share("out\n"), parley::never); });
        telling.join();
        ending.join();
        dropping.join();
        std::string got;
        std::array<std::string_view, 32> room;
        for (const std::string_view text : out.pending(room)) got += text;
        CHECK(out.finished());
        const std::string last = got.substr(got.size() - 4);
        CHECK((last == "bye\n" || last == "out\n"));
        CHECK(got.substr(0, got.size() - 4).find_first_of("bo") == std::string::npos);
    }
}
