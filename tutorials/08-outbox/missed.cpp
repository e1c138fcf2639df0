// SPDX-License-Identifier: MIT
// Chapter 8: an outbox that asks first and sleeps afterwards. In which order of their steps does its reader sleep for ever?

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <parley/testing/explore.hpp>
#include <string>

namespace {

namespace explore = parley::testing::explore;

class outbox {
public:
    void put(const std::string& line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
        news_.notify_one();
    }

    std::string take() {
        if (empty()) {
            std::unique_lock lock(mutex_);
            news_.wait(lock);
        }
        const std::lock_guard lock(mutex_);
        std::string first = lines_.front();
        lines_.pop_front();
        return first;
    }

private:
    bool empty() {
        const std::lock_guard lock(mutex_);
        return lines_.empty();
    }

    explore::mutex mutex_{"outbox"};
    explore::condition_variable news_{"news"};
    std::deque<std::string> lines_;  // guarded by mutex_
};

void one_line(explore::world& world) {
    outbox lines;
    world.thread("reader", [&] { lines.take(); });
    world.thread("speaker", [&] { lines.put("hello"); });
    world.run();
}

}  // namespace

int main(int count, char** values) {
    const auto found = count > 1 ? explore::threads(one_line, values[1]) : explore::threads(one_line);
    std::printf("%s", found.story.c_str());
    if (count == 1) std::printf("orders that were tried: %zu\n", found.orders);
    std::fflush(stdout);
    std::_Exit(0);  // the threads of an order that went wrong stand where they are for ever
}
