// SPDX-License-Identifier: MIT
// Chapter 14: two want to be called ann, and the register asks first and acts later. The explorer looks for an order of
// the two threads in which that goes wrong, and tells it.

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <parley/testing/explore.hpp>
#include <set>
#include <string>

namespace {

namespace explore = parley::testing::explore;

/// Who is called what. Each function has the mutex while it works.
class name_register {
public:
    bool is_free(const std::string& name) {
        const std::lock_guard lock(mutex_);
        return !names_.contains(name);
    }
    void take(const std::string& name) {
        const std::lock_guard lock(mutex_);
        names_.insert(name);
    }

private:
    explore::mutex mutex_{"names"};
    std::set<std::string> names_;  // guarded by mutex_
};

void two_anns(explore::world& world) {
    name_register names;
    int anns = 0;
    for (const char* const who : {"first", "second"})
        world.thread(who, [&] {
            if (names.is_free("ann")) {
                names.take("ann");
                ++anns;
            }
        });
    world.run();
    world.check(anns == 1, "one of two who want a name gets it");
}

}  // namespace

int main() {
    std::fputs(explore::threads(two_anns).story.c_str(), stdout);
    std::fflush(stdout);
    std::_Exit(0);  // the threads of an order that went wrong stand where they are for ever
}
