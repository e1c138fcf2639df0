// SPDX-License-Identifier: MIT
// Chapter 7: three ways to lock a room, measured. Four speak, sixteen listen, and one of those reads slowly.

#include "../sockets.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using milliseconds = std::chrono::duration<double, std::milli>;

constexpr int listeners = 16, speakers = 4, lines = 250;
const std::string line(1000, 'x');

/// A member: a socket, somebody who reads at its other end, and what each of the designs needs for them.
struct member {
    explicit member(bool slow) {
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::exit(1);
        reader = std::thread([this, slow] {
            std::string bytes(line.size(), ' ');
            while (::recv(ends[1], bytes.data(), bytes.size(), MSG_WAITALL) > 0)
                if (slow) std::this_thread::sleep_for(std::chrono::microseconds(200));
        });
    }
    ~member() {
        ::shutdown(ends[0], SHUT_WR);
        reader.join();
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void send() { ::send(ends[0], line.data(), line.size(), 0); }

    int ends[2];
    std::thread reader{};
    std::mutex turn{};  // in the second design: one sends at a time; in the third: guards `waiting`
    std::condition_variable news{};
    int waiting = 0;    // so many lines are in the outbox
    bool over = false;
};

struct room {
    std::mutex mutex{};
    std::list<member> members{};
};

void one_lock(room& here) {
    const std::lock_guard lock(here.mutex);
    for (member& one : here.members) one.send();
}

void one_for_each(room& here) {
    std::vector<member*> everybody;
    {
        const std::lock_guard lock(here.mutex);
        for (member& one : here.members) everybody.push_back(&one);
    }
    for (member* const one : everybody) {
        const std::lock_guard turn(one->turn);
        one->send();
    }
}

void outboxes(room& here) {
    const std::lock_guard lock(here.mutex);
    for (member& one : here.members) {
        const std::lock_guard turn(one.turn);
        ++one.waiting;
        one.news.notify_one();
    }
}

/// The third design's thread for each member.
void empty_outbox(member& mine) {
    for (;;) {
        {
            std::unique_lock lock(mine.turn);
            mine.news.wait(lock, [&] { return mine.over || mine.waiting != 0; });
            if (mine.waiting == 0) return;
            --mine.waiting;
        }
        mine.send();
    }
}

struct result {
    milliseconds until_all_is_said{}, longest_wait_to_enter{};
};

result measure(void (*tell)(room&), bool writers) {
    room here;
    for (int i = 0; i != listeners; ++i) here.members.emplace_back(i == listeners / 2);
    std::vector<std::thread> sending, speaking;
    if (writers)
        for (member& one : here.members) sending.emplace_back(empty_outbox, std::ref(one));
    result found;
    const auto start = clock_type::now();
    for (int i = 0; i != speakers; ++i)
        speaking.emplace_back([&] {
            for (int said = 0; said != lines; ++said) tell(here);
        });
    std::thread door([&] {  // somebody comes and goes every millisecond: for that, they need the room's mutex
        while (true) {
            const auto knocks = clock_type::now();
            {
                const std::lock_guard lock(here.mutex);
                if (here.members.front().over) return;
            }
            found.longest_wait_to_enter = std::max<milliseconds>(found.longest_wait_to_enter, clock_type::now() - knocks);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    for (std::thread& one : speaking) one.join();
    found.until_all_is_said = clock_type::now() - start;
    for (member& one : here.members) {
        const std::scoped_lock both(here.mutex, one.turn);
        one.over = true;
        one.news.notify_one();
    }
    door.join();
    for (std::thread& one : sending) one.join();
    return found;
}

}  // namespace

int main() {
    const result first = measure(one_lock, false), second = measure(one_for_each, false), third = measure(outboxes, true);
    std::printf("%-34s %19s %25s\n", "", "until all is said", "longest wait to enter");
    const auto row = [&](const char* name, const result& one) {
        std::printf("%-34s %8.0f ms %5.2f x %14.2f ms %5.3f x\n", name, one.until_all_is_said.count(),
                    one.until_all_is_said / first.until_all_is_said, one.longest_wait_to_enter.count(),
                    one.longest_wait_to_enter / first.longest_wait_to_enter);
    };
    row("one lock, around the send", first);
    row("a lock for each member, a snapshot", second);
    row("outboxes: nobody waits", third);
}
