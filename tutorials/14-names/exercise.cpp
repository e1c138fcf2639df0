// SPDX-License-Identifier: MIT
// Exercise 14: a register of names that many threads use at once. Everything is there but the locks.

#include "../orders.hpp"

#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace {

namespace explore = parley::testing::explore;

/// Somebody who is connected.
class member {
public:
    explicit member(explore::world& world) : world_(world) {}

    void tell(const std::string&) { world_.check(!closed_, "nobody tells something to somebody who has gone"); }
    void close() { closed_ = true; }

private:
    explore::world& world_;
    explore::variable<bool> closed_{"closed"};
};

/// Who is called what. Used by many threads at once.
class name_register {
public:
    // ------------------------------ your part begins here
    // explore::mutex is locked as std::mutex is: const std::lock_guard lock(mutex_);

    /// False when somebody has that name already. Else everybody hears who has come.
    bool claim(const std::string& name, member& newcomer) {
        if (holder(name) != nullptr) return false;
        put(name, &newcomer);
        announce(name + " comes. ");
        return true;
    }

    /// The name is free for somebody else, and everybody hears who has gone. When it returns, nobody tells the one who
    /// has left anything any more.
    void leave(const std::string& name) {
        erase(name);
        announce(name + " leaves. ");
    }

    /// A private message. False when there is nobody of that name.
    bool whisper(const std::string& name, const std::string& text) {
        member* const other = holder(name);
        if (other == nullptr) return false;
        other->tell(text);
        return true;
    }
    // ------------------------------ and ends here

    /// What everybody has heard.
    std::string heard() { return heard_; }

private:
    // Each of these is one step; between two steps another thread may come.
    member* holder(const std::string& name) {
        return names_.read([&](const auto& names) {
            const auto found = names.find(name);
            return found == names.end() ? nullptr : found->second;
        });
    }
    void put(const std::string& name, member* who) {
        names_.change([&](auto& names) { names[name] = who; });
    }
    void erase(const std::string& name) {
        names_.change([&](auto& names) { names.erase(name); });
    }
    void announce(const std::string& text) {
        heard_.change([&](auto& heard) { heard += text; });
    }

    [[maybe_unused]] explore::mutex mutex_{"register"};
    explore::variable<std::map<std::string, member*>> names_{"names"};  // guarded by mutex_, both of them
    explore::variable<std::string> heard_{"what everybody hears"};
};

void two_anns(explore::world& world) {
    name_register names;
    member first(world), second(world);
    int anns = 0;
    for (auto& [who, one] : {std::pair{"first", &first}, std::pair{"second", &second}})
        world.thread(who, [&names, &anns, one = one] { anns += names.claim("ann", *one) ? 1 : 0; });
    world.run();
    world.check(anns == 1, "one of two who want a name gets it");
}

void one_after_the_other(explore::world& world) {
    name_register names;
    member first(world), second(world);
    names.claim("ann", first);
    bool in = false;
    world.thread("first", [&] { names.leave("ann"); });
    world.thread("second", [&] { in = names.claim("ann", second); });
    world.run();
    const std::string wanted = in ? "ann comes. ann leaves. ann comes. " : "ann comes. ann leaves. ";
    world.check(names.heard() == wanted, "an ann comes when the other has left, and not: " + names.heard());
}

void last_whisper(explore::world& world) {
    name_register names;
    member ann(world);
    names.claim("ann", ann);
    world.thread("bob", [&] { names.whisper("ann", "psst"); });
    world.thread("ann", [&] {
        names.leave("ann");
        ann.close();
    });
    world.run();
}

}  // namespace

int main(int count, char** values) {
    return orders::grade(count, values, {
        {"two claim one name, and exactly one gets it",
         "the mutex was given back between the question (is it free?) and the act (it is mine)", two_anns},
        {"one leaves, and another takes the name",
         "the name is free before the last word about its owner: whoever is quick is announced first, and then said to "
         "have left", one_after_the_other},
        {"somebody whispers to ann while she leaves",
         "who is meant was looked up with the mutex, and is told without it: meanwhile they have gone", last_whisper},
    });
}
