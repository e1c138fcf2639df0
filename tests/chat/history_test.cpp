// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <memory>
#include <parley/chat/history.hpp>
#include <string>
#include <vector>

using parley::share;
using parley::shared_text;
using parley::chat::history;

namespace {

history with(std::size_t lines, const std::vector<std::string>& texts) {
    history past(lines);
    for (const std::string& text : texts) past.remember(share(text));
    return past;
}

std::string line_of(std::size_t size, char filled = 'x') { return std::string(size - 1, filled) + "\n"; }

}  // namespace

TEST_CASE("a history of no lines remembers nothing") {
    history past(0);
    const shared_text text = share("one\n");
    past.remember(text);
    CHECK(past.replay()->empty());
    CHECK(text.use_count() == 1);
}

TEST_CASE("nothing said, nothing replayed") { CHECK(history(5).replay()->empty()); }

TEST_CASE("the last lines are replayed, oldest first") {
    CHECK(*with(3, {"1\n", "2\n"}).replay() == "1\n2\n");
    CHECK(*with(3, {"1\n", "2\n", "3\n"}).replay() == "1\n2\n3\n");
    CHECK(*with(3, {"1\n", "2\n", "3\n", "4\n"}).replay() == "2\n3\n4\n");
    CHECK(*with(1, {"1\n", "2\n", "3\n"}).replay() == "3\n");
}

TEST_CASE("a text of several lines counts as several") {
    CHECK(*with(3, {"1\n2\n3\n4\n5\n"}).replay() == "3\n4\n5\n");
    CHECK(*with(3, {"1\n2\n", "3\n4\n"}).replay() == "2\n3\n4\n");
    CHECK(*with(4, {"1\n2\n", "3\n4\n"}).replay() == "1\n2\n3\n4\n");
    CHECK(*with(2, {"1\n2\n", "3\n4\n"}).replay() == "3\n4\n");
    CHECK(*with(1, {"1\n2\n", "3\n4\n", "5\n6\n"}).replay() == "6\n");
}

TEST_CASE("every way to group ten lines into texts gives the same last lines") {
    for (unsigned groups = 0; groups != 1u << 9; ++groups)
        for (const std::size_t limit : {1u, 3u, 9u, 10u, 11u}) {
            history past(limit);
            std::string text, all;
            for (unsigned i = 0; i != 10; ++i) {
                text += std::to_string(i) + "\n";
                all += std::to_string(i) + "\n";
                if (i == 9 || (groups >> i & 1u) != 0) {
                    past.remember(share(text));
                    text.clear();
                }
            }
            const std::size_t kept = std::min<std::size_t>(limit, 10) * 2;
            REQUIRE(*past.replay() == all.substr(all.size() - kept));
        }
}

TEST_CASE("a replay can be asked for again, and does not change what is kept") {
    history past = with(2, {"1\n", "2\n3\n"});
    CHECK(*past.replay() == "2\n3\n");
    CHECK(*past.replay() == "2\n3\n");
    past.remember(share("4\n"));
    CHECK(*past.replay() == "3\n4\n");
}

TEST_CASE("a replay is made once and shared, until something is added") {
    history past = with(2, {"1\n"});
    const shared_text first = past.replay();
    CHECK(past.replay() == first);
    past.remember(share("2\n"));
    CHECK(past.replay() != first);
    CHECK(*first == "1\n");
}

TEST_CASE("a replay is bounded in bytes, and has whole lines only") {
    history past(1'000'000);
    for (int i = 0; i != 1000; ++i) past.remember(share(line_of(1000)));
    const std::string replay = *past.replay();
    CHECK(replay.size() == history::byte_limit / 1000 * 1000);
    CHECK(replay.size() % 1000 == 0);
    CHECK(replay.substr(0, 1000) == line_of(1000));
}

TEST_CASE("one text of many lines is cut to the limit of bytes, between lines") {
    std::string text;
    for (int i = 0; i != 600; ++i) text += line_of(1000);
    const std::string replay = *with(1'000'000, {text}).replay();
    CHECK(replay.size() == history::byte_limit / 1000 * 1000);
    CHECK(replay.substr(0, 1000) == line_of(1000));
}

TEST_CASE("lines that fill the limit of bytes exactly are all replayed") {
    history past(1'000'000);
    for (std::size_t i = 0; i != history::byte_limit / 1024 + 3; ++i) past.remember(share(line_of(1024)));
    CHECK(past.replay()->size() == history::byte_limit);
}

TEST_CASE("a line larger than the limit of bytes is not replayed") {
    CHECK(with(5, {"1\n", line_of(history::byte_limit + 1)}).replay()->empty());
    CHECK(*with(5, {"1\n", line_of(history::byte_limit + 1), "2\n"}).replay() == "2\n");
    CHECK(*with(5, {"1\n", line_of(history::byte_limit)}).replay() == line_of(history::byte_limit));
}

TEST_CASE("texts are shared, and let go of when no line of them is needed") {
    history by_lines(2);
    const shared_text first = share("1\n2\n"), second = share("3\n");
    by_lines.remember(first);
    by_lines.remember(second);
    CHECK(first.use_count() == 2);
    by_lines.remember(share("4\n"));
    CHECK(first.use_count() == 1);
    CHECK(second.use_count() == 2);

    history by_bytes(1'000'000);
    const shared_text old = share(line_of(1000));
    by_bytes.remember(old);
    by_bytes.remember(share(line_of(history::byte_limit - 1)));
    CHECK(old.use_count() == 2);
    by_bytes.remember(share("x\n"));
    CHECK(old.use_count() == 1);
}
