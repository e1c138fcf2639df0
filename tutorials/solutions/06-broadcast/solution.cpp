// SPDX-License-Identifier: MIT
// Exercise 6: a room that many threads use at once. Everything is there but the locks.

#include "../orders.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace {

namespace explore = parley::testing::explore;

/// Names in a row, in slow motion: what std::vector does, too, is to read and write several variables one after the other,
/// and between any two of these steps another thread may come.
class name_list {
public:
    void push_back(const std::string& name) {
        const int end = size_;
        names_[end] = name;
        size_ = end + 1;
    }

    /// The last one takes the place that becomes free.
    void erase(const std::string& name) {
        const int last = size_ - 1;
        for (int i = 0; i <= last; ++i)
            if (at(i) == name) {
                names_[i] = at(last);
                size_ = last;
                return;
            }
    }

    int size() const { return size_; }
    std::string at(int place) const { return names_[place]; }

private:
    explore::variable<int> size_{"size"};
    explore::variable<std::string> names_[4]{
        explore::variable<std::string>{"name 0"}, explore::variable<std::string>{"name 1"},
        explore::variable<std::string>{"name 2"}, explore::variable<std::string>{"name 3"}};
};

/// Everybody who is here, up to three. Used by many threads at once.
class room {
public:
    // ------------------------------ your part begins here
    /// False when there is no room.
    bool enter(const std::string& name) {
        const std::lock_guard lock(mutex_);
        if (members_.size() == limit) return false;
        members_.push_back(name);
        return true;
    }

    void leave(const std::string& name) {
        const std::lock_guard lock(mutex_);
        members_.erase(name);
    }

    /// Who hears it, if something is said now.
    std::vector<std::string> listeners() {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> all;
        for (int i = 0; i < members_.size(); ++i) all.push_back(members_.at(i));
        return all;
    }

    int size() {
        const std::lock_guard lock(mutex_);
        return members_.size();
    }
    // ------------------------------ and ends here

private:
    static constexpr int limit = 3;
    explore::mutex mutex_{"room"};
    name_list members_;  // guarded by mutex_
};

void two_enter(explore::world& world) {
    room here;
    for (const char* const name : {"ann", "bob"}) world.thread(name, [&here, name] { here.enter(name); });
    world.run();
    world.check(here.size() == 2, "both are in the list");
}

void one_seat(explore::world& world) {
    room here;
    here.enter("carl");
    here.enter("dora");
    int inside = 2;
    for (const char* const name : {"ann", "bob"}) world.thread(name, [&, name] { inside += here.enter(name) ? 1 : 0; });
    world.run();
    world.check(inside == 3 && here.size() == 3, "one of two gets the last seat");
}

void one_leaves(explore::world& world) {
    room here;
    std::vector<std::string> heard;
    for (const char* const name : {"ann", "bob", "carl"}) here.enter(name);
    world.thread("ann", [&] { here.leave("ann"); });
    world.thread("bob", [&] { heard = here.listeners(); });
    world.run();
    world.check(std::count(heard.begin(), heard.end(), "carl") == 1, "carl, who stays, hears what bob says, once");
}

}  // namespace

int main(int count, char** values) {
    return orders::grade(count, values, {
        {"two enter at once, and both are there",
         "both have read the same size: enter() needs the mutex from its first step to its last", two_enter},
        {"three seats are three seats",
         "what was asked is not true any more when it is acted on: the mutex was given back between the question and "
         "push_back()", one_seat},
        {"one leaves while another speaks",
         "the list changes while somebody walks along it: who only reads needs the mutex, too", one_leaves},
    });
}
