// SPDX-License-Identifier: MIT
// Exercise 8: an outbox: any thread puts lines in, one takes them out, and waits while there are none.

#include "../orders.hpp"

#include <deque>
#include <mutex>
#include <vector>

namespace {

namespace explore = parley::testing::explore;

/// Lines (here: numbers) on their way to one member.
class outbox {
public:
    static constexpr std::size_t limit = 3;
    static constexpr int end = 0;

    // ------------------------------ your part begins here
    /// False when it is full, now or before: a line would be missing.
    bool put(int line) {
        const std::lock_guard lock(mutex_);
        if (lines_.size() == limit) over_ = true;
        if (!over_) lines_.push_back(line);
        news_.notify_one();
        return !over_;
    }

    /// Nothing more will come.
    void close() {
        const std::lock_guard lock(mutex_);
        over_ = true;
        news_.notify_one();
    }

    /// Waits for the next line. `end` when all have been taken and nothing more will come.
    int take() {
        std::unique_lock lock(mutex_);
        news_.wait(lock, [this] { return over_ || !lines_.empty(); });
        if (lines_.empty()) return end;
        const int first = lines_.front();
        lines_.pop_front();
        return first;
    }
    // ------------------------------ and ends here

    std::size_t size() {
        const std::lock_guard lock(mutex_);
        return lines_.size();
    }

private:
    explore::mutex mutex_{"outbox"};
    explore::condition_variable news_{"news"};
    std::deque<int> lines_{};  // guarded by mutex_
    bool over_ = false;  // guarded by mutex_
};

void one_line(explore::world& world) {
    outbox lines;
    int taken = outbox::end;
    world.thread("reader", [&] { taken = lines.take(); });
    world.thread("speaker", [&] { lines.put(7); });
    world.run();
    world.check(taken == 7, "the reader gets the line");
}

void two_readers(explore::world& world) {
    outbox lines;
    int taken = 0;
    for (const char* const who : {"ann", "bob"}) world.thread(who, [&] { taken += lines.take(); });
    world.thread("speaker", [&] {
        lines.put(1);
        lines.put(2);
    });
    world.run();
    world.check(taken == 1 + 2, "each of two readers gets one of two lines");
}

void nothing_more(explore::world& world) {
    outbox lines;
    world.thread("reader", [&] { world.check(lines.take() == outbox::end, "the reader gets the end"); });
    world.thread("owner", [&] { lines.close(); });
    world.run();
}

void last_words(explore::world& world) {
    outbox lines;
    std::vector<int> taken;
    world.thread("reader", [&] {
        while (const int line = lines.take()) taken.push_back(line);
    });
    world.thread("owner", [&] {
        lines.put(1);
        lines.put(2);
        lines.close();
    });
    world.run();
    world.check(taken == std::vector{1, 2}, "1 and 2, which were put in before the end, come out, in this order");
}

void two_speakers(explore::world& world) {
    outbox lines;
    int taken_in = 0;
    for (const char* const who : {"ann", "bob"})
        world.thread(who, [&] {
            for (int line = 1; line <= 2; ++line) taken_in += lines.put(line) ? 1 : 0;
        });
    world.run();
    world.check(lines.size() <= outbox::limit, "no more than three wait");
    world.check(taken_in == outbox::limit, "three of four are taken in");
}

void one_is_missing(explore::world& world) {
    outbox lines;
    for (int line = 1; line <= 4; ++line) lines.put(line);
    world.check(lines.take() == 1, "what was taken in comes out");
    world.check(!lines.put(5), "once a line is missing, none is taken in");
}

}  // namespace

int main(int count, char** values) {
    return orders::grade(count, values, {
        {"a line comes out, whoever is first", "take() does not wait", one_line},
        {"somebody else was quicker",
         "wait() returns when there was a line, and by then it may be gone: ask again, and sleep again (while, not if)",
         two_readers},
        {"the end comes, whoever is first", "take() does not wait", nothing_more},
        {"what was put in before the end comes out", "at the end, take() does not look at what is left", last_words},
        {"three may wait, and the fourth is refused",
         "nobody asks whether there is room, or what was asked is not true any more when it is acted on", two_speakers},
        {"and so is whatever comes later", "that it was full is forgotten when there is room again", one_is_missing},
    });
}
