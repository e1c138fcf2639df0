// SPDX-License-Identifier: MIT
// Chapter 6: two threads add to one list. In which order of their steps does it go wrong?

#include <cstdio>
#include <cstdlib>
#include <parley/testing/explore.hpp>
#include <string>

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

    int size() const { return size_; }

private:
    explore::variable<int> size_{"size"};
    explore::variable<std::string> names_[2]{
        explore::variable<std::string>{"name 0"}, explore::variable<std::string>{"name 1"}};
};

void two_enter(explore::world& world) {
    name_list members;
    world.thread("ann", [&] { members.push_back("ann"); });
    world.thread("bob", [&] { members.push_back("bob"); });
    world.run();
    world.check(members.size() == 2, "both are in the list");
}

}  // namespace

int main(int count, char** values) {
    const auto found = count > 1 ? explore::threads(two_enter, values[1]) : explore::threads(two_enter);
    std::printf("%s", found.story.c_str());
    if (count == 1) std::printf("orders that were tried: %zu\n", found.orders);
    std::fflush(stdout);
    std::_Exit(0);  // the threads of an order that went wrong stand where they are for ever
}
